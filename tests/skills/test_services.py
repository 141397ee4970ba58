"""The verbs on single terms: who may, what follows, what stays."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from common.states import IllegalMove
from skills import services
from skills.choices import STATUS_MOVES, Status
from skills.invariants import merged_skills_point_somewhere, no_alias_leads_nowhere, no_circles
from skills.models import Skill, SkillAlias, SkillLink, SourceRecord
from skills.signals import skill_merged
from tests.factories.skills import SkillFactory, SkillLinkFactory

pytestmark = pytest.mark.django_db


def words(skill) -> set[str]:
    return set(SkillAlias.objects.filter(skill=skill).values_list("text", flat=True))


def sound() -> bool:
    questions = (merged_skills_point_somewhere, no_alias_leads_nowhere, no_circles)
    return [list(ask()) for ask in questions] == [[], [], []]


@pytest.mark.parametrize(
    "verb",
    [
        lambda one, other, by: services.create_skill(name="New", by=by),
        lambda one, other, by: services.add_alias(one, "another word", by=by),
        lambda one, other, by: services.remove_alias(one, "word", by=by),
        lambda one, other, by: services.link_skills(one, to=other, kind="related", by=by),
        lambda one, other, by: services.unlink_skills(one, other=other, by=by),
        lambda one, other, by: services.retire_skill(one, by=by),
        lambda one, other, by: services.merge_skills(one, into=other, by=by),
    ],
)
def test_verbs_are_for_custodians(verb, member, custodian):
    one, other = SkillFactory(), SkillFactory()

    with pytest.raises(PermissionDenied):
        verb(one, other, member)
    verb(one, other, custodian)


def test_create_skill_gives_an_address_and_words():
    SkillFactory(name="Old", slug="c-plus-plus")

    skill = services.create_skill(name="C++", by=None, aliases=["cpp", "CPP", "C plus plus"])

    assert (skill.slug, words(skill)) == ("c-plus-plus-2", {"cpp", "C plus plus"})


def test_create_skill_refuses_a_name_in_use():
    SkillFactory(name="Mapping")

    with pytest.raises(ValidationError):
        services.create_skill(name="mapping", by=None)


def test_two_live_skills_cannot_share_a_name_in_the_database():
    SkillFactory(name="Mapping", retired=True)
    SkillFactory(name="Mapping")

    with pytest.raises(IntegrityError), transaction.atomic():
        SkillFactory(name="MAPPING")


def test_add_alias_twice_changes_nothing():
    skill = SkillFactory()

    first = services.add_alias(skill, "Pivot  Tables", by=None)

    assert services.add_alias(skill, "pivot tables", by=None) == first


@pytest.mark.parametrize("text", ["", "   ", "x" * 300])
def test_add_alias_refuses_words_that_do_not_do(text):
    skill = SkillFactory()

    with pytest.raises(ValidationError):
        services.add_alias(skill, text, by=None)
    assert words(skill) == set()


def test_link_skills_refuses_circles():
    part, whole, top = SkillFactory(), SkillFactory(), SkillFactory()
    services.link_skills(part, to=whole, kind="broader", by=None)
    services.link_skills(whole, to=top, kind="broader", by=None)

    for source, target in ((top, part), (part, part)):
        with pytest.raises(ValidationError):
            services.link_skills(source, to=target, kind="broader", by=None)


def test_link_skills_keeps_one_related_link_for_both_directions():
    one, other = SkillFactory(), SkillFactory()

    services.link_skills(one, to=other, kind="related", by=None)
    services.link_skills(other, to=one, kind="related", by=None)

    assert SkillLink.objects.count() == 1


def test_retire_keeps_the_row_and_hands_its_words_over():
    old, heir = SkillFactory(name="Flash", aliases=["swf"]), SkillFactory(name="Animation")

    services.retire_skill(old, by=None, instead=heir)

    assert Skill.objects.get(pk=old.pk).status == Status.RETIRED
    assert (words(old), words(heir)) == (set(), {"Flash", "swf"})
    assert sound()


def test_restore_needs_its_name_to_be_free():
    old = SkillFactory(name="Flash")
    services.retire_skill(old, by=None)
    rival = SkillFactory(name="flash")

    with pytest.raises(ValidationError):
        services.restore_skill(old, by=None)
    services.retire_skill(rival, by=None)
    assert services.restore_skill(old, by=None).status == Status.LIVE


def test_merge_moves_words_links_and_sources_and_keeps_the_row():
    old = SkillFactory(name="Dataviz", aliases=["plots", "charts"], uri_exact="http://e.example/1")
    heir = SkillFactory(name="Data visualisation", aliases=["charts"])
    narrow, whole = SkillFactory(), SkillFactory()
    SkillLinkFactory(source=narrow, target=old, kind="broader")
    SkillLinkFactory(source=old, target=whole, kind="broader")
    SkillLinkFactory(source=old, target=heir, kind="related")
    SourceRecord.objects.create(skill=old, source="esco", key="1", content={})

    services.merge_skills(old, into=heir, by=None)

    old.refresh_from_db()
    heir.refresh_from_db()
    assert (old.status, old.merged_into, heir.uri_exact) == ("merged", heir, "http://e.example/1")
    assert words(heir) == {"Dataviz", "plots", "charts"}
    assert set(SkillLink.objects.values_list("source", "target", "kind")) == {
        (narrow.pk, heir.pk, "broader"),
        (heir.pk, whole.pk, "broader"),
    }
    assert SourceRecord.objects.get().skill == heir
    assert sound()


def test_merging_again_flattens_the_chain():
    first, second, third = SkillFactory(), SkillFactory(), SkillFactory()

    services.merge_skills(first, into=second, by=None)
    services.merge_skills(second, into=third, by=None)

    first.refresh_from_db()
    assert first.merged_into == third
    assert sound()


def test_merge_refuses_itself_and_what_is_not_in_use():
    skill, gone = SkillFactory(), SkillFactory(retired=True)

    for into in (skill, gone):
        with pytest.raises(ValidationError):
            services.merge_skills(skill, into=into, by=None)


def test_a_listener_that_fails_takes_the_merge_back():
    old, heir = SkillFactory(aliases=["word"]), SkillFactory()

    def fail(sender, skill_id, into_id, **kwargs):
        raise RuntimeError("the rows above could not be moved")

    skill_merged.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.merge_skills(old, into=heir, by=None)
    finally:
        skill_merged.disconnect(fail)

    assert Skill.objects.get(pk=old.pk).status == Status.LIVE
    assert words(old) == {"word"}


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("verb", ["retire", "restore", "merge"])
def test_every_move_that_is_not_allowed_raises(before, verb):
    heir = SkillFactory()
    skill = SkillFactory(status=before, merged_into=heir if before == "merged" else None)
    wanted = {"retire": Status.RETIRED, "restore": Status.LIVE, "merge": Status.MERGED}[verb]
    acts = {
        "retire": lambda: services.retire_skill(skill, by=None),
        "restore": lambda: services.restore_skill(skill, by=None),
        "merge": lambda: services.merge_skills(skill, into=heir, by=None),
    }

    if wanted in STATUS_MOVES[before]:
        acts[verb]()
        assert Skill.objects.get(pk=skill.pk).status == wanted
    else:
        with pytest.raises(IllegalMove):
            acts[verb]()


def test_invariants_notice_what_is_broken():
    one, other = SkillFactory(aliases=["lost"]), SkillFactory()
    SkillLinkFactory(source=one, target=other, kind="broader")
    SkillLinkFactory(source=other, target=one, kind="broader")
    Skill.objects.filter(pk=one.pk).update(status=Status.MERGED)

    assert [
        len(list(ask()))
        for ask in (merged_skills_point_somewhere, no_alias_leads_nowhere, no_circles)
    ] == [1, 1, 1]
