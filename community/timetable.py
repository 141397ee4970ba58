"""The times and numbers of an agenda: worked out from its beginning, never typed."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .choices.agenda import ItemKind, ItemState


@dataclass(frozen=True)
class Slot:
    """An item with its number and its time. A pause has no number, a postponed one neither."""

    item: Any
    number: int | None
    starts: datetime.datetime | None
    ends: datetime.datetime | None

    @property
    def is_pause(self) -> bool:
        return self.item.kind == ItemKind.PAUSE

    @property
    def is_postponed(self) -> bool:
        return self.item.state == ItemState.POSTPONED


def slots(items: Iterable[Any], *, starts: datetime.datetime) -> list[Slot]:
    """Each item in its turn. Counted in UTC, so that a changed clock moves nothing."""
    moment = starts.astimezone(datetime.UTC)
    found, number = [], 0
    for item in items:
        if item.state == ItemState.POSTPONED:
            found.append(Slot(item, None, None, None))
            continue
        if item.kind != ItemKind.PAUSE:
            number += 1
        ends = moment + datetime.timedelta(minutes=item.minutes or 0)
        found.append(Slot(item, None if item.kind == ItemKind.PAUSE else number, moment, ends))
        moment = ends
    return found


def ends_at(found: list[Slot], *, starts: datetime.datetime) -> datetime.datetime:
    """When the last item is over."""
    timed = [slot.ends for slot in found if slot.ends is not None]
    return timed[-1] if timed else starts
