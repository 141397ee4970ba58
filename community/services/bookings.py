"""Booking a place: by somebody signed in, or by a guest who confirms from their mailbox."""

import datetime
from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import Organisation

from ..choices.bookings import BOOKING_MOVES, BookingState
from ..models import Booking, BookingPart, BookingSheet, SheetPart
from ..policies import bookings as policies
from . import booking_mails as mails
from .booking_places import (
    PartFull,
    free_part,
    free_place,
    fresh,
    full_parts,
    hold,
    promote,
    take_part,
    take_place,
)

GOOD_FOR = datetime.timedelta(hours=24)
MOST_ASKED = 300
MOST_MAILS = 3
NOT_NOW = "This takes no bookings now."
S = BookingState


@transaction.atomic
def book(sheet: BookingSheet, *, by: Any, parts: Sequence[SheetPart] = (), **said: Any) -> Booking:
    """Give ``by`` a place, or put them on the waiting list. Asked twice, there is one booking.

    ``said`` is name, organisation_name, meets, diet, diet_text and access_needs. Raises IllegalMove when
    nothing can be booked now, PartFull where a part of the day is full.
    """
    sheet = hold(sheet)
    demand(policies.may_book(by, sheet), hidden=not sheet.is_public)
    known = Booking.objects.for_pages().live().filter(sheet=sheet, user=by).first()
    if known is not None:
        return known
    hibernation.demand_awake()
    _demand_open(sheet)
    booking = Booking.objects.create(
        sheet=sheet, user=by, asked_at=timezone.now(), **_kept(sheet, said, user=by)
    )
    _choose(booking, parts)
    record("community.booked", by=by, about=booking)
    return _settle(booking, by=by, strict=True)


@transaction.atomic
def ask_as_guest(
    sheet: BookingSheet, *, address: str, parts: Sequence[SheetPart] = (), **said: Any
) -> None:
    """Send a guest the link that confirms. Nothing is held for an address that nobody has confirmed.

    Whether the address has a booking or an account is not to be learnt here: the answer is the same,
    and a mail tells whoever reads it. At most three such mails go to an address for one sheet.
    """
    sheet = hold(sheet)
    demand(policies.may_book(None, sheet), hidden=not sheet.is_public)
    hibernation.demand_awake()
    _demand_open(sheet)
    if sentence := full_parts(SheetPart.objects.filter(pk__in=[part.pk for part in parts])):
        raise PartFull(sentence)
    address = address.strip().lower()
    rows = Booking.objects.for_pages().live().filter(sheet=sheet)
    known = (
        rows.filter(guest_address=address).first()
        or rows.filter(user__email__iexact=address).first()
    )
    if known is not None and known.state != S.ASKED:
        mails.tell(known, "already", key=f"already:{timezone.localdate()}", join="")
        return
    if known is None:
        if Booking.objects.filter(sheet=sheet, state=S.ASKED).count() >= MOST_ASKED:
            raise IllegalMove(
                "asked",
                "asked",
                "Too many people are being asked to confirm. Try again in an hour.",
            )
        known = Booking(sheet=sheet, guest_address=address)
    elif known.asked_times >= MOST_MAILS:
        return
    for name, value in _kept(sheet, said, user=None).items():
        setattr(known, name, value)
    known.asked_at, known.asked_times = timezone.now(), known.asked_times + 1
    known.save()
    _choose(known, parts)
    record("community.booking_asked", by=None, about=known)
    mails.ask_to_confirm(Booking.objects.for_pages().get(pk=known.pk))


@transaction.atomic
def confirm(booking: Booking) -> Booking:
    """Whoever reads the mailbox said yes: they get a place, or stand on the waiting list.

    Whose address belongs to an account gets the booking there. Raises IllegalMove when it is too late.
    """
    booking = fresh(booking)
    if booking.state != S.ASKED:
        return booking
    if booking.asked_at < timezone.now() - GOOD_FOR:
        raise IllegalMove(S.ASKED, S.PLACED, "This link is older than 24 hours. Book again.")
    if booking.sheet.is_off or booking.sheet.has_begun or not booking.sheet.is_public:
        raise IllegalMove(S.ASKED, S.PLACED, NOT_NOW)
    known = EmailAddress.objects.filter(email__iexact=booking.guest_address, verified=True)
    account = known.select_related("user").filter(user__is_active=True, user__is_superuser=False)
    if (found := account.first()) is not None:
        own = Booking.objects.for_pages().live().filter(sheet=booking.sheet, user=found.user)
        if (earlier := own.first()) is not None:
            booking.delete()
            return earlier
        booking.user, booking.guest_address = found.user, ""
        booking.save(update_fields=["user", "guest_address"])
    record("community.booking_confirmed", by=None, about=booking)
    return _settle(booking, by=booking.user, strict=False)


@transaction.atomic
def change(booking: Booking, *, by: Any, parts: Sequence[SheetPart] = (), **said: Any) -> Booking:
    """Change the name on the badge, the parts of the day and the needs, until booking closes.

    ``by`` is None for a guest who came by the link in a mail. Raises PartFull and IllegalMove.
    """
    booking = fresh(booking)
    demand(_is_theirs(booking, by), hidden=True)
    if booking.state not in (S.PLACED, S.WAITING) or not booking.sheet.takes_bookings:
        raise IllegalMove(
            booking.state, "changed", "It is too late to change this. You can still cancel."
        )
    kept = {part.pk for part in parts}
    had = {one.part_id: one for one in booking.chosen.all()}
    for part_id, one in had.items():
        if part_id not in kept:
            one.delete()
            if booking.holds_place:
                free_part(part_id)
    for part in parts:
        if part.pk not in had:
            if booking.holds_place and not take_part(part):
                raise PartFull(full_parts([SheetPart.objects.get(pk=part.pk)]))
            BookingPart.objects.create(booking=booking, part=part)
    Booking.objects.filter(pk=booking.pk).update(**_kept(booking.sheet, said, user=booking.user))
    record("community.booking_changed", by=by, about=booking)
    promote(booking.sheet)
    return Booking.objects.for_pages().get(pk=booking.pk)


@transaction.atomic
def cancel(booking: Booking, *, by: Any) -> Booking:
    """Give a place back, or leave the waiting list. The next who waits gets the place.

    Cancelling twice is cancelling once. What was said about food and access is forgotten at once.
    """
    booking = fresh(booking)
    demand(_is_theirs(booking, by), hidden=True)
    if booking.state == S.CANCELLED:
        return booking
    if booking.state == S.ATTENDED or booking.sheet.is_over:
        raise IllegalMove(booking.state, S.CANCELLED, "It is over, so there is nothing to cancel.")
    end(booking)
    record("community.booking_cancelled", by=by, about=booking)
    mails.tell(booking, "cancelled", link=booking.sheet.get_absolute_url())
    promote(booking.sheet)
    return booking


@transaction.atomic
def stop_meeting(booking: Booking, *, by: Any) -> Booking:
    """Suggest nobody over lunch, and name them to nobody any more. At any time, and twice is once."""
    booking = fresh(booking)
    demand(policies.may_see_own(by, booking), hidden=True)
    if booking.meets:
        booking.meets = False
        booking.save(update_fields=["meets"])
        record("community.stopped_meeting", by=by, about=booking)
    return booking


def end(booking: Booking) -> None:
    """Cancelled, with the place freed; nobody is promoted or told."""
    held = booking.holds_place
    move(booking, S.CANCELLED, moves={**BOOKING_MOVES, S.ATTENDED: frozenset({S.CANCELLED})})
    if held:
        free_place(booking)
    booking.cancelled_at, booking.waiting_since = timezone.now(), None
    booking.diet = booking.diet_text = booking.access_needs = ""
    booking.meets = False
    forgotten = ["diet", "diet_text", "access_needs", "meets"]
    booking.save(update_fields=["cancelled_at", "waiting_since", *forgotten])


def _settle(booking: Booking, *, by: Any, strict: bool) -> Booking:
    """A place where there is one, else the end of the waiting list; either way they are told."""
    if take_place(booking, by=by, strict=strict):
        said = "placed"
    else:
        move(booking, S.WAITING, moves=BOOKING_MOVES)
        booking.waiting_since = timezone.now()
        booking.save(update_fields=["waiting_since"])
        said = "waiting"
    booking = Booking.objects.for_pages().get(pk=booking.pk)
    mails.tell(booking, said)
    return booking


def _choose(booking: Booking, parts: Sequence[SheetPart]) -> None:
    BookingPart.objects.filter(booking=booking).delete()
    BookingPart.objects.bulk_create(BookingPart(booking=booking, part=part) for part in parts)


def _kept(sheet: BookingSheet, said: dict[str, Any], *, user: Any) -> dict[str, Any]:
    """What is kept of what was said: nothing that the sheet does not ask, or that needs an account."""
    named = said.get("organisation_name", "")
    known = Organisation.objects.filter(name__iexact=named, state__verified_at__isnull=False)
    return {
        "name": said["name"],
        "organisation_name": named,
        "organisation": known.order_by("pk").first() if named else None,
        "meets": bool(user and said.get("meets") and sheet.lunch),
        "diet": said.get("diet", "") if sheet.asks_diet else "",
        "diet_text": said.get("diet_text", "") if sheet.asks_diet else "",
        "access_needs": said.get("access_needs", "") if sheet.asks_access else "",
    }


def _demand_open(sheet: BookingSheet) -> None:
    if not sheet.takes_bookings:
        raise IllegalMove("closed", "booked", NOT_NOW)


def _is_theirs(booking: Booking, by: Any) -> bool:
    """Theirs by account, or by the link in the mail, which proves itself (``by`` is None)."""
    return by is None or policies.may_see_own(by, booking)
