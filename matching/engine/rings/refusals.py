"""What is wrong with the rows of an exchange: one sentence that names the row and the field."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .types import Exchange

MOST_VALUE = 1_000_000
MOST_CAPACITY = 1_000
MOST_HOURS = 1_000_000
MOST_ARCS = 10_000_000
LENGTHS = range(2, 5)
MOST_CHAIN = 10


def refuse(exchange: "Exchange") -> None:
    """Raise ValueError for the first row that cannot be used."""
    organisations = _table("organisation", exchange.organisations)
    for row in organisations.values():
        name = f"organisation {row.key!r}"
        _whole(name, "capacity", row.capacity, 1, MOST_CAPACITY)
        _flag(name, "never_helped", row.never_helped)
    offers = _table("offer", exchange.offers)
    for row in offers.values():
        name = f"offer {row.key!r}"
        _known(name, "organisation", row.organisation, organisations)
        _whole(name, "capacity", row.capacity, 1, MOST_CAPACITY)
        _whole(name, "hours", row.hours, 0, MOST_HOURS)
        _flag(name, "gift", row.gift)
    needs = _table("need", exchange.needs)
    for row in needs.values():
        name = f"need {row.key!r}"
        _known(name, "organisation", row.organisation, organisations)
        _whole(name, "capacity", row.capacity, 1, MOST_CAPACITY)
    _arcs(exchange, offers, needs)


def _arcs(exchange: "Exchange", offers: dict, needs: dict) -> None:
    if len(exchange.arcs) > MOST_ARCS:
        raise ValueError(f"arcs: at most {MOST_ARCS} rows, not {len(exchange.arcs)}.")
    seen = set()
    for row in exchange.arcs:
        name = f"arc {row.key!r}"
        _known(name, "offer", row.offer, offers)
        _known(name, "need", row.need, needs)
        if row.key in seen:
            raise ValueError(f"{name}: offer and need are given twice.")
        seen.add(row.key)
        if offers[row.offer].organisation == needs[row.need].organisation:
            raise ValueError(f"{name}: need belongs to the organisation that gives.")
        _whole(name, "value", row.value, 1, MOST_VALUE)
        _flag(name, "new_link", row.new_link)


def refuse_limits(*, ring_length: int, chain_length: int, time_limit: float | None) -> None:
    """Raise ValueError for lengths and a time limit that cannot be used."""
    if type(ring_length) is not int or ring_length not in LENGTHS:
        raise ValueError(f"ring_length: a whole number from 2 to 4, not {ring_length!r}.")
    _whole("find_rings", "chain_length", chain_length, 0, MOST_CHAIN)
    if time_limit is not None and not (
        type(time_limit) in (int, float) and 0 < time_limit < float("inf")
    ):
        raise ValueError(f"time_limit: seconds above 0, or None, not {time_limit!r}.")


def _table(kind: str, rows: Iterable[Any]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for number, row in enumerate(rows):
        if not isinstance(row.key, str) or not row.key:
            raise ValueError(f"{kind} number {number}: key must be text, not {row.key!r}.")
        if row.key in table:
            raise ValueError(f"{kind} {row.key!r}: key is given twice.")
        table[row.key] = row
    return table


def _known(name: str, field: str, key: object, table: dict) -> None:
    if not isinstance(key, str) or key not in table:
        raise ValueError(f"{name}: {field} {key!r} is not among the rows.")


def _whole(name: str, field: str, value: object, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(
            f"{name}: {field} must be a whole number from {least} to {most}, not {value!r}."
        )


def _flag(name: str, field: str, value: object) -> None:
    if type(value) is not bool:
        raise ValueError(f"{name}: {field} must be true or false, not {value!r}.")
