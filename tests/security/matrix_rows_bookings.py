"""Rows about bookings: one's own place, who reads names, who reads needs, who reads totals."""

from .matrix import Row, asked, request


def _book(town, role: str, which: str) -> str:
    """Book at a sheet; or cancel what somebody else booked."""
    if which == "foreign":
        return asked(town, role, town.their_booking.get_absolute_url(), {"act": "cancel"})[0]
    typed = {"name": "Somebody", "address": "somebody@elsewhere.example"}
    return asked(town, role, town.open_sheet.get_absolute_url(), typed)[0]


def _own_booking(town, role: str) -> str:
    """A page with what one person eats and needs."""
    return town.bookings.get(role, town.bookings["student"]).get_absolute_url()


def _calendar(town, role: str) -> str:
    """The public one, or one's own."""
    return "/meetings/calendar.ics" if role == "anonymous" else "/me/calendar/"


BOOKINGS: dict[str, Row] = {
    "P126": Row(_book),
    "P127": request(lambda town, role: town.sheet.desk_url),
    "P128": request(_own_booking, lambda town, role: town.their_booking.get_absolute_url()),
    "P129": request(
        lambda town, role: f"{town.sheet.get_absolute_url()}caterer/",
        lambda town, role: f"{town.their_sheet.get_absolute_url()}caterer/",
    ),
    "P136": request(_calendar),
}
