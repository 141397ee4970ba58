"""Does ``rank`` put the right need first? Asked with the role levels of a public framework.

    python bench/quality_rank.py [--data FOLDER]

The UK Government Digital and Data Profession Capability Framework says which skills each level of
each role asks for, and at what level. Each role level becomes a need that asks for just that, and
a person who holds just that. Then:

* a person with no wishes should find the need built from the same role level first; of needs that
  fit equally, the one that uses most of the held levels comes first;
* a person who wants what the next level of the same role asks should be offered that one as a
  stretch, with growth in the parts of the score;
* needs built from the roles of other families should come far below.
"""

import argparse
import csv
import sys
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from matching.engine import Held, Market, Need, Ranking, Requirement, Supply, Weights, rank
from tests.support.shared_data import SHARED

TODAY = date(2026, 11, 21)

Levels = dict[tuple[str, str, str], dict[str, int]]
"""(family, role, role level) -> skill -> level."""


def read(folder: Path) -> Levels:
    """The role levels whose skills have levels."""
    found: Levels = defaultdict(dict)
    with (folder / "skills" / "ddat_role_skill_levels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["level_no"].isdigit():
                name = row["role_family"], row["role"], row["role_level"]
                found[name][row["skill"]] = int(row["level_no"])
    return dict(found)


def steps(levels: Levels) -> dict[tuple, tuple]:
    """Role level -> the next one of the same role, by how much they ask for in all."""
    roles = defaultdict(list)
    for name in levels:
        roles[name[:2]].append(name)
    answer = {}
    for names in roles.values():
        names.sort(key=lambda name: sum(levels[name].values()))
        answer.update(pairwise(names))
    return answer


def market(levels: Levels, wishes: dict[tuple, dict[str, int]]) -> Market:
    """A need and a person for each role level; keys are the role level's place in the list."""
    number = {
        skill: i for i, skill in enumerate(sorted({s for row in levels.values() for s in row}))
    }
    needs, people = [], []
    for i, (name, row) in enumerate(levels.items()):
        requirements = tuple(Requirement(number[skill], level) for skill, level in row.items())
        wanted = tuple(Held(number[s], level) for s, level in wishes.get(name, {}).items())
        needs.append(Need(key=f"{i:04}", organisation=f"org:{i}", requirements=requirements))
        held = tuple(Held(row.skill, row.level) for row in requirements)
        people.append(Supply(key=f"{i:04}", held=held, wanted=wanted))
    return Market(needs=tuple(needs), supplies=tuple(people))


def ranked(a_market: Market) -> Ranking:
    return rank(a_market, weights=Weights(), seed="quality", today=TODAY, top=len(a_market.needs))


def first_places(levels: Levels) -> None:
    """How often one's own role level comes first, and where other families stand."""
    ranking = ranked(market(levels, {}))
    names = list(levels)
    first = equal = 0
    own, family, others, unlisted, pairs = [], [], [], 0, 0
    for i, name in enumerate(names):
        key = f"{i:04}"
        listed = ranking.for_supply(key)
        best = next((pair for pair in listed if pair.need == key), None)
        first += bool(listed) and listed[0].need == key
        equal += best is not None and (best.joint, best.used) == (listed[0].joint, listed[0].used)
        own.append(best.joint if best else 0)
        joints = {pair.need: pair.joint for pair in listed}
        for j, other in enumerate(names):
            if other[0] == name[0] and other != name:
                family.append(joints.get(f"{j:04}", 0))
            elif other[0] != name[0]:
                others.append(joints.get(f"{j:04}", 0))
                pairs += 1
                unlisted += f"{j:04}" not in joints
    total = len(names)
    same = defaultdict(int)
    for row in levels.values():
        same[tuple(sorted(row.items()))] += 1
    twins = sum(count for count in same.values() if count > 1)
    print(f"{total} role levels; {twins} of them ask for just what another asks for")
    print(f"  own role level first                     {first} ({first / total:.1%})")
    print(f"  first, or equal to the first             {equal} ({equal / total:.1%})")
    print(f"  mean joint score, own                    {mean(own):,.0f}")
    print(f"  mean joint score, same family            {mean(family):,.0f}")
    print(
        f"  mean joint score, other families         {mean(others):,.0f}"
        f" (median {median(others):,.0f}; {unlisted / pairs:.1%} not listed at all)"
    )


def stretches(levels: Levels) -> None:
    """Where the next level up stands for those who want what it asks for."""
    ahead = steps(levels)
    wishes = {
        name: {s: level for s, level in levels[up].items() if level > levels[name].get(s, 0)}
        for name, up in ahead.items()
    }
    wishes = {name: wanted for name, wanted in wishes.items() if wanted}
    ranking = ranked(market(levels, wishes))
    numbers = {name: f"{i:04}" for i, name in enumerate(levels)}
    places, listed, grows = [], 0, 0
    for name in wishes:
        key, up = numbers[name], numbers[ahead[name]]
        order = ranking.by_supply[key]
        if up in order:
            listed += 1
            places.append(order.index(up) + 1)
            parts = {part.name: part for part in ranking.pair(up, key).parts_supply}
            grows += parts["growth"].stated and parts["growth"].points > 0
    total = len(wishes)
    five = sum(place <= 5 for place in places)
    print(f"{total} role levels with a level above that asks for more")
    print(f"  the next level is listed                 {listed} ({listed / total:.1%})")
    print(f"  with growth in the score                 {grows} ({grows / total:.1%})")
    print(f"  among the first five                     {five} ({five / total:.1%})")
    print(f"  median place                             {median(places):.0f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the data")
    options = parser.parse_args()
    levels = read(options.data)
    first_places(levels)
    stretches(levels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
