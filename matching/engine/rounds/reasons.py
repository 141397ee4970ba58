"""A reason for everyone without a seat and for every empty seat, as kinds and counts."""

import numpy as np

from .results import Closed, Empty, Share, Unplaced
from .standing import Standing

SHORT = ("", "supervisor_", "organisation_")
MARKS = (
    "not_accepted",
    "did_not_run",
    "too_few_together",
    "higher_tier",
    "lottery",
    "supervisor_higher_tier",
    "supervisor_lottery",
    "organisation_higher_tier",
    "organisation_lottery",
    "reserved",
    "allocated",
    "goal",
    "time_limit",
    "team",
)
CAUSE_MARKS = {"reserve": "reserved", "allocation": "allocated"}


def unplaced(
    standing: Standing, blocking: list[tuple[int, int, str]], in_team: dict[int, str]
) -> tuple[Unplaced, ...]:
    """An entry for every unit without a seat; members of such a team (``in_team``) point to it."""
    c = standing.coded
    marks = _marks(standing, blocking)
    keys = [row.key for row in c.round.placements]
    listed_units = standing.active.copy()
    listed_units[list(in_team)] = True
    without = np.flatnonzero((standing.placed < 0) & listed_units)
    lows, highs = np.searchsorted(standing.unit, np.stack((without, without + 1)))
    said = zip(
        map(keys.__getitem__, standing.place.tolist()),
        map(MARKS.__getitem__, marks.tolist()),
        strict=True,
    )
    choices = list(said)
    # A kind is shared when no two neighbours within the list differ.
    changes = np.concatenate(([0, 0], np.cumsum(marks[1:] != marks[:-1]))).tolist()
    answer = []
    for unit, low, high in zip(without.tolist(), lows.tolist(), highs.tolist(), strict=True):
        key = c.units[unit]
        if unit in in_team:
            answer.append(Unplaced(key, "team", ((in_team[unit], "team"),)))
        elif low == high:
            answer.append(Unplaced(key, "no_choices"))
        else:
            mine = tuple(choices[low:high])
            shared = changes[high] == changes[low + 1]
            answer.append(Unplaced(key, mine[0][1] if shared else "mixed", mine))
    return tuple(answer)


def _marks(standing: Standing, blocking: list[tuple[int, int, str]]) -> np.ndarray:
    """The number in MARKS of what stood in the way of every choice."""
    place, tier = standing.place, standing.tier
    drawn = np.where(standing.equal > 0, 1, 0)
    level = np.maximum(standing.level, 0)
    marks = MARKS.index("higher_tier") + 2 * level + drawn
    sizes = np.array(standing.coded.sizes)
    together = (sizes[standing.unit] > 1) & (standing.left[standing.place] > 0)
    marks[together & (standing.level >= 0)] = MARKS.index("too_few_together")
    held_worse = (standing.worse > 0) | (standing.level < 0)
    marks[held_worse & ~standing.blocks & (sizes[standing.unit] > 1)] = MARKS.index(
        "too_few_together"
    )
    said = {(unit, p): cause for unit, p, cause in blocking}
    for i in np.flatnonzero(standing.blocks).tolist():
        cause = said[int(standing.unit[i]), int(place[i])]
        marks[i] = MARKS.index(CAUSE_MARKS.get(cause, cause))
    marks[standing.closed[place]] = MARKS.index("did_not_run")
    marks[tier == 0] = MARKS.index("not_accepted")
    return marks


def empty(standing: Standing, blocking: list[tuple[int, int, str]]) -> tuple[Empty, ...]:
    """An entry for every placement with empty seats."""
    c = standing.coded
    people = len(c.round.applicants)
    many = len(c.round.placements)
    unit, place, _, tier = c.wishes
    single = unit < people
    asked = np.bincount(place[single], minlength=many)
    acceptable = np.bincount(place[single & (tier > 0)], minlength=many)
    waiting = np.bincount(standing.place[standing.tier > 0], minlength=many)
    causes = {place: cause for _, place, cause in blocking}
    left = standing.left[:many]
    answer = []
    for number in np.flatnonzero(left > 0).tolist():
        if standing.closed[number]:
            kind = "did_not_run"
        elif not asked[number]:
            kind = "nobody_asked"
        elif not acceptable[number]:
            kind = "not_accepted"
        elif number in causes:
            kind = causes[number]
        elif not waiting[number]:
            kind = "went_elsewhere"
        else:
            kind = _quota(standing, number)
        answer.append(
            Empty(
                c.round.placements[number].key,
                int(left[number]),
                kind,
                int(asked[number]),
                int(acceptable[number]),
            )
        )
    return tuple(answer)


def _quota(standing: Standing, number: int) -> str:
    """Which quota keeps out those who wait; a team that is too large for the rest otherwise."""
    for level, name in ((1, "supervisor_quota"), (2, "organisation_quota")):
        node = standing.chains[number, level]
        if node >= 0 and not standing.left[node]:
            return name
    return "team"


def closed(standing: Standing, shut: list[tuple[int, int]]) -> tuple[Closed, ...]:
    """The placements that do not run, in the order of keys."""
    placements = standing.coded.round.placements
    sizes = np.array(standing.coded.sizes)
    wanted = np.bincount(
        standing.place[standing.tier > 0],
        weights=sizes[standing.unit[standing.tier > 0]],
        minlength=len(placements),
    )
    return tuple(
        Closed(placements[number].key, placements[number].least, people, int(wanted[number]))
        for number, people in sorted(shut)
    )


def shares(standing: Standing) -> tuple[Share, ...]:
    """Seats offered and filled by kind of organisation and by district."""
    round_ = standing.coded.round
    kinds = {row.key: row.kind for row in round_.organisations}
    totals: dict[tuple[str, str], list[int]] = {}
    many = len(round_.placements)
    rows = zip(
        round_.placements,
        standing.limits[:many].tolist(),
        standing.left[:many].tolist(),
        strict=True,
    )
    for row, seats, left in rows:
        for name in (("kind", kinds[row.organisation]), ("district", row.district)):
            total = totals.setdefault(name, [0, 0])
            total[0] += seats
            total[1] += seats - left
    return tuple(Share(*name, *total) for name, total in sorted(totals.items()))
