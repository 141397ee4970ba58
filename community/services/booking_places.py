"""Places, however they are won: one guarded number on the sheet, one on each part, never one too many.

Locks are taken in one order everywhere: the sheet, then its parts, then a booking.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from common.activity import record
from common.states import move

from ..choices.bookings import BOOKING_MOVES, BookingState
from ..models import Booking, BookingPart, BookingSheet, SheetPart
from .booking_mails import tell

ROOM = Q(places__isnull=True) | Q(taken__lt=F("places"))


class PartFull(ValueError):
    """A part of the day that was asked for is full."""

    field = "parts"


def hold(sheet: BookingSheet) -> BookingSheet:
    """The sheet as it is now, held until the transaction ends."""
    BookingSheet.objects.select_for_update().get(pk=sheet.pk)
    return BookingSheet.objects.for_pages().get(pk=sheet.pk)


def fresh(booking: Booking) -> Booking:
    """The booking as it is now, with its sheet held first."""
    hold(booking.sheet)
    Booking.objects.select_for_update().get(pk=booking.pk)
    return Booking.objects.for_pages().get(pk=booking.pk)


def take_part(part: SheetPart) -> bool:
    """Count one more for a part of the day; whether there was room."""
    return bool(SheetPart.objects.filter(ROOM, pk=part.pk).update(taken=F("taken") + 1))


def free_part(part_id: int) -> None:
    """Count one less."""
    SheetPart.objects.filter(pk=part_id, taken__gt=0).update(taken=F("taken") - 1)


def full_parts(parts: Iterable[SheetPart]) -> str:
    """A sentence that names the parts that are full; empty where there is room in all."""
    full = [part.title for part in parts if part.is_full]
    if not full:
        return ""
    verb = "is" if len(full) == 1 else "are"
    return f"{' and '.join(full)} {verb} full. Leave that out, and send the form again."


@transaction.atomic
def take_place(booking: Booking, *, by=None, promoted: bool = False, strict: bool = False) -> bool:
    """Give ``booking`` a place with the parts it asks for; whether there was one.

    A part that is full is left out, and a booking for nothing but full parts gets no place;
    ``strict`` raises PartFull instead. One guarded update decides a race.
    """
    sheets = BookingSheet.objects.filter(ROOM, pk=booking.sheet_id)
    if not sheets.update(taken=F("taken") + 1):
        return False
    wanted = list(BookingPart.objects.filter(booking=booking).select_related("part"))
    full = [one for one in wanted if not take_part(one.part)]
    if full and strict:
        # The caller's transaction is undone with it.
        fresh_parts = SheetPart.objects.filter(pk__in=[one.part_id for one in full])
        raise PartFull(full_parts(fresh_parts))
    if full and len(full) == len(wanted):
        BookingSheet.objects.filter(pk=booking.sheet_id).update(taken=F("taken") - 1)
        return False
    BookingPart.objects.filter(pk__in=[one.pk for one in full]).delete()
    move(booking, BookingState.PLACED, moves=BOOKING_MOVES)
    now = timezone.now()
    booking.placed_at, booking.waiting_since = now, None
    booking.promoted_at = now if promoted else None
    booking.save(update_fields=["placed_at", "promoted_at", "waiting_since"])
    booking._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    record("community.place_taken", by=by, about=booking, promoted=promoted)
    return True


def free_place(booking: Booking) -> None:
    """Give back a place that ``booking`` held, with its parts. Whoever calls promotes the next."""
    BookingSheet.objects.filter(pk=booking.sheet_id, taken__gt=0).update(taken=F("taken") - 1)
    for part_id in BookingPart.objects.filter(booking=booking).values_list("part_id", flat=True):
        free_part(part_id)


def promote(sheet: BookingSheet) -> int:
    """Give places that are free to those who wait, in their order, and tell them; returns how many.

    They are not asked first: a clock for an answer would leave places empty in the last days, and
    whoever cannot come gives theirs back with one click. Once it has begun nobody is sent for.
    """
    sheet = hold(sheet)
    if sheet.is_off or sheet.has_begun:
        return 0
    done = 0
    for booking in Booking.objects.for_pages().filter(sheet=sheet).waiting():
        if sheet.places is not None and sheet.taken + done >= sheet.places:
            break
        if take_place(booking, promoted=True):
            tell(Booking.objects.for_pages().get(pk=booking.pk), "promoted")
            done += 1
    return done
