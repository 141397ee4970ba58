"""Scoring: facts in, judged matches out. The only writer of runs.

A run over one need or one supply is one transaction. A run over everything reads and ranks outside
of one, shows its progress, and writes all its results in one. Either way the independent judge is
asked first, and one writer at a time holds the current weights, so that results never interleave.
"""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import outbox
from common.states import move

from ..choices import EVERYTHING, RUN_MOVES, RunState, Trigger
from ..models import Match, MatchRun, WeightSet

TOP = 20
JUDGED_PAIRS = 10_000
"""How many pairs the judge scores again in search of omissions; each listed pair it always does."""
DEAD_AFTER = datetime.timedelta(minutes=5)
KEPT_FOR = datetime.timedelta(days=30)

Progress = Callable[[int, int], None]


class JudgeDisagrees(Exception):
    """The judge found something wrong, so nothing was written."""


class RunUnderWay(Exception):
    """Another run over everything is still working."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run
        super().__init__(run.pk)

    def __str__(self) -> str:
        return f"Run {self.run.pk} is under way: {self.run.progress} of {self.run.expected} done."


@dataclass(frozen=True)
class Scope:
    """What a run looks at: everything, or one row of one kind."""

    kind: str = EVERYTHING
    pk: int = 0

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.pk}" if self.pk else self.kind

    @property
    def narrowed(self) -> dict[str, list[int]]:
        """The arguments that narrow ``facts.read`` to this scope."""
        return {
            "opportunity": {"opportunity_ids": [self.pk]},
            "person": {"person_ids": [self.pk], "offer_ids": []},
            "offer": {"offer_ids": [self.pk], "person_ids": []},
        }.get(self.kind, {})

    @property
    def rows(self) -> dict[str, int]:
        """The filter that finds this scope's matches."""
        return {f"{self.kind}_id": self.pk} if self.pk else {}


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
    from . import results

    weight_set = _hold_weights()
    weights = engine.Weights.from_dict(weight_set.values)
    today = timezone.localdate()
    seed = today.toordinal()
    market = facts.read(**scope.narrowed)
    found = engine.digest(market, weights=weights, seed=seed, today=today)
    last = _last_done(scope)
    if last is not None and last.scope == scope.name and last.digest == found:
        return last
    run = MatchRun.objects.create(
        state=RunState.RUNNING,
        trigger=trigger,
        scope=scope.name,
        opportunity_id=scope.pk if scope.kind == "opportunity" and market.needs else None,
        weights=weight_set,
        engine_version=engine.ENGINE_VERSION,
        seed=seed,
        today=today,
    )
    ranking = engine.rank(market, weights=weights, seed=seed, today=today, top=TOP)
    _judge(run, ranking)
    _store(run, scope, results.prepare(run, ranking, everything=False))
    return run


def run_all(*, trigger: str = Trigger.COMMAND, progress: Progress | None = None) -> MatchRun:
    """Score everything against everything.

    ``progress`` is called with (needs done, needs). Raises RunUnderWay when another such run is at
    work, JudgeDisagrees when the judge is not satisfied; the run is then marked as failed.
    """
    from .. import engine, facts
    from . import results

    scope = Scope()
    run = _begin(trigger)
    try:
        weights = engine.Weights.from_dict(run.weights.values)
        asked = outbox.asked_for("matching.score_person", "matching.score_offer")
        market = facts.read()
        MatchRun.objects.filter(pk=run.pk).update(expected=len(market.needs))
        ranking = engine.rank(
            market,
            weights=weights,
            seed=run.seed,
            today=run.today,
            top=TOP,
        )
        _judge(run, ranking)
        found = results.prepare(run, ranking, everything=True, progress=_reporter(run, progress))
        with transaction.atomic():
            _hold_weights()
            _store(run, scope, found)
            outbox.answered(asked)
            _catch_up(run)
    except BaseException as error:
        _fail(run, error)
        raise
    return run


def _begin(trigger: str) -> MatchRun:
    """Write the row of a run over everything, unless another one is alive."""
    from .. import engine

    today = timezone.localdate()
    dead = MatchRun.objects.filter(
        scope=EVERYTHING, state=RunState.RUNNING, alive_at__lt=timezone.now() - DEAD_AFTER
    )
    for run in dead:
        _fail(run, RuntimeError("it stopped without a word"))
    try:
        with transaction.atomic():
            return MatchRun.objects.create(
                state=RunState.RUNNING,
                trigger=trigger,
                weights=WeightSet.objects.get(is_current=True),
                engine_version=engine.ENGINE_VERSION,
                seed=today.toordinal(),
                today=today,
            )
    except IntegrityError:
        alive = MatchRun.objects.filter(scope=EVERYTHING, state=RunState.RUNNING).first()
        if alive is None:
            raise
        raise RunUnderWay(alive) from None


def _reporter(run: MatchRun, progress: Progress | None) -> Progress:
    """Note progress on the row about twenty times, and pass every step on."""

    def report(done: int, expected: int) -> None:
        if done == expected or done % max(1, expected // 20) == 0:
            MatchRun.objects.filter(pk=run.pk).update(progress=done, alive_at=timezone.now())
        if progress:
            progress(done, expected)

    return report


def _hold_weights() -> WeightSet:
    """The current weights, locked: writers of results take turns on this row."""
    return WeightSet.objects.select_for_update().get(is_current=True)


def _last_done(scope: Scope) -> MatchRun | None:
    """The last finished run that wrote this scope as a whole."""
    return (
        MatchRun.objects.filter(state=RunState.DONE, scope__in=[scope.name, EVERYTHING])
        .order_by("-finished", "-pk")
        .first()
    )


def _judge(run: MatchRun, ranking) -> None:
    """Ask the judge about a ranking, and note its facts and answer on the run."""
    from .. import engine
    from ..engine import checks

    market = ranking.market
    document = engine.to_json(
        market, weights=ranking.weights, seed=run.seed, today=run.today, ranking=ranking
    )
    verdict = checks.judge(json.loads(json.dumps(document)), budget=JUDGED_PAIRS)
    if not verdict.holds:
        raise JudgeDisagrees(" ".join(verdict.problems[:3]))
    run.result_digest = result_digest(document.pop("result"))
    run.facts = document
    run.digest = document["digest"]
    run.needs_count = run.expected = run.progress = len(market.needs)
    run.supplies_count = len(market.supplies)


def _store(run: MatchRun, scope: Scope, found) -> None:
    """Write the results and mark the run as done, all or nothing."""
    from . import results

    run.pairs_count = results.store(found, rows=scope.rows)
    run.finished = run.alive_at = timezone.now()
    run.save()
    move(run, RunState.DONE, moves=RUN_MOVES)


def result_digest(result: dict) -> str:
    """SHA-256 over a ranking's canonical JSON: equal results, equal digest."""
    text = json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _catch_up(run: MatchRun) -> None:
    """What was scored by itself while everything was ranked is scored once more: it was newer."""
    newer = MatchRun.objects.filter(state=RunState.DONE, finished__gt=run.started).exclude(
        scope=EVERYTHING
    )
    for name in set(newer.values_list("scope", flat=True)):
        kind, _, pk = name.partition(":")
        ids: dict[str, Any] = {f"{kind}_id": int(pk)}
        outbox.put(f"matching.score_{kind}", key=name, **ids)


def _fail(run: MatchRun, error: BaseException) -> None:
    words = f"{type(error).__name__}: {error}"[:400]
    MatchRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
        state=RunState.FAILED, finished=timezone.now(), failure=words
    )


@transaction.atomic
def forget_old(*, now: datetime.datetime | None = None) -> int:
    """Drop superseded matches and the facts of runs that nothing current came from, after a month.

    Returns how many matches went. A match that an introduction came from stays.
    """
    before = (now or timezone.now()) - KEPT_FOR
    old = Match.objects.filter(
        is_current=False, run__finished__lt=before, introductions__isnull=True
    )
    gone = old.delete()[1].get("matching.Match", 0)
    MatchRun.objects.filter(finished__lt=before).exclude(matches__is_current=True).exclude(
        facts={}
    ).update(facts={})
    return gone
