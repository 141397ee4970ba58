"""The clock of bookings: reminders at their lead time, what nobody confirmed, what is past its days."""

import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from common.activity import record

from ..choices.bookings import HOLDS_PLACE, LEAD_HOURS, BookingState
from ..models import Booking, BookingSheet, SheetCount, SheetReminder
from . import booking_mails as mails
from .booking_places import hold
from .bookings import GOOD_FOR

S = BookingState
NEEDS_KEPT = datetime.timedelta(days=7)
LONGEST = datetime.timedelta(hours=max(LEAD_HOURS))


def run_booking_clock(now: datetime.datetime | None = None) -> dict[str, int]:
    """Remind, and forget what was not confirmed; returns how many of each. Run twice, it does nothing more."""
    now = now or timezone.now()
    return {"reminded": remind(now), "lapsed": lapse(now)}


def remind(now: datetime.datetime) -> int:
    """Write to those with a place whose reminder is due. One that came due late is the only one."""
    coming = BookingSheet.objects.with_times().filter(
        starts__gt=now, starts__lte=now + LONGEST, called_off_at=None
    )
    done = 0
    for sheet in coming.prefetch_related("reminders"):
        due = [
            row
            for row in sheet.reminders.all()
            if sheet.starts - datetime.timedelta(hours=row.hours) <= now
            and row.sent_for != sheet.starts
        ]
        if due:
            done += _remind(sheet, due, sheet.starts)
    return done


@transaction.atomic
def _remind(sheet: BookingSheet, due: list[SheetReminder], starts: datetime.datetime) -> int:
    sheet = hold(sheet)
    keys = [row.pk for row in due]
    rows = SheetReminder.objects.filter(Q(sent_for=None) | ~Q(sent_for=starts), pk__in=keys)
    if sheet.is_off or not rows.update(sent_for=starts):
        return 0
    hours = min(row.hours for row in due)
    told = Booking.objects.for_pages().filter(sheet=sheet, state=S.PLACED, walk_in=False)
    for booking in told:
        mails.tell(booking, "reminder", key=f"reminder:{hours}:{starts:%Y%m%d%H%M}")
    return len(told)


def lapsed(now: datetime.datetime) -> QuerySet[Booking]:
    """What a guest asked for and did not confirm within a day."""
    return Booking.objects.filter(state=S.ASKED, asked_at__lt=now - GOOD_FOR)


def lapse(now: datetime.datetime) -> int:
    """Forget it; it held no place."""
    rows = list(lapsed(now).values_list("pk", flat=True))
    Booking.objects.filter(pk__in=rows, state=S.ASKED).delete()
    return len(rows)


def needs_over(now: datetime.datetime) -> QuerySet[Booking]:
    """What people said they eat and need, of gatherings that ended a week ago."""
    over = now - NEEDS_KEPT
    ended = Q(sheet__event__ends__lt=over) | Q(sheet__meeting__ends__lt=over)
    return Booking.objects.filter(ended).exclude(diet="", diet_text="", access_needs="")


def forget_needs(now: datetime.datetime) -> int:
    """Forget it: the kitchen and the room are done with it, and it may tell of faith or of health."""
    rows = list(needs_over(now).values_list("pk", flat=True))
    return Booking.objects.filter(pk__in=rows).update(diet="", diet_text="", access_needs="")


def to_purge(now: datetime.datetime) -> list[BookingSheet]:
    """Sheets whose bookings are past their days."""
    over = BookingSheet.objects.with_times().filter(purged_at=None, ends__lt=now).order_by("pk")
    return [sheet for sheet in over if sheet.ends + datetime.timedelta(days=sheet.purge_days) < now]


@transaction.atomic
def purge(sheet: BookingSheet, now: datetime.datetime) -> int:
    """Delete every booking and the link to join, and keep how many there were; returns how many went."""
    sheet = hold(sheet)
    if sheet.purged_at:
        return 0
    SheetCount.objects.update_or_create(sheet=sheet, defaults=counts(sheet))
    rows = Booking.objects.filter(sheet=sheet)
    guests = rows.exclude(guest_address="")
    mails.forget(
        list(guests.values_list("pk", flat=True)),
        list(guests.values_list("guest_address", flat=True)),
    )
    gone = rows.count()
    rows.delete()
    BookingSheet.objects.filter(pk=sheet.pk).update(purged_at=now, join_link="")
    record("community.sheet_purged", by=None, about=sheet, bookings=gone)
    return gone


def counts(sheet: BookingSheet) -> dict[str, int]:
    """How many booked, came, waited and cancelled, from the bookings themselves."""
    holding = Q(state__in=sorted(HOLDS_PLACE))
    return Booking.objects.filter(sheet=sheet).aggregate(
        booked=Count("pk", filter=holding & Q(walk_in=False)),
        came=Count("pk", filter=Q(state=S.ATTENDED)),
        walked_in=Count("pk", filter=Q(walk_in=True, state=S.ATTENDED)),
        waited=Count("pk", filter=Q(state=S.WAITING)),
        cancelled=Count("pk", filter=Q(state=S.CANCELLED)),
        guests=Count("pk", filter=holding & ~Q(guest_address="")),
        organisations=Count(
            "organisation_name", filter=holding & ~Q(organisation_name=""), distinct=True
        ),
    )
