"""What a chunk found, packed for the one that completes the run: rows of plain values, part by part.

A part is some of the needs, the same ones for every chunk, so that lists are put together with no
more in memory than one part of each chunk.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..models import Match

NEEDS_OF_A_PART = 50
MATCHED = ("fit", "benefit", "joint", "reasons", "missing", "priority_id")


@dataclass
class Part:
    """What was found for some needs: plain values, ready for ``json.dumps``."""

    pairs: list[dict[str, Any]] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)
    openings: list[dict[str, Any]] = field(default_factory=list)

    def packed(self) -> bytes:
        text = json.dumps([self.pairs, self.misses, self.openings], separators=(",", ":"))
        return zlib.compress(text.encode(), 1)

    def add(self, packed: bytes) -> None:
        """What another chunk found for the same needs."""
        pairs, misses, openings = json.loads(zlib.decompress(packed))
        self.pairs += pairs
        self.misses += misses
        self.openings += openings


def part_count(needs: int) -> int:
    return -(-needs // NEEDS_OF_A_PART) or 1


def keys_of(needs: Sequence[str], number: int) -> Sequence[str]:
    """The needs of a part, of all that there are in order."""
    return needs[number * NEEDS_OF_A_PART : (number + 1) * NEEDS_OF_A_PART]


def packed_parts(
    needs: Sequence[str], found, pairs: Iterable[tuple[Any, Match]]
) -> Iterator[bytes]:
    """The parts of a chunk, packed; ``found`` are its near misses and openings."""
    part_of = {key: at // NEEDS_OF_A_PART for at, key in enumerate(needs)}
    parts: dict[int, Part] = defaultdict(Part)
    for pair, match in pairs:
        parts[part_of[pair.need]].pairs.append(
            {
                "need": pair.need,
                "supply": pair.supply,
                "used": pair.used,
                "priority": pair.priority,
                "on_need": pair.rank_for_need is not None,
                "rank_for_supply": pair.rank_for_supply,
                **{name: getattr(match, name) for name in MATCHED},
            }
        )
    for miss, (fit, joint) in zip(found.misses, found.scores, strict=True):
        key = f"opportunity:{miss.opportunity_id}"
        parts[part_of[key]].misses.append(
            {
                "order": [-fit, -joint, _supply(miss)],
                "opportunity_id": miss.opportunity_id,
                "person_id": miss.person_id,
                "offer_id": miss.offer_id,
                "gate": miss.gate,
                "words": miss.words,
            }
        )
    for opening in found.openings:
        parts[0].openings.append(
            {
                "person_id": opening.person_id,
                "skill_id": opening.skill_id,
                "from_level": opening.from_level,
                "to_level": opening.to_level,
                "opens": opening.opens,
            }
        )
    for number in range(part_count(len(needs))):
        yield parts[number].packed()


def _supply(row) -> str:
    return f"person:{row.person_id}" if row.person_id else f"offer:{row.offer_id}"


def as_pair(row: dict[str, Any], rank_for_need: int | None) -> dict[str, Any]:
    """A packed pair as the published format has it."""
    reasons = row["reasons"]
    parts = {name: reasons[name] for name in ("parts_need", "parts_supply", "adjustments")}
    return {
        **parts,
        "need": row["need"],
        "supply": row["supply"],
        "fit": row["fit"],
        "benefit": row["benefit"],
        "harmonic": reasons["harmonic"],
        "joint": row["joint"],
        "used": row["used"],
        "priority": row["priority"],
        "rank_for_need": rank_for_need,
        "rank_for_supply": row["rank_for_supply"],
    }
