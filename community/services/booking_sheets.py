"""Booking sheets, as custodians keep them: opened, changed, closed, called off."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import outbox
from common.activity import record
from common.policies import demand
from common.states import IllegalMove

from ..models import Booking, BookingSheet, Event, Meeting, SheetPart, SheetReminder
from ..policies import bookings as policies
from .booking_mails import tell
from .booking_places import hold, promote
from .bookings import end

CALL_OFF = "community.free_called_off"
MOST_PARTS = 4
PLAIN = (
    *("places", "opens_at", "closes_at", "asks_diet", "asks_access", "join_link"),
    "purge_days",
)
Part = Mapping[str, Any]


class BelowTaken(ValueError):
    """Fewer places than are taken already."""

    def __init__(self, taken: int, *, field: str = "places") -> None:
        self.field = field
        super().__init__(
            f"{taken} {'is' if taken == 1 else 'are'} taken already. Give that number or more."
        )


class PartChosen(ValueError):
    """A part of the day that somebody chose cannot be taken away."""


@transaction.atomic
def open_sheet(
    gathering: Event | Meeting,
    *,
    by: Any,
    parts: Sequence[Part] = (),
    lead_hours: Sequence[int] = (),
    **values: Any,
) -> BookingSheet:
    """Take bookings for an event or a meeting. Where there is a sheet already, that one is returned.

    A part is ``{"title", "places", "food"}``; ``lead_hours`` are the reminders.
    """
    demand(policies.may_run_bookings(by), hidden=True)
    about = {"event" if isinstance(gathering, Event) else "meeting": gathering}
    sheet, made = BookingSheet.objects.get_or_create(**about, defaults={**values, "created_by": by})
    if made:
        _set_parts(sheet, parts)
        _set_reminders(sheet, lead_hours)
        record("community.sheet_opened", by=by, about=sheet)
    return sheet


@transaction.atomic
def change_sheet(
    sheet: BookingSheet,
    *,
    by: Any,
    parts: Sequence[Part],
    lead_hours: Sequence[int],
    **values: Any,
) -> BookingSheet:
    """Change what can be booked. More places go to those who wait; fewer than are taken are refused.

    Raises BelowTaken and PartChosen.
    """
    demand(policies.may_run_bookings(by), hidden=True)
    sheet = hold(sheet)
    places = values.get("places", sheet.places)
    if places is not None and places < sheet.taken:
        raise BelowTaken(sheet.taken)
    BookingSheet.objects.filter(pk=sheet.pk).update(
        **{name: value for name, value in values.items() if name in PLAIN}
    )
    _set_parts(sheet, parts)
    _set_reminders(sheet, lead_hours)
    record("community.sheet_changed", by=by, about=sheet)
    promote(sheet)
    return BookingSheet.objects.for_pages().get(pk=sheet.pk)


@transaction.atomic
def close_sheet(sheet: BookingSheet, *, by: Any) -> None:
    """Take no more bookings, and no changes. Those who booked can still cancel."""
    demand(policies.may_run_bookings(by), hidden=True)
    if BookingSheet.objects.filter(pk=sheet.pk, closed_at=None).update(closed_at=timezone.now()):
        record("community.sheet_closed", by=by, about=sheet)


@transaction.atomic
def reopen_sheet(sheet: BookingSheet, *, by: Any) -> None:
    """Take bookings again."""
    demand(policies.may_run_bookings(by), hidden=True)
    if BookingSheet.objects.filter(pk=sheet.pk, closed_at__isnull=False).update(closed_at=None):
        record("community.sheet_reopened", by=by, about=sheet)


@transaction.atomic
def call_off_sheet(sheet: BookingSheet, *, by: Any = None) -> None:
    """The gathering does not take place: from now nobody can book, and whoever has is told.

    ``by`` is None where the event or the meeting itself was called off, which asked who may.
    """
    if by is not None:
        demand(policies.may_run_bookings(by), hidden=True)
    rows = BookingSheet.objects.filter(pk=sheet.pk, called_off_at=None)
    if rows.update(called_off_at=timezone.now()):
        record("community.sheet_called_off", by=by, about=sheet)
        # An event may be called off, reinstated and called off again.
        key = f"{sheet.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
        outbox.put(CALL_OFF, key=key, sheet_id=sheet.pk)


@transaction.atomic
def free_called_off(sheet_id: int) -> int:
    """End what was booked of a gathering that was called off, and tell each; returns how many."""
    found = BookingSheet.objects.filter(pk=sheet_id).first()
    sheet = hold(found) if found else None
    if sheet is None or not sheet.is_off:
        return 0
    done = 0
    for booking in Booking.objects.for_pages().live().filter(sheet=sheet):
        unconfirmed = booking.state == "asked"
        end(booking)
        if not unconfirmed:
            tell(booking, "called_off", key="called_off", why_not=_why(sheet))
            done += 1
    return done


@transaction.atomic
def take_up_again(sheet: BookingSheet, *, by: Any = None) -> None:
    """It takes place after all. Who had booked was told that it does not, so they book again."""
    if by is not None:
        demand(policies.may_run_bookings(by), hidden=True)
    free_called_off(sheet.pk)
    rows = BookingSheet.objects.filter(pk=sheet.pk, called_off_at__isnull=False)
    if rows.update(called_off_at=None):
        record("community.sheet_taken_up", by=by, about=sheet)


def _why(sheet: BookingSheet) -> str:
    if sheet.event:
        return sheet.event.state.called_off_why
    return sheet.meeting.called_off_why if sheet.meeting else ""


def _set_reminders(sheet: BookingSheet, lead_hours: Sequence[int]) -> None:
    rows = SheetReminder.objects.filter(sheet=sheet)
    rows.exclude(hours__in=lead_hours).delete()
    had = set(rows.values_list("hours", flat=True))
    SheetReminder.objects.bulk_create(
        SheetReminder(sheet=sheet, hours=hours) for hours in sorted(set(lead_hours) - had)
    )


def _set_parts(sheet: BookingSheet, parts: Sequence[Part]) -> None:
    """Parts by their place on the form: a title may be put right, a chosen one is not taken away."""
    if len(parts) > MOST_PARTS:
        raise IllegalMove("parts", "more", f"There are at most {MOST_PARTS} parts.")
    had = {row.order: row for row in SheetPart.objects.select_for_update().filter(sheet=sheet)}
    for order in sorted(had):
        part = parts[order] if order < len(parts) else {}
        if not part.get("title"):
            if had[order].chosen.exists():
                raise PartChosen(f"Somebody booked “{had[order].title}”, so it has to stay.")
            had.pop(order).delete()
    # Two that swap titles would meet on the way.
    for row in had.values():
        SheetPart.objects.filter(pk=row.pk).update(title=f"part {row.pk}")
    for order, part in enumerate(parts):
        if not part.get("title"):
            continue
        values = {name: part.get(name) for name in ("title", "places")}
        values["food"] = bool(part.get("food"))
        known = had.get(order)
        if known is None:
            SheetPart.objects.create(sheet=sheet, order=order, **values)
            continue
        places = values["places"]
        if places is not None and places < known.taken:
            raise BelowTaken(known.taken, field=f"part_{order + 1}_places")
        SheetPart.objects.filter(pk=known.pk).update(**values)
