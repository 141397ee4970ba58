"""What is read of a lunch plan: seats for custodians, and for each person their own three."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from community.models import Booking, BookingSheet

from ..choices import LIVE_STATES
from ..models import Introduction, LunchPair, LunchPlan, LunchSeat


@dataclass(frozen=True)
class Table:
    """One table as it is printed: (name, organisation) of each."""

    number: int
    people: list[tuple[str, str]]


@dataclass(frozen=True)
class Desk:
    """A plan as custodians see it. Whom somebody meets and why is theirs alone; here are counts."""

    plan: LunchPlan | None
    asked: int
    tables: list[Table] = field(default_factory=list)
    left: int = 0
    new: int = 0
    alone: int = 0
    told: int = 0

    @property
    def is_stale(self) -> bool:
        return bool(self.plan and (self.left or self.new))


def for_desk(sheet: BookingSheet) -> Desk:
    """Where they sit, and whether somebody has left or come since: five queries."""
    plan = LunchPlan.objects.filter(sheet=sheet).select_related("made_by").first()
    coming = set(_coming(sheet).values_list("pk", flat=True))
    if plan is None or plan.purged_at:
        return Desk(plan=plan, asked=len(coming))
    seats = list(LunchSeat.objects.filter(plan=plan).select_related("booking"))
    tables: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for seat in seats:
        if seat.booking_id in coming:
            tables[seat.table].append((seat.booking.name, seat.booking.organisation_name))
    paired = set()
    for one, other in LunchPair.objects.filter(plan=plan).values_list("one_id", "other_id"):
        paired |= {one, other}
    return Desk(
        plan=plan,
        asked=len(coming),
        tables=[
            Table(number, sorted(people, key=lambda row: row[0].casefold()))
            for number, people in sorted(tables.items())
        ],
        left=sum(seat.booking_id not in coming for seat in seats),
        new=len(coming - {seat.booking_id for seat in seats}),
        alone=sum(seat.pk not in paired for seat in seats),
        told=sum(seat.told_at is not None for seat in seats),
    )


def _coming(sheet: BookingSheet) -> Any:
    part = sheet.lunch
    return Booking.objects.meeting_at(part).filter(sheet=sheet) if part else Booking.objects.none()


@dataclass(frozen=True)
class Met:
    """Somebody to meet, as one person reads it."""

    pair: LunchPair
    name: str
    organisation: str
    why: list[dict[str, str]]
    talked: bool
    introduction: Introduction | None


def people_of(seat: LunchSeat) -> list[Met]:
    """Those to meet who still come, best first: two queries."""
    pairs = (
        LunchPair.objects.filter(Q(one=seat) | Q(other=seat))
        .select_related("one__booking", "other__booking", "introduction")
        .order_by("-worth", "pk")
    )
    found = []
    for pair in pairs:
        side, across = ("one", pair.other) if pair.one_id == seat.pk else ("other", pair.one)
        booking = across.booking
        if not (booking.meets and booking.holds_place):
            continue
        live = pair.introduction is not None and pair.introduction.state in LIVE_STATES
        found.append(
            Met(
                pair=pair,
                name=booking.name,
                organisation=booking.organisation_name,
                why=pair.why.get(side, []),
                talked=getattr(pair, f"{side}_talked_at") is not None,
                introduction=pair.introduction if live else None,
            )
        )
    return found


def seat_of(booking: Booking) -> LunchSeat | None:
    """The table of a booking, if there is a plan with it."""
    return LunchSeat.objects.filter(booking=booking).select_related("plan").first()


def lunches_to_plan(since: Any, until: Any) -> list[tuple[BookingSheet, int, bool]]:
    """Sheets between two moments for which enough have asked: (sheet, how many, whether a plan is there)."""
    sheets = (
        BookingSheet.objects.with_times()
        .filter(starts__gt=since, starts__lt=until, called_off_at=None, parts__food=True)
        .for_pages()
        .select_related("lunch_plan")
        .distinct()
        .order_by("starts", "pk")
    )
    asked = dict(
        Booking.objects.holding()
        .filter(meets=True, user__is_active=True, sheet__in=sheets.order_by().values("pk"))
        .order_by()
        .values_list("sheet")
        .annotate(n=Count("pk"))
    )
    return [
        (sheet, asked[sheet.pk], hasattr(sheet, "lunch_plan"))
        for sheet in sheets
        if asked.get(sheet.pk)
    ]
