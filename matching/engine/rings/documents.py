"""The published format of an exchange, ``wmodf-rings/1``: to be stored, judged and replayed.

A JSON object with the facts (the rows, the limits, what was kept and declined, the seed), a
SHA-256 digest over them in canonical JSON (keys sorted, no spaces, ASCII), and, when a proposal is
given, the ``result``. Keys are the caller's, so a published exchange carries no names.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .types import Arc, ArcKey, Exchange, Need, Offer, Organisation, Proposal

FORMAT = "wmodf-rings/1"
ENGINE_VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What :func:`find_rings` was asked: its arguments but the time limit."""

    exchange: Exchange
    seed: str
    ring_length: int = 4
    chain_length: int = 3
    kept: tuple[tuple[ArcKey, ...], ...] = ()
    declined: tuple[ArcKey, ...] = ()


def rings_to_json(
    exchange: Exchange,
    *,
    seed: int | str,
    ring_length: int = 4,
    chain_length: int = 3,
    kept: Iterable[Sequence[ArcKey]] = (),
    declined: Collection[ArcKey] = (),
    proposal: Proposal | None = None,
) -> dict[str, Any]:
    """The exchange as a dict ready for ``json.dumps``, with the result when one is given."""
    facts = {
        "format": FORMAT,
        "seed": str(seed),
        "ring_length": ring_length,
        "chain_length": chain_length,
        "kept": sorted([list(map(list, arcs)) for arcs in kept]),
        "declined": sorted(map(list, declined)),
        "organisations": [asdict(row) for row in exchange.organisations],
        "offers": [asdict(row) for row in exchange.offers],
        "needs": [asdict(row) for row in exchange.needs],
        "arcs": [asdict(row) for row in exchange.arcs],
    }
    document = {**facts, "engine": ENGINE_VERSION, "digest": _digest(facts)}
    if proposal is not None:
        document["result"] = _result(proposal)
    return document


def _result(proposal: Proposal) -> dict[str, Any]:
    holds_ring, new_links, never_helped = proposal.tie_breaks
    return {
        "rings": [{**asdict(ring), "arcs": list(map(list, ring.arcs))} for ring in proposal.rings],
        "value": proposal.value,
        "bound": proposal.bound,
        "complete": proposal.complete,
        "settled": proposal.settled,
        "holds_ring": holds_ring,
        "new_links": new_links,
        "never_helped": never_helped,
        "prices": [[kind, key, price] for (kind, key), price in proposal.prices],
        "proven_by_prices": proposal.proven_by_prices,
        "balances": [asdict(row) for row in proposal.balances],
    }


def _digest(facts: Mapping[str, Any]) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def rings_from_json(document: Mapping | str) -> Question:
    """The facts of a stored exchange.

    Raises ValueError when it is not in this format, is incomplete, cannot be used, or does not
    agree with its own digest.
    """
    if isinstance(document, str):
        document = json.loads(document)
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ValueError(f"This is not a {FORMAT} document.")
    try:
        question = Question(
            exchange=Exchange(
                organisations=tuple(Organisation(**row) for row in document["organisations"]),
                offers=tuple(Offer(**row) for row in document["offers"]),
                needs=tuple(Need(**row) for row in document["needs"]),
                arcs=tuple(Arc(**row) for row in document["arcs"]),
            ),
            seed=str(document["seed"]),
            ring_length=document["ring_length"],
            chain_length=document["chain_length"],
            kept=tuple(tuple((offer, need) for offer, need in arcs) for arcs in document["kept"]),
            declined=tuple((offer, need) for offer, need in document["declined"]),
        )
        found = rings_to_json(**{name: getattr(question, name) for name in _ASKED})["digest"]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"The document is incomplete or malformed: {error}.") from error
    if document.get("digest", found) != found:
        raise ValueError("The document does not agree with its own digest.")
    return question


_ASKED = ("exchange", "seed", "ring_length", "chain_length", "kept", "declined")
