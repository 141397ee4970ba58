"""Writing the matches that a judged ranking found, with their words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opportunities.models import Opportunity
from profiles.models import Offer, Person

from .. import priorities
from .. import words as wording
from ..engine.types import plain
from ..facts import Names, number, read_names, supply_ids
from ..models import Match, MatchRun
from . import near
from .copying import insert


@dataclass(frozen=True)
class Results:
    """What a run found, not yet written."""

    matches: list[Match]
    near: near.Found


def prepare(
    run: MatchRun, ranking, *, progress: Callable[[int, int], None] | None = None
) -> Results:
    """Put what a judged ranking found into rows and words. Reads only: the slow part."""
    writer = Writer(run, ranking, names=read_names(ranking.market))
    matches = [writer.match(pair) for pair in ranking.pairs()]
    matches.sort(key=lambda match: (-match.joint, match.rank_for_need or 0))
    found = near.prepare(run, ranking, names=writer.names, progress=progress)
    return Results(matches, found)


def store(found: Results) -> int:
    """Replace all current results. Returns how many matches there are now.

    Runs in the caller's transaction.
    """
    standing = Standing([*found.matches, *found.near.misses])
    matches = [match for match in found.matches if standing.holds(match)]
    Match.objects.filter(is_current=True).update(is_current=False)
    insert(matches)
    near.store(found.near, rows={}, holds=standing.holds)
    return len(matches)


class Standing:
    """What is still open and still lets itself be matched, asked in the writing transaction.

    Since the facts were read, somebody may have hidden or closed what they offer.
    """

    def __init__(self, rows: Sequence[Match | near.NearMiss]) -> None:
        needs = {row.opportunity_id for row in rows}
        people = {row.person_id for row in rows if row.person_id}
        offers = {row.offer_id for row in rows if row.offer_id}
        self.needs = _ids(Opportunity.objects.open(), needs)
        self.people = _ids(Person.objects.matchable(), people)
        self.offers = _ids(Offer.objects.open(), offers)

    def holds(self, row: Match | near.NearMiss) -> bool:
        """Whether both sides of a row still stand."""
        if row.opportunity_id not in self.needs:
            return False
        return row.person_id in self.people if row.person_id else row.offer_id in self.offers


def _ids(rows, wanted: set[int]) -> set[int]:
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True))


class Writer:
    """Pairs of a ranking as rows with words: what they need beyond the engine's facts."""

    def __init__(self, run: MatchRun, ranking, *, names: Names) -> None:
        market = ranking.market
        self.run = run
        self.ranking = ranking
        self.names = names
        self.priorities = priorities.by_name()
        opportunities = [number(need.key) for need in market.needs]
        offers = [number(s.key) for s in market.supplies if s.kind == "offer"]
        self.receivers = dict(
            Opportunity.objects.filter(pk__in=opportunities).values_list("pk", "organisation__kind")
        )
        self.givers = dict(
            Offer.objects.filter(pk__in=offers).values_list("pk", "organisation__kind")
        )

    def match(self, pair) -> Match:
        """One pair, not saved."""
        from .. import engine

        ranking = self.ranking
        market = ranking.market
        need, supply = market.need(pair.need), market.supply(pair.supply)
        explanation = engine.explain(
            market, pair.need, pair.supply, weights=ranking.weights, today=ranking.today
        )
        return Match(
            run=self.run,
            opportunity_id=number(pair.need),
            **supply_ids(pair.supply),
            fit=pair.fit,
            benefit=pair.benefit,
            joint=pair.joint,
            rank_for_need=pair.rank_for_need,
            rank_for_supply=pair.rank_for_supply,
            reasons={
                "harmonic": pair.harmonic,
                "parts_need": [plain(part) for part in pair.parts_need],
                "parts_supply": [plain(part) for part in pair.parts_supply],
                "adjustments": [plain(step) for step in pair.adjustments],
                "words": wording.tell(
                    explanation,
                    need=need,
                    supply=supply,
                    names=self.names,
                    returns_change=_returns_change(need, supply, pair, ranking),
                ),
            },
            missing=[plain(gap) for gap in explanation.missing],
            priority=self._priority(need, supply),
        )

    def _priority(self, need, supply):
        giver = self.givers.get(number(supply.key)) if supply.kind == "offer" else None
        name = priorities.served(
            kind=need.kind, giver=giver, receiver=self.receivers.get(number(need.key), "")
        )
        return self.priorities.get(name)


def _returns_change(need, supply, pair, ranking) -> str:
    """The one thing more to give back that would mean most to the supply, by re-scoring."""
    from dataclasses import replace

    from ..engine.features import parts_for_supply

    best, kind = pair.benefit, ""
    for asked in sorted(supply.asks - need.gives_back):
        changed = replace(need, gives_back=need.gives_back | {asked})
        gains = parts_for_supply(changed, supply, ranking.weights)
        after = sum(part.points for part in gains)
        if after > best:
            best, kind = after, asked
    return wording.returns_change(kind, before=pair.benefit, after=best) if kind else ""
