"""Promises of a profile that no other test keeps: themes, and what no search may hold."""

import pytest
from modelsearch.index import get_indexed_models

from mission.models import Theme
from profiles.models import (
    AccessNeeds,
    Claimable,
    Curriculum,
    HeldSkill,
    KeptText,
    Person,
    User,
    WantedSkill,
)
from profiles.services import make_person, set_cv
from tests.factories.profiles import UserFactory
from tests.support import documents

pytestmark = pytest.mark.django_db

OF_PEOPLE = (AccessNeeds, Claimable, Curriculum, HeldSkill, KeptText, Person, User, WantedSkill)


def test_themes_of_interest_are_kept_and_taken_back(client):
    food, water = (Theme.objects.create(name=name, slug=name.lower()) for name in ("Foo", "Wat"))
    user = UserFactory()
    person = make_person(user=user, by=user, name="Noor", stage="student", themes=[food])
    client.force_login(user)
    fields = {"name": "Noor", "stage": "student", "themes": [water.slug]}

    client.post("/me/profile/about/", fields)

    assert list(person.themes.all()) == [water]


def test_nothing_about_a_person_is_in_the_index_of_words():
    indexed = set(get_indexed_models())
    assert [model for model in OF_PEOPLE if model in indexed] == []


def test_words_of_a_cv_are_found_by_no_search(client, tmp_path, settings):
    settings.PERSONAL_FILES_ROOT = tmp_path
    user = UserFactory()
    person = make_person(user=user, by=user, name="Noor", stage="student")
    set_cv(person, documents.pdf(b"% Zanzicanary\n"), by=user)
    client.force_login(user)
    for path in ("/search/?q=zanzi", "/people/?q=zanzi", "/skills/autocomplete/?q=zanzi"):
        assert "zanzicanary" not in client.get(path).content.decode().lower()
