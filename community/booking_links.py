"""Signed texts for links in mails about bookings, and for somebody's own calendar.

A link names one booking for one purpose and carries no time: the row says what it is still good for.
"""

from django.core import signing
from django.urls import reverse

from .models import Booking, CalendarKey

CONFIRM = "community.booking.confirm"
PLACE = "community.booking.place"
CALENDAR = "community.calendar"


class LinkInvalid(Exception):
    """The link was never ours, or was changed on the way."""


def confirm_link(booking: Booking) -> str:
    """The path by which a guest shows that the mailbox is theirs."""
    return reverse("community:booking_confirm", args=[_sign(CONFIRM, booking.pk)])


def place_link(booking: Booking) -> str:
    """The path by which whoever booked sees and cancels it, without an account."""
    return reverse("community:booking_place", args=[_sign(PLACE, booking.pk)])


def calendar_link(key: CalendarKey) -> str:
    """The path of somebody's own calendar."""
    return reverse("community:my_calendar_file", args=[_sign(CALENDAR, [key.user_id, key.nonce])])


def read(purpose: str, text: str) -> int:
    """The booking that a link names. Raises LinkInvalid."""
    found = _read(purpose, text)
    if not isinstance(found, int):
        raise LinkInvalid
    return found


def read_calendar(text: str) -> tuple[int, str]:
    """(user, nonce) of a calendar's address. Raises LinkInvalid."""
    found = _read(CALENDAR, text)
    if not isinstance(found, list) or len(found) != 2:
        raise LinkInvalid
    return int(found[0]), str(found[1])


def _sign(purpose: str, value: object) -> str:
    return signing.Signer(salt=purpose).sign_object(value)


def _read(purpose: str, text: str) -> object:
    try:
        return signing.Signer(salt=purpose).unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise LinkInvalid from None
