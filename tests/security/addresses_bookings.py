"""Where hostile texts are sent: booking, one's own bookings, sheets and the door."""

from types import SimpleNamespace

from community import booking_links as links

from .good_answers import SHEET
from .hostile import Address


def booking(town: SimpleNamespace) -> list[Address]:
    """The forms with and without an account, the signed links, and the desk's room."""
    desk = {"who": "custodian", "method": "POST"}
    own = town.bookings["student"].get_absolute_url()
    parts = [str(part.pk) for part in town.sheet.parts.all()]
    said = ("name", "organisation_name", "diet_text", "access_needs")
    good = {"name": "Ada Byron", "parts": parts, "address": "ada@elsewhere.example"}
    sheet = ("places", "opens_at", "closes_at", "join_link", "purge_days")
    part = ("part_1_title", "part_2_title", "part_2_places")
    door = f"{town.sheet.desk_url}door/"
    return [
        Address("a booking sheet", "/book/{pk}/", ("pk",)),
        Address("a link to confirm", "/book/confirm/{signed}/", ("signed",)),
        Address("a link to a place", "/book/place/{signed}/", ("signed",)),
        Address("a calendar", "/me/calendar/{signed}/bookings.ics", ("signed",)),
        Address(
            "book as a guest", town.sheet.get_absolute_url(),
            (*said, "address", "parts", "diet", "idempotency_key"), good=good,
            typed=(*said, "address"), method="POST",
        ),
        Address(
            "book", town.open_sheet.get_absolute_url(), ("name", "access_needs"),
            good={"name": "Ada Byron"}, typed=("name", "access_needs"), who="lead",
            method="POST",
        ),
        Address(
            "confirm a booking", links.confirm_link(town.guest_booking), ("idempotency_key",),
            method="POST",
        ),
        Address(
            "a guest’s booking", links.place_link(town.guest_booking), ("act", "name"),
            method="POST",
        ),
        Address(
            "change a booking", own, (*said, "parts", "diet", "version"),
            good={**good, "act": "change"}, typed=said, who="student", method="POST",
        ),
        Address("act on a booking", own, ("act",), who="student", method="POST"),
        Address("make a calendar", "/me/calendar/", ("act",), who="student", method="POST"),
        Address("bookings at the desk", "/desk/bookings/", ("page",), who="custodian"),
        Address("names of a sheet", town.sheet.desk_url, ("page",), who="custodian"),
        Address("act on a sheet", town.sheet.desk_url, ("act",), **desk),
        Address(
            "take bookings", "/desk/bookings/new/{kind}/{pk}/", ("kind", "pk"), who="custodian"
        ),
        Address(
            "open a sheet", f"/desk/bookings/new/meeting/{town.meeting_draft.pk}/",
            (*sheet, *part), good=SHEET, typed=(*sheet, *part), **desk,
        ),
        Address(
            "change a sheet", f"{town.their_sheet.desk_url}edit/",
            (*sheet, *part, "lead_hours", "version"), good=SHEET, typed=(*sheet, *part), **desk,
        ),
        Address("find at the door", door, ("q",), who="custodian"),
        Address("press at the door", door, ("act",), **desk),
        Address(
            "walk in", door, ("name", "organisation_name"), good={"act": "walk-in", "name": "Sam"},
            typed=("name", "organisation_name"), **desk,
        ),
    ]  # fmt: skip
