"""A stored run's lists, read back and measured. Who is on them never leaves as more than numbers."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from opportunities.models import Opportunity

from .engine import measures
from .models import Introduction, Match, MatchRun
from .services.chunks import whole_facts

PLACES = (1, 5, 10)
"""Where precision and recall are cut."""


@dataclass(frozen=True)
class Measured:
    """The measures of one run. ``introduced`` counts the pairs that people went on to accept."""

    needs: measures.Share
    supplies: measures.Share
    introduced: int
    precision: dict[int, measures.Share]
    recall: dict[int, measures.Share]
    ndcg: dict[int, float | None]
    first: measures.Gain
    everyone: measures.Gain
    kinds: measures.Exposure
    districts: measures.Exposure
    envy: measures.Envy

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        return asdict(self)


def measure(run: MatchRun) -> Measured:
    """Measure a run by its matches and its stored facts: three queries.

    What proved right is what was introduced. Envy is of whoever a first place would leave behind:
    each need is given to the first on its list. Raises ValueError when the facts were not kept.
    """
    if not run.facts:
        raise ValueError("This run's facts were not kept: it is too old, or it did not finish.")
    market = whole_facts(run)["market"]
    rows = list(
        Match.objects.filter(run=run)
        .only("opportunity_id", "person_id", "offer_id", "fit", "benefit", "joint",
              "rank_for_need", "rank_for_supply")
    )  # fmt: skip
    by_need = _lists(rows, [row["key"] for row in market["needs"]], "rank_for_need")
    by_supply = _lists(rows, [row["key"] for row in market["supplies"]], "rank_for_supply")
    right = _introduced(by_need)
    worth = {need: dict.fromkeys(found, 1) for need, found in right.items()}
    gains: dict[str, dict[Any, int]] = defaultdict(dict)
    for row in rows:
        gains[row.supply_key][_need_key(row)] = row.benefit
    given: dict[str, list[Any]] = {supply: [] for supply, found in by_supply.items() if found}
    for need, found in by_need.items():
        if found:
            given.setdefault(found[0], []).append(need)
    kinds, districts = groups_of_needs(list(by_need))
    return Measured(
        needs=measures.coverage(by_need),
        supplies=measures.coverage(by_supply),
        introduced=sum(map(len, right.values())),
        precision={k: measures.precision_at(k, by_need, right) for k in PLACES},
        recall={k: measures.recall_at(k, by_need, right) for k in PLACES},
        ndcg={k: measures.ndcg_at(k, by_need, worth) for k in PLACES},
        first=measures.reciprocal_gain(
            (row.fit, row.benefit) for row in rows if row.rank_for_need == 1
        ),
        everyone=measures.reciprocal_gain((row.fit, row.benefit) for row in rows),
        kinds=measures.exposure(by_supply, kinds),
        districts=measures.exposure(by_supply, districts),
        envy=measures.envy(given, gains),
    )


def _need_key(row: Match) -> str:
    return f"opportunity:{row.opportunity_id}"


def _lists(rows: list[Match], keys: list[str], rank: str) -> dict[str, list[str]]:
    """Each key's list, best first, from one of the two ranks."""
    lists: dict[str, list[str]] = {key: [] for key in keys}
    for row in sorted(rows, key=lambda row: (getattr(row, rank) or 0, row.pk)):
        ends = [_need_key(row), row.supply_key]
        mine, other = ends if rank == "rank_for_need" else reversed(ends)
        if getattr(row, rank) and mine in lists:
            lists[mine].append(other)
    return lists


def _introduced(lists: dict[str, list[str]]) -> dict[str, set[str]]:
    """Need -> supplies that were introduced to it."""
    right: dict[str, set[str]] = defaultdict(set)
    pairs = Introduction.objects.filter(introduced_at__isnull=False).values_list(
        "opportunity_id", "person_id", "offer_id"
    )
    for opportunity, person, offer in pairs:
        need = f"opportunity:{opportunity}"
        if need in lists:
            right[need].add(f"person:{person}" if person else f"offer:{offer}")
    return dict(right)


def groups_of_needs(needs: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The kind of organisation and the district of each need that is still there."""
    rows = Opportunity.objects.filter(pk__in=[int(key.partition(":")[2]) for key in needs])
    kinds, districts = {}, {}
    found = rows.values_list("pk", "organisation__kind", "district__name")
    for pk, kind, district in found:
        kinds[f"opportunity:{pk}"] = kind
        districts[f"opportunity:{pk}"] = district or "no district"
    return kinds, districts
