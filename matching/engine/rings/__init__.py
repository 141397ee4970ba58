"""Multilateral exchange: rings of organisations that give in a circle, and chains from a gift.

    exchange = Exchange(organisations=..., offers=..., needs=..., arcs=...)
    proposal = find_rings(exchange, seed="2026-11-21")
    cards(exchange, proposal, seed="2026-11-21")

Every word here is defined in :mod:`.types`; the rules are in ``docs/matching/rings.md``.
"""

from .cards import Card, Step, cards
from .documents import Question, rings_from_json, rings_to_json
from .find import find_rings
from .replanning import declined_arcs, replan
from .types import Arc, ArcKey, Balance, Exchange, Need, Offer, Organisation, Proposal, Ring

__all__ = [
    "Arc",
    "ArcKey",
    "Balance",
    "Card",
    "Exchange",
    "Need",
    "Offer",
    "Organisation",
    "Proposal",
    "Question",
    "Ring",
    "Step",
    "cards",
    "declined_arcs",
    "find_rings",
    "replan",
    "rings_from_json",
    "rings_to_json",
]
