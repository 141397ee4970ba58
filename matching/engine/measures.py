"""How good the matches of a run are, as numbers. A report for people; nothing is decided by it.

Ranked lists go in, best first, with what is known of those on them. Shares are numbers from 0 to
1; None stands for a share of nothing. The definitions, with an example worked by hand, are in
``docs/matching/measures.md``.

Järvelin and Kekäläinen 2002 (nDCG); Singh and Joachims 2018 (exposure); Gini 1912; Foley 1967
(envy).
"""

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Lists = Mapping[str, Sequence[str]]
"""Key -> the other side's keys, best first."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Gain:
    """Mean points (of 10,000, rounded down) that pairs give to each side, and to the worse off."""

    pairs: int
    need: int
    supply: int
    smaller: int


@dataclass(frozen=True, slots=True)
class Group:
    """The exposure of one group: its members, its share of all exposure and its own Gini."""

    name: str
    members: int
    share: float
    gini: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """How evenly places on lists are spread: over all, between groups, and within each."""

    gini: float
    between: float
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Envy:
    """How many would rather have what another got, and by how much at most, in points."""

    envious: Share
    most: int


def coverage(lists: Lists) -> Share:
    """Those with at least one match, of all."""
    return Share(sum(bool(found) for found in lists.values()), len(lists))


def precision_at(k: int, lists: Lists, relevant: Mapping[str, Collection[str]]) -> Share:
    """Of the first ``k`` of each list, how many are relevant. Lists without any known are left out.

    ``relevant`` maps a key to those of the other side that proved right for it. Every list counts
    ``k`` places, filled or not.
    """
    _check(k)
    known = [key for key in relevant if relevant[key] and key in lists]
    found = sum(len(set(lists[key][:k]) & set(relevant[key])) for key in known)
    return Share(found, k * len(known))


def recall_at(k: int, lists: Lists, relevant: Mapping[str, Collection[str]]) -> Share:
    """Of those who proved right, how many are among the first ``k`` of the list."""
    _check(k)
    known = [key for key in relevant if key in lists]
    found = sum(len(set(lists[key][:k]) & set(relevant[key])) for key in known)
    return Share(found, sum(len(set(relevant[key])) for key in known))


def ndcg_at(k: int, lists: Lists, worth: Mapping[str, Mapping[str, int]]) -> float | None:
    """Mean over lists of what their order is worth, divided by the best order's.

    ``worth`` maps a key to what each of the other side is worth to it, 0 or more; those not named
    are worth 0. The i-th place counts 1 / log2(i + 1). Lists with nothing to find are left out.
    """
    _check(k)
    shares = []
    for key, worths in worth.items():
        if any(value < 0 for value in worths.values()):
            raise ValueError(f"worth of {key!r}: every value must be 0 or more.")
        best = _discounted(sorted(worths.values(), reverse=True)[:k])
        if key in lists and best:
            shares.append(_discounted(worths.get(item, 0) for item in lists[key][:k]) / best)
    return sum(shares) / len(shares) if shares else None


def reciprocal_gain(pairs: Iterable[tuple[int, int]]) -> Gain:
    """What (fit, benefit) pairs give: to the need, to the supply, to whoever gains less."""
    rows = list(pairs)
    count = len(rows) or 1
    return Gain(
        len(rows),
        sum(fit for fit, _ in rows) // count,
        sum(benefit for _, benefit in rows) // count,
        sum(min(row) for row in rows) // count,
    )


def exposure(lists: Lists, groups: Mapping[str, str]) -> Exposure:
    """How places on ``lists`` are spread over those in ``groups`` (key -> name of its group).

    The i-th place of a list gives 1 / log2(i + 1), as people read from the top.
    """
    got = dict.fromkeys(groups, 0.0)
    for found in lists.values():
        for place, key in enumerate(found):
            if key in got:
                got[key] += _weight(place)
    whole = sum(got.values()) or 1.0
    members: dict[str, list[float]] = defaultdict(list)
    for key, name in groups.items():
        members[name].append(got[key])
    return Exposure(
        gini(got.values()),
        gini([sum(of) / len(of) for of in members.values()]),
        tuple(
            Group(name, len(of), sum(of) / whole, gini(of)) for name, of in sorted(members.items())
        ),
    )


def gini(amounts: Iterable[float]) -> float:
    """0 when all have the same, towards 1 when one has everything. 0 for nobody and nothing."""
    ordered = sorted(amounts)
    if any(amount < 0 or not math.isfinite(amount) for amount in ordered):
        raise ValueError("gini: every amount must be a finite number of 0 or more.")
    total, count = sum(ordered), len(ordered)
    if not total:
        return 0.0
    uneven = sum((2 * place - count + 1) * amount for place, amount in enumerate(ordered))
    return max(0.0, uneven / (count * total))


def envy(
    given: Mapping[str, Collection[Hashable]], worth: Mapping[str, Mapping[Hashable, int]]
) -> Envy:
    """How many would rather have what somebody else was given.

    ``given`` maps a key to what it got, ``worth`` to what each thing is worth to it (0 where not
    named).
    """
    holders: dict[Hashable, set[str]] = defaultdict(set)
    for key, things in given.items():
        for thing in things:
            holders[thing].add(key)
    envious, most = 0, 0
    for key, things in given.items():
        own = worth.get(key, {})
        mine = sum(own.get(thing, 0) for thing in things)
        others = {other for thing in own for other in holders.get(thing, ()) if other != key}
        theirs = max((sum(own.get(t, 0) for t in given[other]) for other in others), default=0)
        envious += theirs > mine
        most = max(most, theirs - mine)
    return Envy(Share(envious, len(given)), most)


def _check(k: int) -> None:
    if type(k) is not int or k < 1:
        raise ValueError(f"k: a whole number of 1 or more, not {k!r}.")


def _weight(place: int) -> float:
    """What a place counts, the first being 0."""
    return 1 / math.log2(place + 2)


def _discounted(values: Iterable[int]) -> float:
    return sum(value * _weight(place) for place, value in enumerate(values))
