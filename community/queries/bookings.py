"""What is read of bookings across tables: totals for a kitchen, needs without names, names for badges."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from ..choices.bookings import HOLDS_PLACE, Diet
from ..models import Booking, BookingPart, BookingSheet

EVERYBODY = "Everybody"


@dataclass(frozen=True)
class Catering:
    """How many eat what in each part; then needs in people's own words, without whose they are."""

    columns: list[str]
    totals: list[int]
    rows: list[tuple[str, list[int]]]
    diets: list[tuple[str, int]]
    access: list[tuple[str, int]]


def catering(sheet: BookingSheet) -> Catering:
    """Totals of those with a place: three queries, whatever their number."""
    parts = list(sheet.parts.all())
    eaten = [part for part in parts if part.food] or parts
    holding = Booking.objects.holding().filter(sheet=sheet)
    if eaten:
        found = BookingPart.objects.filter(
            booking__in=holding.values("pk"), part__in=[part.pk for part in eaten]
        )
        pairs = found.order_by().values_list("part_id", "booking__diet").annotate(n=Count("pk"))
        counted = {(part, diet): n for part, diet, n in pairs}
        keys: list[Any] = [part.pk for part in eaten]
    else:
        diets = holding.order_by().values_list("diet").annotate(n=Count("pk"))
        counted = {(None, diet): n for diet, n in diets}
        keys = [None]
    rows = []
    for diet in Diet:
        line = [counted.get((key, diet.value), 0) for key in keys]
        if any(line):
            rows.append((str(diet.label), line))
    said = list(holding.order_by().values_list("diet_text", "access_needs"))
    return Catering(
        columns=[part.title for part in eaten] or [EVERYBODY],
        totals=[sum(counted.get((key, diet.value), 0) for diet in Diet) for key in keys],
        rows=rows,
        diets=_shuffled(diet for diet, _ in said),
        access=_shuffled(needs for _, needs in said),
    )


def _shuffled(texts) -> list[tuple[str, int]]:
    """By the alphabet, never by who said it first: the order must not lead to anybody."""
    counted = Counter(text for text in texts if text)
    return sorted(counted.items(), key=lambda pair: pair[0].casefold())


def badges(sheet: BookingSheet) -> list[tuple[str, str]]:
    """(name, organisation) of those with a place, by name."""
    rows = Booking.objects.holding().filter(sheet=sheet)
    pairs = rows.values_list("name", "organisation_name")
    return sorted(pairs, key=lambda pair: (pair[0].casefold(), pair[1].casefold()))


def standing(sheet: BookingSheet) -> dict[str, int]:
    """How many are placed, came, wait, are asked, and cancelled: one query."""
    return Booking.objects.filter(sheet=sheet).aggregate(
        placed=Count("pk", filter=Q(state__in=sorted(HOLDS_PLACE))),
        came=Count("pk", filter=Q(state="attended")),
        waiting=Count("pk", filter=Q(state="waiting")),
        asked=Count("pk", filter=Q(state="asked")),
        cancelled=Count("pk", filter=Q(state="cancelled")),
    )
