"""The judge of an exchange, ``wmodf-rings/1``: broken rings, overfull capacities, the bound.

The bound is judged by its prices (linear duality): where no ring and no chain is worth more than
its units cost, no choice is worth more than all units. A ring that gains has a start from which
all its first parts gain, so only such paths are followed.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise, permutations

from .verdict import MOST_PROBLEMS, Verdict, demand_within

FORMAT = "wmodf-rings/1"
UNIT = 1_000_000
FACTS = (
    "format", "seed", "ring_length", "chain_length", "kept", "declined",
    "organisations", "offers", "needs", "arcs",
)  # fmt: skip
KINDS = ("organisation", "offer", "need")

Path = tuple[tuple[str, str], ...]


def judge(document: Mapping) -> Verdict:
    """Check a choice of rings and chains, and the bound that it claims."""
    return _Judge(document).verdict()


class _Judge:
    def __init__(self, document: Mapping) -> None:
        self.document = document
        self.result = document["result"]
        demand_within(document, ring_length=range(2, 5), chain_length=range(11))
        self.rows = {kind: {row["key"]: row for row in document[kind + "s"]} for kind in KINDS}
        self.arcs = {(row["offer"], row["need"]): row for row in document["arcs"]}
        self.declined = {tuple(key) for key in document["declined"]}
        self.left = {
            (kind, key): row["capacity"] for kind in KINDS for key, row in self.rows[kind].items()
        }
        self.problems: list[str] = []

    def verdict(self) -> Verdict:
        self._digest()
        sound = [ring for ring in self.result["rings"] if self._shaped(ring)]
        self._kept([ring for ring in sound if ring["kept"]])
        whole = self._between(self.left)
        kept, new = ([ring for ring in sound if ring["kept"] is kept] for kept in (True, False))
        for ring in kept:
            self._use(ring)
            self._figures(ring, whole)
        usable = self._between(self.left)
        for ring in new:
            self._figures(ring, usable)
        self._totals(new)
        self._balances(sound)
        proven = self._prices(usable)
        for ring in new:
            self._use(ring)
        for (kind, key), units in sorted(self.left.items()):
            if units < 0:
                self._say(f"The {kind} {key} is used beyond its capacity.")
        value, bound = self.result["value"], self.result["bound"]
        if not value <= bound <= proven:
            self._say(f"The bound {bound} is not between the value {value} and {proven}.")
        if value == bound and not self.problems:
            self._room()
        return Verdict(
            tuple(self.problems[:MOST_PROBLEMS]),
            {
                "rings and chains": len(sound),
                "arcs": len(self.arcs),
                "points of value that the prices leave open": proven - value,
            },
        )

    def _say(self, sentence: str) -> None:
        self.problems.append(sentence)

    def _digest(self) -> None:
        facts = {name: self.document[name] for name in FACTS}
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != self.document.get("digest"):
            self._say("The digest is not that of the facts.")

    # One ring or chain.

    def _giver(self, key: Sequence[str]) -> str:
        return self.rows["offer"][key[0]]["organisation"]

    def _taker(self, key: Sequence[str]) -> str:
        return self.rows["need"][key[1]]["organisation"]

    def _path(self, ring: Mapping) -> Path:
        return tuple((offer, need) for offer, need in ring["arcs"])

    def _shaped(self, ring: Mapping) -> bool:
        """Whether it is a ring or a chain of arcs that may be used; says what is wrong."""
        path = self._path(ring)
        label = _label(path)
        unknown = [key for key in path if key not in self.arcs]
        if unknown or not path:
            self._say(f"{label}: not all of its arcs are in the facts.")
            return False
        broken = [a for a, b in pairwise(path) if self._taker(a) != self._giver(b)]
        if broken:
            self._say(f"{label}: it is broken after {broken[0]}.")
            return False
        if ring["is_chain"]:
            limit = "chain_length"
            if not self.rows["offer"][path[0][0]]["gift"]:
                self._say(f"{label}: it does not start with a gift.")
        else:
            limit = "ring_length"
            if self._taker(path[-1]) != self._giver(path[0]):
                self._say(f"{label}: it does not close.")
            if len({self._giver(key) for key in path}) < len(path):
                self._say(f"{label}: an organisation is on it twice.")
        if not ring["kept"]:
            if len(path) > self.document[limit]:
                self._say(f"{label}: it is longer than {self.document[limit]}.")
            for key in path:
                if key in self.declined:
                    self._say(f"{label}: {key} was declined.")
        return True

    def _kept(self, rings: list[Mapping]) -> None:
        asked = Counter(_turned([(o, n) for o, n in arcs]) for arcs in self.document["kept"])
        if Counter(_turned(self._path(ring)) for ring in rings) != asked:
            self._say("What is kept is not what was to be kept.")

    def _use(self, ring: Mapping) -> None:
        path = self._path(ring)
        for offer, need in path:
            for name in (
                ("offer", offer),
                ("need", need),
                ("organisation", self._taker((offer, need))),
            ):
                self.left[name] -= 1
        if ring["is_chain"]:
            self.left["organisation", self._giver(path[0])] -= 1

    def _figures(self, ring: Mapping, usable: Mapping[str, Mapping[str, list]]) -> None:
        path = self._path(ring)
        rows = [self.arcs[key] for key in path]
        takers = [self._taker(key) for key in path]
        helped = [self.rows["organisation"][key]["never_helped"] for key in takers]
        own = {
            "value": sum(row["value"] for row in rows),
            "new_links": sum(row["new_link"] for row in rows),
            "never_helped": sum(helped),
            "holds_ring": not ring["is_chain"] and _holds_ring(takers, usable),
        }
        for name, figure in own.items():
            if ring[name] != figure:
                self._say(f"{_label(path)}: {name} is {ring[name]}, by the facts {figure}.")

    # The whole.

    def _totals(self, new: list[Mapping]) -> None:
        for name in ("value", "holds_ring", "new_links", "never_helped"):
            total = sum(ring[name] for ring in new)
            if self.result[name] != total:
                self._say(f"{name} is {self.result[name]}, the sum is {total}.")

    def _balances(self, rings: list[Mapping]) -> None:
        hours: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for ring in rings:
            for key in self._path(ring):
                spent = self.rows["offer"][key[0]]["hours"]
                hours[self._giver(key)][0] += spent
                hours[self._taker(key)][1] += spent
        stated = {
            row["organisation"]: [row["gives"], row["gets"]] for row in self.result["balances"]
        }
        if stated != hours or len(stated) != len(self.result["balances"]):
            self._say("The balances of hours are not those of the rings.")

    def _between(self, left: Mapping[tuple[str, str], int]) -> dict[str, dict[str, list]]:
        """Giver -> taker -> arcs that may still be used."""
        answer: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
        for key in self.arcs:
            giver, taker = self._giver(key), self._taker(key)
            ends = (
                ("offer", key[0]), ("need", key[1]),
                ("organisation", giver), ("organisation", taker),
            )  # fmt: skip
            if key not in self.declined and all(left[end] > 0 for end in ends):
                answer[giver][taker].append(key)
        return answer

    def _prices(self, usable: Mapping[str, Mapping[str, list]]) -> int:
        """What the prices prove; says when they do not, or do not agree with the result."""
        price: dict[tuple[str, str], int] = defaultdict(int)
        for kind, key, amount in self.result["prices"]:
            if (kind, key) not in self.left or amount < 0:
                self._say(f"The price of {kind} {key} is not a price of anything.")
            price[kind, key] += amount
        net = {
            (giver, taker): max(
                self.arcs[key]["value"] * UNIT
                - price["offer", key[0]]
                - price["need", key[1]]
                - price["organisation", taker]
                for key in keys
            )
            for giver, takers in usable.items()
            for taker, keys in takers.items()
        }
        gaining = self._gaining_ring(net) or self._gaining_chain(net, price, usable)
        if gaining:
            self._say(f"The prices prove nothing: {gaining} is worth more than it costs.")
        proven = sum(self.left.get(name, 0) * amount for name, amount in price.items()) // UNIT
        if self.result["proven_by_prices"] != proven:
            stated = self.result["proven_by_prices"]
            self._say(f"The prices are said to prove {stated}, they add up to {proven}.")
        return proven

    def _gaining_ring(self, net: Mapping[tuple[str, str], int]) -> str:
        ahead: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for (giver, taker), gain in net.items():
            ahead[giver].append((taker, gain))
        longest = self.document["ring_length"]
        waiting: list[tuple[tuple[str, ...], int]] = [((giver,), 0) for giver in ahead]
        while waiting:
            path, gained = waiting.pop()
            for taker, gain in ahead[path[-1]]:
                total = gained + gain
                if total <= 0:
                    continue
                if taker == path[0]:
                    return "the ring of " + ", ".join(path)
                if taker not in path and len(path) < longest:
                    waiting.append(((*path, taker), total))
        return ""

    def _gaining_chain(
        self, net: Mapping, price: Mapping, usable: Mapping[str, Mapping[str, list]]
    ) -> str:
        best: dict[str, int] = {}
        if self.document["chain_length"]:
            for giver, takers in usable.items():
                for taker, keys in takers.items():
                    for key in keys:
                        if self.rows["offer"][key[0]]["gift"]:
                            gain = (
                                self.arcs[key]["value"] * UNIT
                                - price["offer", key[0]]
                                - price["need", key[1]]
                                - price["organisation", taker]
                                - price["organisation", giver]
                            )
                            best[taker] = max(best.get(taker, gain), gain)
        for _ in range(self.document["chain_length"]):
            gaining = [taker for taker, gain in best.items() if gain > 0]
            if gaining:
                return f"a chain to {min(gaining)}"
            following: dict[str, int] = {}
            for (giver, taker), gain in net.items():
                if giver in best:
                    total = best[giver] + gain
                    following[taker] = max(following.get(taker, total), total)
            best = following
        return ""

    def _room(self) -> None:
        """Where nothing better is claimed to exist, nothing more may fit."""
        free = self._between(self.left)
        net = {(giver, taker): 1 for giver, takers in free.items() for taker in takers}
        more = self._gaining_ring(net)
        gifts = any(
            self.rows["offer"][key[0]]["gift"]
            for takers in free.values()
            for keys in takers.values()
            for key in keys
        )
        if more or (gifts and self.document["chain_length"]):
            self._say(f"Nothing better is said to exist, but {more or 'a gift'} still fits.")


def _holds_ring(members: Sequence[str], usable: Mapping[str, Mapping[str, list]]) -> bool:
    """Whether some, not all, of them could form a ring among themselves."""
    return any(
        all(b in usable.get(a, {}) for a, b in pairwise((*some, some[0])))
        for length in range(2, len(members))
        for some in permutations(members, length)
    )


def _turned(path: Sequence[tuple[str, str]]) -> Path:
    """The same ring, whichever arc it is read from; a chain is told apart by its own order."""
    return min(tuple(path[i:]) + tuple(path[:i]) for i in range(len(path))) if path else ()


def _label(path: Path) -> str:
    return "The ring of " + ", ".join(f"{offer} for {need}" for offer, need in path)
