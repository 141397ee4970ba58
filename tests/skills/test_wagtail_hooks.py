"""Custodians edit the vocabulary in Wagtail's admin; nobody else does."""

import pytest
from django.contrib.auth.models import Permission

from skills.models import Skill, SkillAlias
from tests.factories.skills import SkillFactory

pytestmark = pytest.mark.django_db
EDIT = "/admin/vocabulary/edit/{}/"


@pytest.fixture
def editor(client, custodian):
    """A custodian with the rights that the group gets, signed in."""
    wanted = ["access_admin", "add_skill", "change_skill", "view_skill"]
    custodian.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(custodian)
    return client


def form(skill: Skill, *, words: tuple[str, ...] = (), **changes) -> dict:
    old = list(SkillAlias.objects.filter(skill=skill))
    fields = {
        "name": skill.name,
        "slug": skill.slug,
        "kind": skill.kind,
        "description": skill.description,
        "uri_exact": "",
        "uri_close": "",
        "fate": "",
        "other": "",
        "aliases-TOTAL_FORMS": len(old) + len(words),
        "aliases-INITIAL_FORMS": len(old),
        "outgoing-TOTAL_FORMS": 0,
        "outgoing-INITIAL_FORMS": 0,
    }
    for number, text in enumerate([*(alias.text for alias in old), *words]):
        fields[f"aliases-{number}-text"] = text
        fields[f"aliases-{number}-id"] = old[number].pk if number < len(old) else ""
        fields[f"aliases-{number}-DELETE"] = ""
    return fields | changes


def test_custodian_sees_the_list_and_the_form(editor):
    skill = SkillFactory(name="Mapping")

    assert "Mapping" in editor.get("/admin/vocabulary/").content.decode()
    assert "Words people use" in editor.get(EDIT.format(skill.pk)).content.decode()


def test_custodian_changes_words(editor):
    skill = SkillFactory(aliases=["maps"])

    response = editor.post(EDIT.format(skill.pk), form(skill, words=("Atlas",), name="Mapping"))

    assert response.status_code == 302
    assert Skill.objects.get().name == "Mapping"
    assert set(SkillAlias.objects.values_list("folded", flat=True)) == {"maps", "atlas"}


@pytest.mark.parametrize(
    ("changes", "words", "sentence"),
    [
        ({}, ("MAPS",), "This word is there already."),
        ({}, ("mapping",), "This word is there already."),
        ({"name": "taken"}, (), "Another skill in use has this name."),
        ({"fate": "merge"}, (), "Choose the skill to merge into."),
        ({"fate": "restore"}, (), "Only a retired skill can be brought back."),
    ],
)
def test_form_says_what_is_wrong(editor, changes, words, sentence):
    SkillFactory(name="Taken")
    skill = SkillFactory(name="Mapping", aliases=["maps"])

    response = editor.post(EDIT.format(skill.pk), form(skill, words=words, **changes))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Skill.objects.get(pk=skill.pk).name == "Mapping"
    assert SkillAlias.objects.count() == 1


def test_custodian_merges(editor):
    old, heir = SkillFactory(name="Old", aliases=["word"]), SkillFactory(name="Heir")

    response = editor.post(EDIT.format(old.pk), form(old, fate="merge", other=heir.pk))

    assert response.status_code == 302
    old.refresh_from_db()
    assert (old.status, old.merged_into) == ("merged", heir)
    assert set(SkillAlias.objects.values_list("skill", "text")) == {
        (heir.pk, "word"),
        (heir.pk, "Old"),
    }


def test_others_cannot_edit(client, member):
    skill = SkillFactory(name="Mapping")
    client.force_login(member)

    response = client.post(EDIT.format(skill.pk), form(skill, name="Mine"))

    assert response.status_code in (302, 403)
    assert Skill.objects.get().name == "Mapping"
