"""What bookings hold about people, how long, and how it goes."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from common.erasing import GONE, Leaving, eraser
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock

from ..choices.bookings import BookingState
from ..models import Booking, BookingSheet, CalendarKey
from ..services import booking_clock
from ..services.booking_places import fresh, promote
from ..services.bookings import GOOD_FOR, end

CLOCK, NEEDS = "community.bookings", "community.booking_needs"
WHY = "knowing who comes, and keeping a place for you"


def _own(user: Any) -> Q:
    """By account, or booked as a guest with the same address."""
    found = Q(user=user.pk)
    return found | Q(guest_address__iexact=user.email) if user.email else found


def _own_parts(user: Any) -> Q:
    found = Q(booking__user=user.pk)
    return found | Q(booking__guest_address__iexact=user.email) if user.email else found


personal(
    "community.Booking",
    "Your bookings",
    part(
        "sheet user guest_address name organisation_name organisation state walk_in asked_at "
        "waiting_since placed_at promoted_at attended_at cancelled_at",
        why=WHY,
        basis="contract",
        kept=CLOCK,
        seen="you; custodians",
    ),
    part(
        "diet diet_text access_needs",
        why="a kitchen and a room that suit you",
        basis="consent",
        kept=NEEDS,
        seen="you; custodians and the host’s members without your name",
    ),
    plain="id asked_times",
    rows=_own,
)
personal(
    "community.BookingPart",
    "What you stay for",
    part("booking part", why=WHY, basis="contract", kept=CLOCK, seen="you; custodians"),
    plain="id",
    rows=_own_parts,
)
personal(
    "community.BookingSheet",
    "Booking sheets you opened",
    part(
        "created_by",
        why="knowing who opened it",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="created_by",
    plain="id event meeting places taken opens_at closes_at closed_at called_off_at purged_at "
    "asks_diet asks_access purge_days created",
    words={"join_link": "the address of an online meeting"},
)
personal(
    "community.CalendarKey",
    "The address of your calendar",
    part(
        "user made_at",
        why="showing your bookings in your calendar",
        basis="consent",
        kept=ACCOUNT,
        seen="you",
    ),
    part(
        "nonce",
        why="an address that nobody can guess",
        basis="consent",
        kept=ACCOUNT,
        seen="nobody",
        secret=True,
    ),
    about="user",
)
impersonal(
    "community.SheetPart",
    "id sheet order title places taken food",
    because="A part of a day and how many stay for it.",
)
impersonal(
    "community.SheetReminder",
    "id sheet hours sent_for",
    because="When a mail goes to whoever has a place.",
)
impersonal(
    "community.SheetCount",
    "sheet booked came walked_in waited cancelled guests organisations",
    because="Numbers that stay when the bookings are deleted.",
)


def _past(now: datetime.datetime) -> int:
    """How many bookings are past their days."""
    sheets = [sheet.pk for sheet in booking_clock.to_purge(now)]
    return Booking.objects.filter(sheet__in=sheets).exclude(state=BookingState.ASKED).count()


@clock(
    CLOCK,
    keeps="Bookings",
    until="as many days after the end as the booking sheet says, 28 where nobody changed it; "
    f"{GOOD_FOR.days} day where a guest did not confirm",
    then="deleted; how many booked and came is kept",
    due=lambda now: _past(now) + booking_clock.lapsed(now).count(),
)
def purge_bookings(now: datetime.datetime) -> int:
    """Each sheet with its counts written first; what was not confirmed goes through the day too."""
    gone = booking_clock.lapse(now)
    return gone + sum(booking_clock.purge(sheet, now) for sheet in booking_clock.to_purge(now))


@clock(
    NEEDS,
    keeps="What people eat and need, of those who booked",
    until=f"{booking_clock.NEEDS_KEPT.days} days after the end, or earlier with the booking",
    due=lambda now: booking_clock.needs_over(now).count(),
)
def forget_needs(now: datetime.datetime) -> int:
    """The booking itself stays its days, without them."""
    return booking_clock.forget_needs(now)


@eraser("community.bookings", order=20)
def give_back(leaving: Leaving) -> None:
    """Their places go to whoever waits; that somebody came stays a number."""
    theirs = Q(user=leaving.user)
    for address in leaving.addresses:
        theirs |= Q(guest_address__iexact=address)
    rows = Booking.objects.for_pages().filter(theirs).order_by("sheet_id", "pk")
    for found in rows:
        booking = fresh(found)
        ahead = booking.sheet.gathering.ends > timezone.now()
        if booking.is_live and ahead:
            end(booking)
            promote(booking.sheet)
        _take_out(booking)
        leaving.counts["community.booking"] += 1
    CalendarKey.objects.filter(user=leaving.user).delete()
    BookingSheet.objects.filter(created_by=leaving.user).update(created_by=None)


def _take_out(booking: Booking) -> None:
    """What is over keeps a row without a name, so that the counts stay right; the rest goes."""
    if not booking.holds_place:
        booking.delete()
        return
    booking.user, booking.guest_address, booking.organisation = None, "", None
    booking.name, booking.organisation_name = GONE, ""
    booking.diet = booking.diet_text = booking.access_needs = ""
    booking.save()
