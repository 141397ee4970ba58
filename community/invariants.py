"""What must always be true of the Forum's life."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from common.invariants import invariant

from .choices.bookings import HOLDS_PLACE
from .models import Booking, BookingSheet, SheetPart

HOLDING = sorted(HOLDS_PLACE)


@invariant("Places booked never above what there is, and as many as bookings hold")
def places_within_sheet() -> Iterator[str]:
    for sheet in BookingSheet.objects.filter(taken__gt=F("places")):
        yield f"Sheet {sheet.pk} has {sheet.taken} places taken of {sheet.places}."
    held = Count("bookings", filter=Q(bookings__state__in=HOLDING))
    # What was deleted after its days is a number only.
    counted = BookingSheet.objects.filter(purged_at=None).annotate(held=held)
    for sheet in counted.exclude(taken=F("held")):
        yield f"Sheet {sheet.pk} counts {sheet.taken} places taken, and {sheet.held} bookings hold one."


@invariant("Each part of a day counts as many as booked it, never above what there is")
def parts_within_sheet() -> Iterator[str]:
    for part in SheetPart.objects.filter(taken__gt=F("places")):
        yield f"Part {part.pk} has {part.taken} places taken of {part.places}."
    held = Count("chosen", filter=Q(chosen__booking__state__in=HOLDING))
    counted = SheetPart.objects.filter(sheet__purged_at=None).annotate(held=held)
    for part in counted.exclude(taken=F("held")):
        yield f"Part {part.pk} counts {part.taken}, and {part.held} bookings hold it."


@invariant("Nobody has two bookings for one sheet")
def one_booking_each() -> Iterator[str]:
    for who in ("user", "guest_address"):
        rows = Booking.objects.live().exclude(**{"user": None} if who == "user" else {who: ""})
        twice = rows.order_by().values("sheet", who).annotate(n=Count("pk")).filter(n__gt=1)
        for row in twice:
            yield f"Sheet {row['sheet']} has {row['n']} bookings of one person."
