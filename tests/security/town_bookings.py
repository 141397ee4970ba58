"""Bookings of the town: each role has one for the meeting of ours; a stranger has one for theirs."""

from types import SimpleNamespace

from community.services import bookings
from tests.factories.community_bookings import announced, booked, sheet_of, soon
from tests.factories.profiles import CustodianFactory, UserFactory

WHO = ("student", "expert", "member", "lead", "custodian")


def lay_bookings(town: SimpleNamespace) -> None:
    """A sheet of ours with parts, one of theirs, one that nobody in a role has booked."""
    by = CustodianFactory()
    day = {"starts": soon(20)}
    town.sheet = sheet_of(
        announced(host=town.ours, title="The summer meeting", **day),
        by=by,
        parts=["The meeting", {"title": "Lunch", "places": None, "food": True}],
        asks_diet=True,
        join_link="https://meet.example/summer",
    )
    town.their_sheet = sheet_of(announced(host=town.theirs, **day), by=by)
    town.open_sheet = sheet_of(announced(**day), by=by)
    town.bookings = {role: booked(town.sheet, getattr(town, role), meets=True) for role in WHO}
    town.their_booking = booked(town.their_sheet, UserFactory())
    bookings.ask_as_guest(town.open_sheet, address="guest@elsewhere.example", name="Guest Person")
    town.guest_booking = town.open_sheet.bookings.get()
