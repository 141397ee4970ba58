"""Writing the matches that a judged ranking found, with their words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass

from django.db.models import Count, Min

from opportunities.models import Opportunity
from profiles.models import Offer, Person

from .. import priorities, wording
from ..facts import Names, number, read_names, supply_ids
from ..models import Match, MatchRun
from . import near

IN_ONE_INSERT = 500


@dataclass(frozen=True)
class Results:
    """What a run found, not yet written."""

    matches: list[Match]
    near: near.Found
    everything: bool


def prepare(
    run: MatchRun,
    ranking,
    *,
    everything: bool,
    progress: Callable[[int, int], None] | None = None,
) -> Results:
    """Put what a judged ranking found into rows and words. Reads only: the slow part."""
    names = read_names(ranking.market)
    context = _Context(ranking)
    pairs = list(ranking.pairs() if everything else _kept(ranking))
    matches = [_match(run, pair, ranking, names, context, everything) for pair in pairs]
    matches.sort(key=lambda match: (-match.joint, match.rank_for_need or 0))
    found = near.prepare(run, ranking, names=names, progress=progress)
    return Results(matches, found, everything)


def store(found: Results, *, rows: Mapping[str, int]) -> int:
    """Replace the current results of a scope. Returns how many matches there are now.

    ``rows`` is the filter of the scope: empty for everything. Runs in the caller's transaction.
    """
    standing = Standing(found.matches + found.near.misses)
    matches = [match for match in found.matches if standing.holds(match)]
    Match.objects.filter(is_current=True, **rows).update(is_current=False)
    Match.objects.bulk_create(matches, batch_size=IN_ONE_INSERT)
    near.store(found.near, rows=rows, holds=standing.holds)
    return len(matches)


class Standing:
    """What is still open and still lets itself be matched, asked in the writing transaction.

    Since the facts were read, somebody may have hidden or closed what they offer.
    """

    def __init__(self, rows: list[Match | near.NearMiss]) -> None:
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


class _Context:
    """What the words and the priority of a pair need beyond the engine's facts."""

    def __init__(self, ranking) -> None:
        market = ranking.market
        self.priorities = priorities.by_name()
        opportunities = [number(need.key) for need in market.needs]
        offers = [number(s.key) for s in market.supplies if s.kind == "offer"]
        self.receivers = dict(
            Opportunity.objects.filter(pk__in=opportunities).values_list("pk", "organisation__kind")
        )
        self.givers = dict(
            Offer.objects.filter(pk__in=offers).values_list("pk", "organisation__kind")
        )

    def priority(self, need, supply):
        giver = self.givers.get(number(supply.key)) if supply.kind == "offer" else None
        name = priorities.served(
            kind=need.kind, giver=giver, receiver=self.receivers.get(number(need.key), "")
        )
        return self.priorities.get(name)


def _kept(ranking) -> Iterator:
    """The pairs that a run over one row keeps.

    Those on its own list, and those that enter the list of the other side: because that list is
    not full, because they beat its last, or because they are on it now.
    """
    market = ranking.market
    if len(market.needs) == 1:
        own, standing = "need", _lists_of_supplies()
    else:
        own, standing = "supply", _lists_of_needs()
    for pair in ranking.pairs():
        rank = pair.rank_for_need if own == "need" else pair.rank_for_supply
        other = pair.supply if own == "need" else pair.need
        count, least = standing.get(other, (0, 0))
        if rank is not None or count < ranking.top or pair.joint >= least:
            yield pair


def _lists_of_supplies() -> dict[str, tuple[int, int]]:
    answer: dict[str, tuple[int, int]] = {}
    for kind in ("person", "offer"):
        rows = (
            Match.objects.filter(is_current=True, **{f"{kind}__isnull": False})
            .values_list(f"{kind}_id")
            .annotate(count=Count("pk"), least=Min("joint"))
            .order_by()
        )
        answer |= {f"{kind}:{pk}": (count, least) for pk, count, least in rows}
    return answer


def _lists_of_needs() -> dict[str, tuple[int, int]]:
    rows = (
        Match.objects.filter(is_current=True)
        .values_list("opportunity_id")
        .annotate(count=Count("pk"), least=Min("joint"))
        .order_by()
    )
    return {f"opportunity:{pk}": (count, least) for pk, count, least in rows}


def _match(run, pair, ranking, names: Names, context: _Context, everything: bool) -> Match:
    from .. import engine

    market = ranking.market
    need, supply = market.need(pair.need), market.supply(pair.supply)
    explanation = engine.explain(
        market, pair.need, pair.supply, weights=ranking.weights, today=ranking.today
    )
    single_need = len(market.needs) == 1
    return Match(
        run=run,
        opportunity_id=number(pair.need),
        **supply_ids(pair.supply),
        fit=pair.fit,
        benefit=pair.benefit,
        joint=pair.joint,
        # In a run over one row the other side's rank says nothing: its list held one entry.
        rank_for_need=pair.rank_for_need if everything or single_need else None,
        rank_for_supply=pair.rank_for_supply if everything or not single_need else None,
        reasons={
            "harmonic": pair.harmonic,
            "parts_need": [asdict(part) for part in pair.parts_need],
            "parts_supply": [asdict(part) for part in pair.parts_supply],
            "adjustments": [asdict(step) for step in pair.adjustments],
            "words": wording.tell(
                explanation,
                need=need,
                supply=supply,
                names=names,
                returns_change=_returns_change(need, supply, pair, ranking),
            ),
        },
        missing=[asdict(gap) for gap in explanation.missing],
        priority=context.priority(need, supply),
    )


def _returns_change(need, supply, pair, ranking) -> str:
    """The one thing more to give back that would mean most to the supply, by re-scoring."""
    from dataclasses import replace

    from ..engine.features import score

    best, kind = pair.benefit, ""
    for asked in sorted(supply.asks - need.gives_back):
        changed = replace(need, gives_back=need.gives_back | {asked})
        after = score(changed, supply, market=ranking.market, weights=ranking.weights).benefit
        if after > best:
            best, kind = after, asked
    return wording.returns_change(kind, before=pair.benefit, after=best) if kind else ""
