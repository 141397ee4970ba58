"""An address for a title, and rivals who arrive between the question and the insert."""

import pytest
from django.db import IntegrityError

from common.slugs import insert_with_slug
from profiles.models import Organisation
from tests.factories.profiles import OrganisationFactory

pytestmark = pytest.mark.django_db


class Rival(Exception):
    """Somebody else has the name by now."""


def test_a_rival_between_the_question_and_the_insert_is_heard_of_in_the_callers_words():
    asked = []

    def check():
        if Organisation.objects.filter(name="Sowe Pantry").exists():
            raise Rival
        asked.append(True)
        OrganisationFactory(name="Sowe Pantry", slug="sowe-pantry")

    with pytest.raises(Rival):
        insert_with_slug(Organisation(name="Sowe Pantry"), "Sowe Pantry", check=check)

    assert asked == [True]
    assert Organisation.objects.count() == 1


def test_one_name_in_two_cases_is_refused_by_the_database_too():
    OrganisationFactory(name="Sowe Pantry")

    with pytest.raises(IntegrityError):
        OrganisationFactory(name="SOWE pantry")
