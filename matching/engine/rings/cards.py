"""What each party of a ring or chain is told, as facts: the words are made elsewhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .graph import Graph
from .inside import best_inside
from .types import ArcKey, Exchange, Proposal, Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One arc of a ring as a card shows it."""

    offer: str
    need: str
    giver: str
    taker: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One party's part of one ring (its number in the proposal).

    ``between`` are the steps of the others, from whoever this party gives to, in order.
    ``if_out`` is what the others could still do without it: a smaller ring among them, or the
    chain up to it; empty when nothing would be left.
    """

    ring: int
    organisation: str
    gives: tuple[Step, ...]
    gets: tuple[Step, ...]
    between: tuple[Step, ...]
    if_out: tuple[ArcKey, ...]


def cards(
    exchange: Exchange,
    proposal: Proposal,
    *,
    seed: int | str,
    declined: Collection[ArcKey] = (),
) -> tuple[Card, ...]:
    """One card for each organisation of each ring and chain, ring by ring, in giving order."""
    graph = Graph(exchange, seed=seed, declined=frozenset(declined))
    offers = {row.key: row for row in exchange.offers}
    takers = {row.key: row.organisation for row in exchange.needs}
    found = []
    for number, ring in enumerate(proposal.rings):
        steps = [
            Step(
                offer=offer,
                need=need,
                giver=offers[offer].organisation,
                taker=takers[need],
                hours=offers[offer].hours,
            )
            for offer, need in ring.arcs
        ]
        parties = dict.fromkeys(party for step in steps for party in (step.giver, step.taker))
        found += [_card(graph, number, ring, steps, party) for party in parties]
    return tuple(found)


def _card(graph: Graph, number: int, ring: Ring, steps: Sequence[Step], party: str) -> Card:
    first = next((i for i, step in enumerate(steps) if step.giver == party), 0)
    turned = list(steps) if ring.is_chain else [*steps[first:], *steps[:first]]
    if ring.is_chain:
        reached = [i for i, step in enumerate(steps) if party in (step.giver, step.taker)]
        if_out = ring.arcs[: reached[0]]
    else:
        everyone = [graph.number[step.giver] for step in steps]
        inside = best_inside(graph, everyone, without=graph.number[party])
        if_out = tuple(graph.arcs[arc].key for arc in inside or ())
    return Card(
        ring=number,
        organisation=party,
        gives=tuple(step for step in turned if step.giver == party),
        gets=tuple(step for step in turned if step.taker == party),
        between=tuple(step for step in turned if party not in (step.giver, step.taker)),
        if_out=if_out,
    )
