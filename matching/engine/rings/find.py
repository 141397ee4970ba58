"""``find_rings``: the rings and chains of greatest value in an exchange."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from .chains import fall_apart, untangle
from .cycles import enumerate_rings
from .graph import Graph
from .inside import holds_ring
from .model import Model, build
from .prices import UNIT
from .refusals import refuse_limits
from .search import Answer, Clock, Progress, solve
from .types import ArcKey, Balance, Exchange, Proposal, Ring


def find_rings(
    exchange: Exchange,
    *,
    seed: int | str,
    ring_length: int = 4,
    chain_length: int = 3,
    kept: Iterable[Sequence[ArcKey]] = (),
    declined: Collection[ArcKey] = (),
    time_limit: float | None = 60,
    progress: Progress | None = None,
) -> Proposal:
    """Choose rings and chains of greatest total value within every capacity.

    ``ring_length`` (2 to 4) and ``chain_length`` (0 for none) are the most arcs of one.
    ``kept`` are rings and chains agreed before: they hold their place and their capacity.
    ``declined`` arcs are not used. Between plans of equal value: most rings that hold a smaller
    ring, then most new links, then most needs of organisations never helped, then a lottery by
    ``seed`` and the arcs' keys. When ``time_limit`` (seconds) runs out, the best plan so far is
    answered with the bound that was proven. ``progress`` is called with components decided and
    all components. Raises ValueError for what cannot be used.

    Abraham, Blum and Sandholm 2007; Dickerson, Manlove, Plaut, Sandholm and Trimble 2016.
    """
    refuse_limits(ring_length=ring_length, chain_length=chain_length, time_limit=time_limit)
    clock = Clock(time_limit)
    held = [tuple((offer, need) for offer, need in arcs) for arcs in kept]
    graph = Graph(exchange, seed=seed, kept=held, declined=frozenset(declined))
    found = enumerate_rings(graph, longest=ring_length, stop=clock.over)
    model = build(graph, found, longest=chain_length)
    answer = solve(model, graph, clock=clock, progress=progress)
    chosen = _chosen(graph, model, answer, ring_length)
    before = Graph(exchange, seed=seed, declined=frozenset(declined)) if held else graph
    rings = [_ring(before, arcs, is_chain=not graph.closes(arcs), kept=True) for arcs in held]
    rings += [
        _ring(graph, tuple(graph.arcs[arc].key for arc in arcs), is_chain=is_chain)
        for arcs, is_chain in chosen
    ]
    rings.sort(key=lambda ring: (not ring.kept, ring.is_chain, ring.arcs))
    value = sum(ring.value for ring in rings if not ring.kept)
    if found.complete:
        bound = sum(answer.bound)
        prices = list(zip(model.names, answer.prices.tolist(), strict=True))
    else:
        prices = _plain_prices(graph)
        bound = _paid(graph, prices) // UNIT
    prices = sorted((name, price) for name, price in prices if price and name[0])
    return Proposal(
        rings=tuple(rings),
        value=value,
        bound=bound,
        complete=found.complete,
        settled=found.complete and answer.settled,
        prices=tuple(prices),
        proven_by_prices=_paid(graph, prices) // UNIT,
        balances=balances(exchange, rings),
    )


def _chosen(
    graph: Graph, model: Model, answer: Answer, longest: int
) -> list[tuple[tuple[int, ...], bool]]:
    """The arcs of every ring and chain chosen, as often as it is, and whether it is a chain."""
    times = answer.x.tolist()
    rings = zip(model.rings, times, strict=False)
    chosen = [(ring, False) for ring, often in rings for _ in range(often)]
    steps: Counter[tuple[int, int]] = Counter()
    for chain, often in zip(model.chains, times[len(model.rings) :], strict=False):
        steps.update({(arc, place): often for place, arc in enumerate(chain, 1)})
    arcs = zip(model.chain_arcs.tolist(), model.chain_places.tolist(), strict=True)
    steps.update(dict(zip(arcs, times[len(model.whole) :], strict=True)))
    for chain in fall_apart(graph, {step: often for step, often in steps.items() if often}):
        chosen += untangle(graph, chain, longest=longest)
    return chosen


def _ring(graph: Graph, arcs: tuple[ArcKey, ...], *, is_chain: bool, kept: bool = False) -> Ring:
    rows = [graph.by_key[key] for key in arcs]
    takers = [graph.ends(key)[1] for key in arcs]
    organisations = graph.exchange.organisations
    first = 0 if is_chain else arcs.index(min(arcs))
    return Ring(
        arcs=arcs[first:] + arcs[:first],
        is_chain=is_chain,
        value=sum(row.value for row in rows),
        holds_ring=not is_chain and holds_ring(graph, takers),
        new_links=sum(row.new_link for row in rows),
        never_helped=sum(organisations[taker].never_helped for taker in takers),
        kept=kept,
    )


def _plain_prices(graph: Graph) -> list[tuple[tuple[str, str], int]]:
    """Each organisation at the best arc that reaches it: what it receives is paid for by that."""
    best = np.zeros(len(graph.capacity), dtype=np.int64)
    np.maximum.at(best, graph.taker, graph.value)
    rows = graph.exchange.organisations
    return [(("organisation", rows[i].key), int(best[i]) * UNIT) for i in np.flatnonzero(best)]


def _paid(graph: Graph, prices: Iterable[tuple[tuple[str, str], int]]) -> int:
    """What all units that are left cost together."""
    left = {
        (kind, row.key): units
        for kind, units_of in (
            ("organisation", graph.capacity),
            ("offer", graph.offer_capacity),
            ("need", graph.need_capacity),
        )
        for row, units in zip(getattr(graph.exchange, kind + "s"), units_of.tolist(), strict=True)
    }
    return sum(price * left[name] for name, price in prices)


def balances(exchange: Exchange, rings: Iterable[Ring]) -> tuple[Balance, ...]:
    """Hours given and got by every organisation on these rings, by key."""
    offers = {row.key: row for row in exchange.offers}
    taker = {row.key: row.organisation for row in exchange.needs}
    gives: dict[str, int] = {}
    gets: dict[str, int] = {}
    for ring in rings:
        for offer, need in ring.arcs:
            row = offers[offer]
            gives[row.organisation] = gives.get(row.organisation, 0) + row.hours
            gets[taker[need]] = gets.get(taker[need], 0) + row.hours
    return tuple(
        Balance(organisation=key, gives=gives.get(key, 0), gets=gets.get(key, 0))
        for key in sorted(gives.keys() | gets.keys())
    )
