"""One need or supply that changed: its list, and the lists of others that change by it.

One transaction. The worker's index finds what changed, the independent judge is asked about those
lists in the whole market, and only what is new is written; what stands keeps its row.
"""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..choices import RunState, Trigger
from ..models import MatchRun
from .resident import Followed, resident
from .scoring import TOP, finish, hold_weights, judge

if TYPE_CHECKING:
    from ..engine import Market, Stated

MOST_RESTATED = 200
"""Of lists that are stored otherwise than they are now, so many are put right on the way; where
there are more, a run over everything is due, and only what concerns the row is written."""


@dataclass(frozen=True)
class Scope:
    """The row that changed."""

    kind: str
    pk: int

    @property
    def name(self) -> str:
        """How runs and the engine call it: ``opportunity:12``."""
        return f"{self.kind}:{self.pk}"

    @property
    def side(self) -> str:
        return "needs" if self.kind == "opportunity" else "supplies"

    @property
    def rows(self) -> dict[str, int]:
        """The filter that finds what is stored of it."""
        return {f"{self.kind}_id": self.pk}


def score_opportunity(opportunity_id: int, *, trigger: str = Trigger.PUBLISHED) -> MatchRun:
    """Score one opportunity against every supply. One that is not open loses its matches.

    Raises JudgeDisagrees, and then nothing is written.
    """
    return _score(Scope("opportunity", opportunity_id), trigger)


def score_person(person_id: int, *, trigger: str = Trigger.CHANGED) -> MatchRun:
    """Score one person against every need. One who hides loses their matches."""
    return _score(Scope("person", person_id), trigger)


def score_offer(offer_id: int, *, trigger: str = Trigger.CHANGED) -> MatchRun:
    """Score one offer against every need. One that is closed or full loses its matches."""
    return _score(Scope("offer", offer_id), trigger)


@transaction.atomic
def _score(scope: Scope, trigger: str) -> MatchRun:
    from .. import engine, facts
    from . import revising

    with resident() as kept:
        weight_set = hold_weights()
        weights = engine.Weights.from_dict(weight_set.values)
        today = timezone.localdate()
        seed = today.toordinal()
        market = facts.read(whole_vocabulary=True)
        last = _done().defer("facts").first()
        followed = kept.follow(market, last=last, top=TOP, weights=weights, seed=seed, today=today)
        market = followed.ranking.market
        changed, whole = _changed(scope, followed)
        previous = _done(scope.name).filter(weights=weight_set, today=today).first()
        still = not (changed.needs or changed.supplies or followed.edited)
        if previous and still and _row(previous.facts, scope) == _own(market, scope):
            transaction.on_commit(partial(kept.stored, last))
            return previous
        rewritten = {*followed.edited, scope.name}
        lists = _with_holders(followed, changed, rewritten)
        run = MatchRun.objects.create(
            state=RunState.RUNNING,
            trigger=trigger,
            scope=scope.name,
            opportunity_id=scope.pk
            if scope.kind == "opportunity" and _own(market, scope)
            else None,
            weights=weight_set,
            engine_version=engine.ENGINE_VERSION,
            seed=seed,
            today=today,
        )
        revision = revising.Revision(run, followed.ranking, lists, rewritten)
        judge(run, revision.stated, lists=lists, kept=revision.part)
        stands = revision.store(scope.rows)
        revision.store_near(scope.rows, _looked_at(market, scope))
        finish(run)
        if whole and stands:
            transaction.on_commit(partial(kept.stored, run))
        return run


def _done(scope: str = ""):
    """The finished runs, of everything or of one row where that is named, latest first."""
    rows = MatchRun.objects.filter(state=RunState.DONE).order_by("-finished", "-pk")
    return rows.filter(scope=scope) if scope else rows


def _changed(scope: Scope, followed: Followed) -> "tuple[Stated, bool]":
    """Whose lists are stored otherwise than they are now, and whether those are all there are."""
    from .. import engine
    from . import revising

    if followed.changed is not None:
        return followed.changed, True
    changed = revising.stored_otherwise(followed.ranking)
    if len(changed.needs) + len(changed.supplies) <= MOST_RESTATED:
        return changed, True
    near = revising.stored_partners(scope.rows)
    return (
        engine.Stated(
            tuple(key for key in changed.needs if key in near),
            tuple(key for key in changed.supplies if key in near),
        ),
        False,
    )


def _with_holders(followed: Followed, changed: "Stated", rewritten: set[str]) -> "Stated":
    """The lists that changed, those of the rewritten rows, and those that they are on."""
    from .. import engine

    ranking = followed.ranking
    needs, supplies = set(changed.needs), set(changed.supplies)
    for key in rewritten:
        if key in ranking.by_need:
            needs.add(key)
            supplies.update(ranking.by_supply.holding(key))
        elif key in ranking.by_supply:
            supplies.add(key)
            needs.update(ranking.by_need.holding(key))
    return engine.Stated(
        tuple(sorted(needs & set(ranking.by_need))),
        tuple(sorted(supplies & set(ranking.by_supply))),
    )


def _own(market: "Market", scope: Scope) -> dict | None:
    """The row itself, as stored facts hold it; None when it is not in the market."""
    from .. import engine

    try:
        part = engine.part_of(market, **{"needs": (), "supplies": (), scope.side: [scope.name]})
    except KeyError:
        return None
    return engine.row_as_dict(*getattr(part, scope.side))


def _row(facts: dict, scope: Scope) -> dict | None:
    rows = facts.get("market", {}).get(scope.side, ())
    return next((row for row in rows if row["key"] == scope.name), None)


def _looked_at(market: "Market", scope: Scope) -> "Market":
    """The row beside all of the other side, or nothing when it is not in the market."""
    from .. import engine

    own = [scope.name] if _own(market, scope) else []
    return engine.part_of(market, **{scope.side: own})
