"""Proving that the stored facts of a search give the same rings."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ...models import Ring, RingSearch


@dataclass(frozen=True)
class RingReplay:
    """What a replay found: digests of the stored answer and of the one computed now."""

    stored: str
    computed: str
    rings: int
    document: dict[str, Any]
    """Facts and answer in the published format; its keys are numbers, and it names nobody."""

    @property
    def same(self) -> bool:
        return self.stored == self.computed


def replay_search(search: RingSearch) -> RingReplay:
    """Search a search's stored facts again.

    Raises ValueError when it kept none, altered ones, or was stopped by its time limit, after which what
    is found depends on the machine.
    """
    from ...engine import rings

    if not search.facts or not search.result:
        raise ValueError("This search’s facts were not kept: it is too old, or it did not finish.")
    question = rings.rings_from_json(search.facts)
    if search.facts["digest"] != search.digest:
        raise ValueError("The stored facts do not agree with the search’s own digest.")
    if not search.result["settled"]:
        raise ValueError("The search ran into its time limit, so it cannot be repeated exactly.")
    asked: dict[str, Any] = {
        "seed": question.seed,
        "ring_length": question.ring_length,
        "chain_length": question.chain_length,
        "kept": question.kept,
        "declined": question.declined,
    }
    proposal = rings.find_rings(question.exchange, **asked, time_limit=None)
    found = json.loads(
        json.dumps(rings.rings_to_json(question.exchange, **asked, proposal=proposal))
    )
    return RingReplay(digest(search.result), digest(found["result"]), len(proposal.rings), found)


def digest(result: dict[str, Any]) -> str:
    """SHA-256 over the rings of an answer and their value: what is proven, not how."""
    said = {"rings": result["rings"], "value": result["value"], "balances": result["balances"]}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def summary(search: RingSearch) -> dict[str, Any]:
    """A finished search in figures and ids, for programs."""
    rings = Ring.objects.filter(search=search).prefetch_related("arcs").order_by("pk")
    return {
        "search": search.pk,
        "digest": search.digest,
        "seed": search.seed,
        "organisations": search.organisations_count,
        "links": search.links_count,
        "proven": search.is_proven,
        "rings": [
            {
                "ring": ring.pk,
                "is_chain": ring.is_chain,
                "value": ring.value,
                "new_links": ring.new_links,
                "arcs": [
                    {
                        "offer": arc.offer_id,
                        "opportunity": arc.opportunity_id,
                        "giver": arc.giver_id,
                        "taker": arc.taker_id,
                        "hours": arc.hours,
                    }
                    for arc in ring.arcs.all()
                ],
            }
            for ring in rings
        ],
    }
