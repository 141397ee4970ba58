"""A run over everything: facts in, judged matches out.

It reads and ranks outside of a transaction, shows its progress, and writes all its results in one.
The independent judge is asked first, and one writer at a time holds the current weights, so that
results never interleave. One need or supply by itself: :mod:`matching.services.rescoring`.
"""

import datetime
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from common import outbox
from common.states import move

from ..choices import EVERYTHING, RUN_MOVES, RunState, Trigger
from ..models import Match, MatchRun, NearMiss, Opening, WeightSet

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


def run_all(*, trigger: str = Trigger.COMMAND, progress: Progress | None = None) -> MatchRun:
    """Score everything against everything.

    ``progress`` is called with (needs done, needs). Raises RunUnderWay when another such run is at
    work, JudgeDisagrees when the judge is not satisfied; the run is then marked as failed.
    """
    from .. import engine, facts
    from . import results

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
        judge(run, ranking)
        found = results.prepare(run, ranking, progress=_reporter(run, progress))
        with transaction.atomic():
            hold_weights()
            run.pairs_count = results.store(found)
            finish(run)
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


def hold_weights() -> WeightSet:
    """The current weights, locked: writers of results take turns on this row."""
    return WeightSet.objects.select_for_update().get(is_current=True)


def judge(run: MatchRun, ranking, *, lists=None, kept=None) -> None:
    """Ask the judge about a ranking, and note its facts and answer on the run.

    With ``lists`` it is asked about those alone, and ``kept``, the part of the market that they
    follow from, becomes the run's facts. Raises JudgeDisagrees.
    """
    from .. import engine
    from ..engine import checks

    market = ranking.market
    facts = {"weights": ranking.weights, "seed": run.seed, "today": run.today, "lists": lists}
    document = engine.to_json(market, **facts, ranking=ranking)
    verdict = checks.judge(json.loads(json.dumps(document)), budget=JUDGED_PAIRS, top=TOP)
    if not verdict.holds:
        raise JudgeDisagrees(" ".join(verdict.problems[:3]))
    run.result_digest = result_digest(document.pop("result"))
    run.facts = document if kept is None else engine.to_json(kept, **facts)
    run.digest = run.facts["digest"]
    run.path = ranking.path
    run.needs_count = run.expected = run.progress = len(market.needs)
    run.supplies_count = len(market.supplies)


def finish(run: MatchRun) -> None:
    """Mark a run as done whose results are written in this transaction."""
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


def thin_runs(now: datetime.datetime) -> QuerySet[MatchRun]:
    """Finished runs that are over a month old and that nothing points to any longer.

    The last one over everything stays, whatever points to it.
    """
    last = MatchRun.objects.filter(scope=EVERYTHING, state=RunState.DONE)
    kept = last.order_by("-finished", "-pk").values_list("pk", flat=True)[:1]
    pointed = [
        Exists(model.objects.filter(run=OuterRef("pk"))) for model in (Match, NearMiss, Opening)
    ]
    rows = MatchRun.objects.filter(finished__lt=now - KEPT_FOR).exclude(pk__in=list(kept))
    for found in pointed:
        rows = rows.filter(~found)
    return rows


@transaction.atomic
def forget_old(*, now: datetime.datetime | None = None) -> int:
    """Drop superseded matches, the facts of runs that nothing current came from, and then such runs.

    After a month. Returns how many matches went. A match stays that an introduction came from, or
    that somebody challenged.
    """
    now = now or timezone.now()
    before = now - KEPT_FOR
    old = Match.objects.filter(
        is_current=False,
        run__finished__lt=before,
        introductions__isnull=True,
        appeals__isnull=True,
    )
    gone = old.delete()[1].get("matching.Match", 0)
    MatchRun.objects.filter(finished__lt=before).exclude(matches__is_current=True).exclude(
        facts={}
    ).update(facts={})
    thin_runs(now).delete()
    return gone
