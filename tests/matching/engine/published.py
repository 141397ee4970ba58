"""Instances with published answers, from the reference data; none where the data is not there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matching.engine import rings, rounds
from tests.support.shared_data import SHARED

ROUNDS = SHARED / "matching" / "placement_rounds.json"
RINGS = SHARED / "matching" / "exchange_rings.json"
O = (rounds.Organisation(key="o"),)  # noqa: E741


@dataclass(frozen=True)
class Known:
    """An instance and what was published about it."""

    name: str
    instance: Any
    answer: Any


def _read(path) -> dict | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def project_rounds() -> Iterator[Known]:
    """Student-project rounds with ties and quotas, each with all its stable outcomes."""
    document = _read(ROUNDS) or {"student_project": ()}
    for row in document["student_project"]:
        round_ = rounds.Round(
            applicants=[
                rounds.Applicant(key=f"s{key}", choices=[[f"p{p}" for p in tie] for tie in ties])
                for key, ties in row["students"].items()
            ],
            placements=[
                rounds.Placement(
                    key=f"p{key}",
                    organisation="o",
                    seats=value["capacity"],
                    supervisor=f"l{value['supervisor']}",
                )
                for key, value in row["projects"].items()
            ],
            organisations=O,
            supervisors=[
                rounds.Supervisor(
                    key=f"l{key}",
                    quota=value["capacity"],
                    tiers=[[f"s{s}" for s in tie] for tie in value["prefs"]],
                )
                for key, value in row["supervisors"].items()
            ],
        )
        yield Known(row["name"], round_, document["answers"][row["name"]])


def outcome(known: Known, settlement: rounds.Settlement) -> dict[str, int | None]:
    """A settlement in the form in which stable outcomes are published."""
    found: dict[str, int | None] = {row.key[1:]: None for row in known.instance.applicants}
    return found | {who[1:]: int(where[1:]) for who, where in settlement.placed().items()}


def capacity_rounds() -> Iterator[Known]:
    """A strict round, with the outcome that is best for applicants."""
    document = _read(ROUNDS) or {"capacity": ()}
    for row in document["capacity"]:
        round_ = rounds.Round(
            applicants=[rounds.Applicant(key=k, choices=v) for k, v in row["applicants"].items()],
            placements=[
                rounds.Placement(
                    key=key, organisation="o", seats=value["capacity"], tiers=value["ranking"]
                )
                for key, value in row["placements"].items()
            ],
            organisations=O,
        )
        yield Known(row["name"], round_, document["answers"][row["name"]])


def exchanges() -> Iterator[Known]:
    """Exchanges; ``answer`` is the longest ring, the longest chain, and the most arcs."""
    document = _read(RINGS) or {"instances": ()}
    for row in document["instances"]:
        keys = [f"{i:02}" for i in range(row["participants"])]
        exchange = rings.Exchange(
            organisations=tuple(rings.Organisation(key=key) for key in keys),
            offers=tuple(
                rings.Offer(key=key, organisation=key, gift=i in row["altruists"])
                for i, key in enumerate(keys)
            ),
            needs=tuple(rings.Need(key=key, organisation=key) for key in keys),
            arcs=tuple(rings.Arc(offer=keys[a], need=keys[b], value=1) for a, b in row["arcs"]),
        )
        for limits, value in document["answers"][row["name"]].items():
            ring, chain = (int(part[1:]) for part in limits.split("_"))
            yield Known(row["name"], exchange, (ring, chain, value))
