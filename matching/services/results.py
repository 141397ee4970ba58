"""Writing what a judged ranking found: matches, near misses and openings, with their words."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from django.db.models import Count, Min

from opportunities.models import Opportunity
from profiles.models import Offer, Person

from .. import priorities, wording
from ..facts import Names, number, read_names
from ..models import Match, MatchRun, NearMiss, Opening

NEAR = 5
OPENINGS = 3
IN_ONE_INSERT = 500


def write(run: MatchRun, ranking, *, rows: Mapping[str, int], everything: bool) -> int:
    """Replace the current results of a scope by those of ``ranking``. Returns how many matches.

    ``rows`` is the filter of the scope: empty for everything. Runs inside the caller's transaction.
    """
    names = read_names(ranking.market)
    context = _Context(ranking)
    pairs = list(ranking.pairs() if everything else _kept(ranking))
    matches = [_match(run, pair, ranking, names, context, everything) for pair in pairs]
    if everything:
        matches = [match for match in matches if context.still_stands(match)]
    Match.objects.filter(is_current=True, **rows).update(is_current=False)
    matches.sort(key=lambda match: (-match.joint, match.rank_for_need or 0))
    Match.objects.bulk_create(matches, batch_size=IN_ONE_INSERT)
    _write_near(run, ranking, names, rows, context)
    _write_openings(run, ranking, rows)
    return len(matches)


class _Context:
    """What the words and the priority of a pair need beyond the engine's facts."""

    def __init__(self, ranking) -> None:
        market = ranking.market
        self.priorities = priorities.by_name()
        opportunities = [number(need.key) for need in market.needs]
        offers = [number(s.key) for s in market.supplies if s.kind == "offer"]
        people = [number(s.key) for s in market.supplies if s.kind == "person"]
        self.receivers = dict(
            Opportunity.objects.filter(pk__in=opportunities).values_list("pk", "organisation__kind")
        )
        self.givers = dict(
            Offer.objects.filter(pk__in=offers).values_list("pk", "organisation__kind")
        )
        # Asked again in the writing transaction: since the facts were read, somebody may have hidden.
        self.open_needs = set(
            Opportunity.objects.open().filter(pk__in=opportunities).values_list("pk", flat=True)
        )
        self.open_offers = set(
            Offer.objects.open().filter(pk__in=offers).values_list("pk", flat=True)
        )
        self.people = set(
            Person.objects.matchable().filter(pk__in=people).values_list("pk", flat=True)
        )

    def still_stands(self, row: Match | NearMiss) -> bool:
        if row.opportunity_id not in self.open_needs:
            return False
        if row.person_id:
            return row.person_id in self.people
        return row.offer_id in self.open_offers

    def priority(self, need, supply):
        giver = self.givers.get(number(supply.key)) if supply.kind == "offer" else None
        name = priorities.served(
            kind=need.kind, giver=giver, receiver=self.receivers.get(number(need.key), "")
        )
        return self.priorities.get(name)


def _supply_ids(key: str) -> dict[str, int]:
    kind, _, pk = key.partition(":")
    return {f"{kind}_id": int(pk)}


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
    answer = {}
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
        **_supply_ids(pair.supply),
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


def _write_near(run, ranking, names: Names, rows, context: _Context) -> None:
    """Near misses of the needs of a run; a run over one supply leaves them for the next full one.

    When a supply's facts changed, what was said of it as a near miss may no longer hold: it goes.
    """
    from .. import engine
    from .near import what_would_help

    NearMiss.objects.filter(**rows).delete()
    if rows and "opportunity_id" not in rows:
        return
    found = []
    for need in ranking.market.needs:
        misses = engine.near_misses(
            ranking.market, need.key, weights=ranking.weights, today=ranking.today, top=NEAR
        )
        for position, miss in enumerate(misses):
            supply = ranking.market.supply(miss.supply)
            change = what_would_help(need, supply, miss.gate, ranking)
            row = NearMiss(
                run=run,
                opportunity_id=number(need.key),
                **_supply_ids(miss.supply),
                position=position,
                gate=miss.gate.code,
                words=wording.near_miss(miss.gate.code, miss.gate.facts, change, names),
            )
            if context.still_stands(row) or miss.gate.code == "capacity":
                found.append(row)
    NearMiss.objects.bulk_create(found, batch_size=IN_ONE_INSERT)


def _write_openings(run, ranking, rows) -> None:
    """What one more skill would open to each person of a run."""
    from .. import engine

    if rows and "person_id" not in rows:
        return
    Opening.objects.filter(**rows).delete()
    found = []
    for supply in ranking.market.supplies:
        if supply.kind != "person":
            continue
        openings = engine.openings(
            ranking.market, supply.key, weights=ranking.weights, today=ranking.today
        )
        found += [
            Opening(
                run=run,
                person_id=number(supply.key),
                skill_id=row.skill,
                from_level=row.from_level,
                to_level=row.to_level,
                opens=len(row.needs),
            )
            for row in openings[:OPENINGS]
        ]
    Opening.objects.bulk_create(found, batch_size=IN_ONE_INSERT)
