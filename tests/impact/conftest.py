"""One introduction that was seen through, and who was in it."""

from types import SimpleNamespace

import pytest

from mission.models import District, Node, Strand
from tests.factories.impact import done
from tests.factories.matching import ChallengeFactory, lead_of, person
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory


@pytest.fixture
def seen_through(db):
    """A food bank's challenge, the student who worked on it, two custodians, a stranger."""
    walsall = District.objects.get(slug="walsall")
    food_bank = OrganisationFactory(
        name="Canal Street Food Bank", kind="community", district=walsall
    )
    poster = lead_of(food_bank)
    challenge = ChallengeFactory(
        title="Where do our referrals come from?",
        slug="referrals",
        organisation=food_bank,
        district=walsall,
        state={"submitted_by": poster},
    )
    challenge.strands.add(Strand.objects.get(slug="sharing"))
    challenge.save()
    student = person(
        name="Zebedee Canaryname",
        user=UserFactory(email="zebedee.canaryname@people.example", name="Zebedee Canaryname"),
    )
    return SimpleNamespace(
        food_bank=food_bank,
        poster=poster,
        challenge=challenge,
        student=student.user,
        person=student,
        introduction=done(challenge, person=student),
        node=Node.objects.get(slug="local-pathways"),
        custodian=CustodianFactory(),
        stranger=UserFactory(),
    )
