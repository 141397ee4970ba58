"""A lunch at which six people from five organisations could meet, for tests."""

from types import SimpleNamespace
from typing import Any

from community.models import Booking
from matching.services import run_all
from profiles.models import User
from tests.factories.community_bookings import announced, booked, sheet_of
from tests.factories.matching import ChallengeFactory, offer, person
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

LUNCH = {"title": "Lunch, 1 to 2 pm", "places": None, "food": True}


def lunching(name: str, organisation: Any = None, **values: Any) -> User:
    """Somebody with a profile that the matcher reads, and perhaps an organisation they lead."""
    user = UserFactory(name=name)
    person(name=name, user=user, **values)
    if organisation is not None:
        MembershipFactory(user=user, organisation=organisation, role="lead")
    return user


def stays(sheet: Any, user: User, **said: Any) -> Booking:
    """Booked with lunch and the box ticked."""
    return booked(sheet, user, **{"meets": True, **said})


def lunch(**sheet: Any) -> SimpleNamespace:
    """A pantry that asks, a university that offers, a council, a firm, a student and a learner; all stay."""
    made = SimpleNamespace(custodian=CustodianFactory())
    made.pantry = OrganisationFactory(name="Sowe Valley Pantry", kind="community")
    made.university = OrganisationFactory(name="Arden Vale University", kind="university")
    made.council = OrganisationFactory(name="Tamebridge Council", kind="public")
    made.firm = OrganisationFactory(name="Kestrel and Loom", kind="business")
    made.people = SimpleNamespace(
        pam=lunching("Pam Pantry", made.pantry),
        uma=lunching("Uma Varsity", made.university, holds={"SQL": 4}),
        carl=lunching("Carl Council", made.council, wants={"SQL": 2}, holds={"Mapping": 3}),
        fay=lunching("Fay Firm", made.firm, wants={"Mapping": 2}, holds={"SQL": 2}),
        stu=lunching("Stu Dent", holds={"Data cleaning": 3, "Mapping": 1}, wants={"SQL": 2}),
        lea=lunching("Lea Rner", wants={"Data cleaning": 2, "Mapping": 2}),
    )
    made.challenge = ChallengeFactory(
        title="Where do referrals come from?", organisation=made.pantry, asks={"Data cleaning": 2}
    )
    made.offer = offer(
        title="A team of students", organisation=made.university, brings={"Data cleaning": 3}
    )
    run_all()
    made.sheet = sheet_of(
        announced(title="The lunch meeting"),
        by=made.custodian,
        parts=["The meeting", LUNCH],
        **sheet,
    )
    made.bookings = {
        name: stays(made.sheet, user) for name, user in sorted(vars(made.people).items())
    }
    return made
