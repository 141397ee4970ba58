"""Booking as a guest, as somebody with a place, and at the desk."""

from collections.abc import Iterator

from community import booking_links as links
from community.models import Booking, BookingSheet
from community.services.my_calendars import make_address
from forum.demo import accounts
from matching.models import LunchSeat
from profiles.models import User


def of_booking() -> Iterator[tuple[User | None, str]]:
    """The form, the links in mails, one's own pages, and the sheet with all that it gives."""
    sheet = BookingSheet.objects.get(meeting__is_demo=True)
    placed = Booking.objects.filter(sheet=sheet, state="placed").select_related("user")[0]
    waits = Booking.objects.select_related("user").get(sheet=sheet, state="waiting")
    asked = Booking.objects.get(sheet=sheet, state="asked")
    yield None, sheet.get_absolute_url()
    yield None, f"{sheet.get_absolute_url()}asked/"
    yield None, links.confirm_link(asked)
    yield None, links.place_link(placed)
    yield None, sheet.meeting.get_absolute_url()
    yield placed.user, placed.get_absolute_url()
    yield waits.user, waits.get_absolute_url()
    yield placed.user, "/me/bookings/"
    yield placed.user, "/me/calendar/"
    make_address(waits.user, by=waits.user)
    yield waits.user, "/me/calendar/"
    seat = LunchSeat.objects.select_related("booking__user").first()
    assert seat is not None
    yield seat.booking.user, seat.get_absolute_url()
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    yield custodian, "/desk/bookings/"
    for end in ("", "edit/", "call-off/", "badges/", "door/", "lunch/"):
        yield custodian, f"{sheet.desk_url}{end}"
    yield custodian, f"{sheet.get_absolute_url()}caterer/"
