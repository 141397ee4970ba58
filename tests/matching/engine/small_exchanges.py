"""Small exchanges for the tests: as strategies, from edges, and an oracle that tries everything."""

import hashlib
from itertools import permutations

from hypothesis import strategies as st

from matching.engine.rings import Arc, Exchange, Need, Offer, Organisation

SEED = "2026-11"


def exchange_of(edges, *, gifts=(), capacity=None, helped=None, values=None, new_links=()):
    """One offer and one need for each organisation: ``edges`` are pairs of letters, "AB"."""
    names = sorted(set("".join(edges)) | set(gifts))
    return Exchange(
        organisations=tuple(
            Organisation(
                key=name,
                capacity=(capacity or {}).get(name, 1),
                never_helped=name in (helped or ()),
            )
            for name in names
        ),
        offers=tuple(
            Offer(
                key=f"{name}+",
                organisation=name,
                gift=name in gifts,
                hours=10,
                capacity=(capacity or {}).get(name, 1),
            )
            for name in names
        ),
        needs=tuple(
            Need(key=f"{name}-", organisation=name, capacity=(capacity or {}).get(name, 1))
            for name in names
        ),
        arcs=tuple(
            Arc(
                offer=f"{a}+",
                need=f"{b}-",
                value=(values or {}).get(a + b, 1),
                new_link=a + b in new_links,
            )
            for a, b in edges
        ),
    )


@st.composite
def exchanges(draw, *, most=5, arcs=9, capacities=2, values=3):
    """Up to ``most`` organisations with one or two offers and needs each."""
    count = draw(st.integers(2, most))
    capacity = st.integers(1, capacities)
    organisations = [
        Organisation(key=f"org{i}", capacity=draw(capacity), never_helped=draw(st.booleans()))
        for i in range(count)
    ]
    offers, needs = [], []
    for i in range(count + draw(st.integers(0, 2))):
        home = f"org{i % count}"
        gift, hours = draw(st.booleans()), draw(st.integers(0, 9))
        offers.append(
            Offer(key=f"o{i}", organisation=home, capacity=draw(capacity), gift=gift, hours=hours)
        )
        needs.append(Need(key=f"n{i}", organisation=home, capacity=draw(capacity)))
    pairs = [(o, n) for o in offers for n in needs if o.organisation != n.organisation]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=arcs, unique=True))
    return Exchange(
        organisations=tuple(organisations),
        offers=tuple(offers),
        needs=tuple(needs),
        arcs=tuple(
            Arc(
                offer=o.key,
                need=n.key,
                value=draw(st.integers(1, values)),
                new_link=draw(st.booleans()),
            )
            for o, n in chosen
        ),
    )


class Oracle:
    """Every ring and every chain of an exchange, and the best choice of them, by trying all."""

    def __init__(self, exchange, *, ring_length, chain_length, seed=SEED):
        self.exchange = exchange
        self.seed = seed
        self.giver = {row.key: row.organisation for row in exchange.offers}
        self.taker = {row.key: row.organisation for row in exchange.needs}
        self.helped = {row.key: row.never_helped for row in exchange.organisations}
        gifts = {row.key for row in exchange.offers if row.gift}
        self.rings, self.chains = [], []
        for arc in exchange.arcs:
            self._extend([arc], ring_length)
            if arc.offer in gifts:
                self._follow([arc], chain_length)

    def _extend(self, path, longest):
        start, end = self.giver[path[0].offer], self.taker[path[-1].need]
        stops = [self.giver[arc.offer] for arc in path]
        if end == start and path[0].key == min(arc.key for arc in path):
            self.rings.append(tuple(path))
        if end not in stops and len(path) < longest:
            for arc in self.exchange.arcs:
                if self.giver[arc.offer] == end:
                    self._extend([*path, arc], longest)

    def _follow(self, path, longest):
        if len(path) <= longest:
            self.chains.append(tuple(path))
            for arc in self.exchange.arcs:
                if self.giver[arc.offer] == self.taker[path[-1].need]:
                    self._follow([*path, arc], longest)

    def ticket(self, arc):
        text = f"{self.seed}|{arc.offer}|{arc.need}".encode()
        return tuple(1 + byte for byte in hashlib.sha256(text).digest()[:2])

    def _holds(self, ring):
        members = [self.giver[arc.offer] for arc in ring]
        steps = {(self.giver[arc.offer], self.taker[arc.need]) for arc in self.exchange.arcs}
        return any(
            all(step in steps for step in zip(some, (*some[1:], some[0]), strict=True))
            for length in range(2, len(members))
            for some in permutations(members, length)
        )

    def goals(self, arcs, *, is_chain):
        """What one ring or chain adds to each goal."""
        return (
            sum(arc.value for arc in arcs),
            int(not is_chain and self._holds(arcs)),
            sum(arc.new_link for arc in arcs),
            sum(self.helped[self.taker[arc.need]] for arc in arcs),
            sum(self.ticket(arc)[0] for arc in arcs),
            sum(self.ticket(arc)[1] for arc in arcs),
        )

    def best(self):
        """The greatest goals in their order, over all choices."""
        left = {("offer", row.key): row.capacity for row in self.exchange.offers}
        left |= {("need", row.key): row.capacity for row in self.exchange.needs}
        left |= {("org", row.key): row.capacity for row in self.exchange.organisations}
        items = []
        for group, is_chain in ((self.rings, False), (self.chains, True)):
            for arcs in group:
                uses = [("offer", arc.offer) for arc in arcs]
                uses += [("need", arc.need) for arc in arcs]
                uses += [("org", self.taker[arc.need]) for arc in arcs]
                if is_chain:
                    uses.append(("org", self.giver[arcs[0].offer]))
                items.append((uses, self.goals(arcs, is_chain=is_chain)))

        seen = {}

        def go(first):
            """What the items from ``first`` on can add to what is left."""
            state = first, tuple(left.values())
            if state not in seen:
                best = (0,) * 6
                for number in range(first, len(items)):
                    uses, goals = items[number]
                    for name in uses:
                        left[name] -= 1
                    if min(left.values()) >= 0:
                        more = go(number)
                        best = max(best, tuple(a + b for a, b in zip(goals, more, strict=True)))
                    for name in uses:
                        left[name] += 1
                seen[state] = best
            return seen[state]

        return go(0)
