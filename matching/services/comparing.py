"""What other weights would change, on the facts of today: who would be shown more, and who less.

Ranks the same facts twice. People are counted in groups and never named; of needs and offers, which
are public, their ids are kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from opportunities.models import Opportunity
from profiles.choices import Stage
from profiles.models import Offer, Person

from .scoring import TOP

if TYPE_CHECKING:
    from ..engine import Ranking

FIRST = 5
MOST_NAMED = 10
STEPS = 4


def compare(
    now: Mapping[str, Any], then: Mapping[str, Any], *, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Counts and ids, ready for JSON. Raises ValueError for weights that break a promise."""
    from .. import engine, facts

    today = timezone.localdate()
    settings: dict[str, Any] = {"seed": today.toordinal(), "today": today, "top": TOP}
    weights = [engine.Weights.from_dict(values) for values in (now, then)]
    market = facts.read()
    progress(1, STEPS)
    before = engine.rank(market, weights=weights[0], **settings)
    progress(2, STEPS)
    after = engine.rank(market, weights=weights[1], **settings)
    progress(3, STEPS)
    both = (before, after)
    kinds, districts = _of_needs([need.key for need in market.needs])
    stages, homes = _of_people([row.key for row in market.supplies if row.kind == "person"])
    seen_needs = [_seen(ranking.by_supply) for ranking in both]
    seen_supplies = [_seen(ranking.by_need) for ranking in both]
    answer = {
        "today": today.isoformat(),
        "needs": len(market.needs),
        "supplies": len(market.supplies),
        "pairs": [len(ranking.joints) for ranking in both],
        "needs_met": [_with_some(ranking.by_need) for ranking in both],
        "supplies_shown": [_with_some(ranking.by_supply) for ranking in both],
        "first_kept": _first_kept(before, after),
        "top_kept": _top_kept(before, after),
        "needs_moved": _moved(seen_needs, [need.key for need in market.needs]),
        "offers_moved": _moved(
            seen_supplies, [row.key for row in market.supplies if row.kind == "offer"]
        ),
        "kinds": _exposure(both, "by_supply", kinds),
        "districts": _exposure(both, "by_supply", districts),
        "stages": _exposure(both, "by_need", stages),
        "homes": _exposure(both, "by_need", homes),
    }
    progress(4, STEPS)
    return answer


def _seen(lists: Mapping[str, Iterable[str]]) -> Counter[str]:
    """On how many lists each key stands."""
    return Counter(key for found in lists.values() for key in found)


def _with_some(lists: Mapping[str, Any]) -> int:
    return sum(bool(found) for found in lists.values())


def _first_kept(before: "Ranking", after: "Ranking") -> list[int]:
    """Of the needs with anybody before, how many keep their first."""
    had = {key: found[0] for key, found in before.by_need.items() if found}
    kept = sum(after.by_need[key][:1] == (first,) for key, first in had.items())
    return [kept, len(had)]


def _top_kept(before: "Ranking", after: "Ranking") -> list[int]:
    """Of the first five of each need, how many stay among them."""
    kept = whole = 0
    for key, found in before.by_need.items():
        whole += len(found[:FIRST])
        kept += len({*found[:FIRST]} & {*after.by_need[key][:FIRST]})
    return [kept, whole]


def _moved(seen: list[Counter[str]], keys: list[str]) -> dict[str, Any]:
    """Those that would be on more lists, and on fewer: how many, and the most moved by id."""
    from ..facts import number

    change = {key: (seen[0][key], seen[1][key]) for key in keys if seen[0][key] != seen[1][key]}
    order = sorted(change, key=lambda key: (-abs(change[key][1] - change[key][0]), key))
    more = [key for key in order if change[key][1] > change[key][0]]
    fewer = [key for key in order if change[key][1] < change[key][0]]
    return {
        name: {
            "count": len(rows),
            "rows": [[number(key), *change[key]] for key in rows[:MOST_NAMED]],
        }
        for name, rows in (("gain", more), ("lose", fewer))
    }


def _exposure(both: "tuple[Ranking, Ranking]", lists: str, groups: Mapping[str, str]) -> list[list]:
    """Per group: its name, its members, and its share of all exposure in ten-thousandths, now and then."""
    from ..engine import measures

    now, then = (measures.exposure(getattr(ranking, lists), groups) for ranking in both)
    later = {group.name: group for group in then.groups}
    return [
        [row.name, row.members, round(row.share * 10_000), round(later[row.name].share * 10_000)]
        for row in now.groups
    ]


def _of_needs(keys: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    from ..measuring import groups_of_needs

    return groups_of_needs(keys)


def _of_people(keys: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The stage and the district of each person."""
    from ..facts import number

    words = dict(Stage.choices)
    stages, homes = {}, {}
    rows = Person.objects.filter(pk__in=[number(key) for key in keys])
    for pk, stage, district in rows.values_list("pk", "stage", "district__name"):
        stages[f"person:{pk}"] = words.get(stage, "Not said")
        homes[f"person:{pk}"] = district or "Not said"
    return stages, homes


def titles_of(compared: Mapping[str, Any]) -> dict[str, dict[int, str]]:
    """What the needs and offers of a comparison are called: two queries."""
    found: dict[str, dict[int, str]] = {}
    for name, model in (("needs_moved", Opportunity), ("offers_moved", Offer)):
        rows = [row for way in compared.get(name, {}).values() for row in way["rows"]]
        found[name] = dict(
            model.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "title")
        )
    return found
