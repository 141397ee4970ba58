"""Several people who name things alike in the same moment, on both databases."""

import pytest

from opportunities import services
from opportunities.models import Challenge
from profiles.models import Organisation, Person
from profiles.services import make_person, register_organisation
from profiles.services.organisations import NameTaken
from tests.factories.profiles import MembershipFactory, UserFactory
from tests.support.rivals import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
RIVALS = 6


def test_the_same_title_posted_at_once_gets_an_address_each():
    def post(lead):
        return lambda: services.save_challenge(
            None,
            by=lead.user,
            organisation=lead.organisation,
            title="Where do parcels go?",
            description="Nobody counts them.",
        )

    drafts = at_once(*(post(MembershipFactory(role="lead")) for _ in range(RIVALS)))

    assert {type(draft) for draft in drafts} == {Challenge}
    assert {draft.slug for draft in drafts} == {
        "where-do-parcels-go",
        *(f"where-do-parcels-go-{number}" for number in range(2, RIVALS + 1)),
    }


def test_the_same_organisation_registered_at_once_is_there_once():
    def register(user):
        return lambda: register_organisation(by=user, name="Sowe Pantry", kind="community")

    made = at_once(*(register(UserFactory()) for _ in range(RIVALS)))

    assert [type(one) for one in made].count(Organisation) == 1
    assert [type(one) for one in made].count(NameTaken) == RIVALS - 1
    assert Organisation.objects.filter(name="Sowe Pantry").count() == 1


def test_one_person_who_arrives_twice_at_once_gets_one_profile():
    user = UserFactory()

    made = at_once(
        *(lambda: make_person(user=user, by=user, name="Sam Jones", stage="student"),) * RIVALS
    )

    assert sorted(type(one).__name__ for one in made) == ["Person"] + ["ValueError"] * (RIVALS - 1)


def test_people_of_one_name_who_arrive_at_once_get_a_page_each():
    def arrive(user):
        return lambda: make_person(user=user, by=user, name="Sam Jones", stage="student")

    made = at_once(*(arrive(UserFactory()) for _ in range(RIVALS)))

    assert {type(one) for one in made} == {Person}
    assert len({one.slug for one in made}) == RIVALS
