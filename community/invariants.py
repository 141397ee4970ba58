"""What must always be true of the Forum's life."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from common.invariants import invariant

from .choices.bookings import HOLDS_PLACE
from .choices.consultations import ConsultationState, ResponseState
from .models import Booking, BookingSheet, Consultation, Event, EventState, Response, SheetPart

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


@invariant("Every event has its state beside it, and ends after it starts")
def events_have_states() -> Iterator[str]:
    """Without the row it has no place in a calendar and nobody owns it."""
    for pk in Event.objects.filter(state__isnull=True).values_list("pk", flat=True):
        yield f"Event {pk} has no state."


@invariant("What is live on a calendar has a fingerprint of what it shows")
def live_events_were_noted() -> Iterator[str]:
    """Otherwise a change of it would not reach anybody's calendar."""
    rows = EventState.objects.filter(event__live=True, shown="")
    for pk in rows.values_list("pk", flat=True):
        yield f"Event {pk} is live, but nobody noted what calendars show of it."


@invariant("A consultation with an answer is no draft, and its questions are frozen")
def answered_are_frozen() -> Iterator[str]:
    drafts = Consultation.objects.filter(state=ConsultationState.DRAFT, responses__isnull=False)
    for pk in drafts.values_list("pk", flat=True).distinct():
        yield f"Consultation {pk} is a draft with answers."
    loose = Consultation.objects.filter(first_answer_at__isnull=True, responses__isnull=False)
    for pk in loose.values_list("pk", flat=True).distinct():
        yield f"Consultation {pk} has answers, and nobody noted since when."


@invariant("A reported consultation has a published report")
def reported_have_reports() -> Iterator[str]:
    rows = Consultation.objects.filter(
        state=ConsultationState.REPORTED, report__published_at__isnull=True
    )
    for pk in rows.values_list("pk", flat=True):
        yield f"Consultation {pk} is reported, and has no published report."


@invariant("A response that was sent was sent before its consultation closed")
def sent_in_time() -> Iterator[str]:
    rows = Response.objects.filter(state=ResponseState.SENT, sent_at__gte=F("consultation__closes"))
    for pk in rows.values_list("pk", flat=True):
        yield f"Response {pk} was sent after the end."
