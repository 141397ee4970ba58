"""At the door: who came, put right with one click, and who came without a booking."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move

from ..choices.bookings import BOOKING_MOVES, BookingState
from ..models import Booking, BookingSheet
from ..policies import bookings as policies
from .booking_places import fresh, hold, take_place

S = BookingState
FULL = "Every place is taken. Raise the places on the sheet, and let them in."


@transaction.atomic
def check_in(booking: Booking, *, by: Any) -> Booking:
    """They are here. Whoever waits for a place gets one first, where there is one left."""
    demand(policies.may_run_bookings(by), hidden=True)
    booking = fresh(booking)
    if booking.state == S.ATTENDED:
        return booking
    if booking.sheet.is_off:
        raise IllegalMove(booking.state, S.ATTENDED, "This does not take place.")
    if booking.state == S.WAITING and not take_place(booking, by=by):
        raise IllegalMove(S.WAITING, S.ATTENDED, FULL)
    move(booking, S.ATTENDED, moves=BOOKING_MOVES)
    booking.attended_at = timezone.now()
    booking.save(update_fields=["attended_at"])
    record("community.checked_in", by=by, about=booking)
    return booking


@transaction.atomic
def undo_check_in(booking: Booking, *, by: Any) -> Booking:
    """It was somebody else. Undone twice is undone once."""
    demand(policies.may_run_bookings(by), hidden=True)
    booking = fresh(booking)
    if booking.state == S.PLACED:
        return booking
    move(booking, S.PLACED, moves=BOOKING_MOVES)
    booking.attended_at = None
    booking.save(update_fields=["attended_at"])
    record("community.check_in_undone", by=by, about=booking)
    return booking


@transaction.atomic
def walk_in(sheet: BookingSheet, *, by: Any, name: str, organisation_name: str = "") -> Booking:
    """Somebody came without a booking: they have a place and are in. Raises IllegalMove when it is full."""
    demand(policies.may_run_bookings(by), hidden=True)
    sheet = hold(sheet)
    if sheet.is_off or sheet.purged_at:
        raise IllegalMove("over", S.ATTENDED, "This does not take place, or is long over.")
    booking = Booking.objects.create(
        sheet=sheet,
        name=name,
        organisation_name=organisation_name,
        walk_in=True,
        asked_at=timezone.now(),
    )
    if not take_place(booking, by=by):
        raise IllegalMove(S.ASKED, S.ATTENDED, FULL)
    return check_in(Booking.objects.for_pages().get(pk=booking.pk), by=by)
