"""One small market that the tests of matching share."""

from types import SimpleNamespace

import pytest

from common.invariants import INVARIANTS
from tests.factories.matching import ChallengeFactory, lead_of, offer, person
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory


@pytest.fixture
def market(db):
    """A food bank's challenge; a student and a university's offer that fit it; people who do not."""
    food_bank = OrganisationFactory(name="Canal Street Food Bank", kind="community")
    poster = lead_of(food_bank)
    challenge = ChallengeFactory(
        title="Where do our referrals come from?",
        slug="referrals",
        organisation=food_bank,
        asks={"Data cleaning": 2},
        likes={"Mapping": 3},
        state={"submitted_by": poster},
        gives_back=["story"],
    )
    student = person(
        name="Zebedee Canaryname",
        user=UserFactory(email="zebedee.canaryname@people.example", name="Zebedee Canaryname"),
        holds={"Data cleaning": 3, "Mapping": 2},
        wants={"Mapping": 3},
    )
    hidden = person(
        name="Hidden Hollyhock", holds={"Data cleaning": 4, "Mapping": 4}, visibility="private"
    )
    beginner = person(name="Beginner Bluebell", holds={"Mapping": 1})
    university = OrganisationFactory(name="Severn University", kind="university")
    team = offer(
        title="A team of four students",
        organisation=university,
        brings={"Data cleaning": 2},
        asks=["story", "talk"],
        capacity=1,
    )
    return SimpleNamespace(
        food_bank=food_bank,
        poster=poster,
        challenge=challenge,
        student=student,
        hidden=hidden,
        beginner=beginner,
        university=university,
        offerer=university.memberships.get().user,
        team=team,
        custodian=CustodianFactory(),
        stranger=UserFactory(),
    )


@pytest.fixture
def broken():
    """What of matching's own invariants is broken: {name: sentences}."""

    def ask():
        own = {n: f for n, f in INVARIANTS.items() if f.__module__ == "matching.invariants"}
        answers = {name: list(question()) for name, question in own.items()}
        return {name: sentences for name, sentences in answers.items() if sentences}

    return ask
