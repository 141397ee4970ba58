"""Who meets whom over lunch, and who sits where. Pure: numbers in, numbers out, the same for one seed.

The first is a small b-matching: each person has at most three partners, and nobody gets a third before
everybody who can has a second. Greedy by worth, then changed along short paths and by swaps; for a lunch that
is exact enough, and quick: 200 people take a fraction of a second.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Pair = tuple[int, int]

MEET = 3
MOST_PASSES = 20
TOGETHER, SAME_SECTOR, SAME_ORGANISATION, APART = 6, -3, -8, -100


def pair_of(one: int, other: int) -> Pair:
    """Two people in their one order."""
    return (one, other) if one < other else (other, one)


def lottery(seed: int, *keys: Hashable) -> bytes:
    """What breaks ties: the same for one seed, and never by position."""
    return hashlib.sha256(repr((seed, *keys)).encode()).digest()


def choose(
    worth: Mapping[Pair, int], *, kept: Collection[Pair] = (), seed: int, most: int = MEET
) -> list[Pair]:
    """Pairs of which nobody is in more than ``most``. What is ``kept`` stays, as far as it is worth something."""
    chosen = _Chosen(worth)
    for pair in sorted(kept):
        if pair in worth and chosen.has_room(pair, most):
            chosen.add(pair)
    fixed = set(chosen.pairs)
    order = sorted(worth, key=lambda pair: (-worth[pair], lottery(seed, pair)))
    for limit in range(1, most + 1):
        for pair in order:
            if pair not in chosen.pairs and chosen.has_room(pair, limit):
                chosen.add(pair)
        _lengthen(chosen, limit, fixed)
    _swap(chosen, fixed)
    return sorted(chosen.pairs)


@dataclass
class _Chosen:
    """Pairs chosen so far, and how many each person has."""

    worth: Mapping[Pair, int]
    pairs: set[Pair] = field(default_factory=set)
    many: Counter = field(default_factory=Counter)
    near: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for one, other in sorted(self.worth):
            self.near[one].append(other)
            self.near[other].append(one)

    def has_room(self, pair: Pair, limit: int) -> bool:
        return all(self.many[person] < limit for person in pair)

    def add(self, pair: Pair) -> None:
        self.pairs.add(pair)
        self.many.update(pair)

    def drop(self, pair: Pair) -> None:
        self.pairs.remove(pair)
        self.many.subtract(pair)

    def is_free(self, one: int, other: int) -> bool:
        pair = pair_of(one, other)
        return one != other and pair in self.worth and pair not in self.pairs


def _lengthen(chosen: _Chosen, limit: int, fixed: set[Pair]) -> None:
    """Two who have room and are not for each other take the two ends of a pair that is broken for them."""
    for person in sorted(chosen.near):
        while chosen.many[person] < limit and (found := _path(chosen, person, limit, fixed)):
            broken, *made = found
            chosen.drop(broken)
            for pair in made:
                chosen.add(pair)


def _path(chosen: _Chosen, person: int, limit: int, fixed: set[Pair]) -> tuple[Pair, ...] | None:
    for middle in chosen.near[person]:
        if not chosen.is_free(person, middle):
            continue
        for far in chosen.near[middle]:
            broken = pair_of(middle, far)
            if broken not in chosen.pairs or broken in fixed or far == person:
                continue
            for last in chosen.near[far]:
                room = chosen.many[last] + (last == person) < limit
                if room and last != middle and chosen.is_free(far, last):
                    return broken, pair_of(person, middle), pair_of(far, last)
    return None


def _swap(chosen: _Chosen, fixed: set[Pair]) -> None:
    """Two pairs become two others that are worth more together; everybody keeps as many as before."""
    for _ in range(MOST_PASSES):
        changed = False
        for (a, b), (c, d) in combinations(sorted(chosen.pairs - fixed), 2):
            if not {(a, b), (c, d)} <= chosen.pairs:
                continue
            now = chosen.worth[a, b] + chosen.worth[c, d]
            for one, other in (((a, c), (b, d)), ((a, d), (b, c))):
                if not (chosen.is_free(*one) and chosen.is_free(*other)):
                    continue
                new = (pair_of(*one), pair_of(*other))
                if chosen.worth[new[0]] + chosen.worth[new[1]] > now:
                    for pair in ((a, b), (c, d)):
                        chosen.drop(pair)
                    for pair in new:
                        chosen.add(pair)
                    changed = True
                    break
        if not changed:
            return


def tables_for(people: int, sizes: Sequence[int]) -> list[int]:
    """How many sit at each table. One size means as many such tables as it takes; nobody sits alone at one.

    Raises ValueError when the tables that are named have too few seats.
    """
    seats = list(sizes)
    if len(seats) == 1:
        seats *= max(1, -(-people // seats[0]))
    if sum(seats) < people:
        raise ValueError(
            f"These tables have {sum(seats)} seats, and {people} people are to sit. Add a table."
        )
    while sum(seats) > people:
        fullest = max(range(len(seats)), key=lambda table: (seats[table], table))
        seats[fullest] -= 1
    return [one for one in seats if one]


def seat(
    people: Sequence[int],
    seats: Sequence[int],
    *,
    liking: Callable[[int, int], int],
    before: Mapping[int, int],
    seed: int,
) -> dict[int, int]:
    """Person -> table, counted from 0. ``liking`` says what two are worth at one table, or cost.

    Whoever was told a table ``before`` keeps it where it still has a seat.
    """
    at: dict[int, int] = {}
    room = list(seats)
    for person in sorted(before):
        if person in people and before[person] < len(room) and room[before[person]]:
            at[person] = before[person]
            room[before[person]] -= 1
    held = frozenset(at)

    def gain(person: int, table: int, *, without: int | None = None) -> int:
        others = (
            one for one, where in at.items() if where == table and one not in (person, without)
        )
        return sum(liking(person, one) for one in others)

    for person in sorted(set(people) - held, key=lambda one: lottery(seed, one)):
        free = [table for table, left in enumerate(room) if left]
        at[person] = max(free, key=lambda table: (gain(person, table), room[table], -table))
        room[at[person]] -= 1
    movable = sorted(set(people) - held)
    for _ in range(MOST_PASSES):
        changed = False
        for one, other in combinations(movable, 2):
            here, there = at[one], at[other]
            if here == there:
                continue
            now = gain(one, here) + gain(other, there)
            then = gain(one, there, without=other) + gain(other, here, without=one)
            if then > now:
                at[one], at[other] = there, here
                changed = True
        if not changed:
            break
    return at
