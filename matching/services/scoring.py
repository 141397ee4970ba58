"""A run over everything: facts in, judged matches out.

It reads and ranks outside of a transaction, shows its progress, and writes all its results in one.
The independent judge is asked first, and one writer at a time holds the current weights, so that
results never interleave. One need or supply by itself: :mod:`matching.services.rescoring`; what is
more than one chunk: :mod:`matching.services.chunks`.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from common import outbox
from common.states import move

from ..choices import EVERYTHING, RUN_MOVES, RunState, Trigger
from ..models import Match, MatchRun, NearMiss, Opening, RunChunk, WeightSet

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
    """Score everything against everything, and wait until that is done.

    ``progress`` is called with (needs done, needs), or with chunks where there are several; this
    process then is one of the workers. Raises RunUnderWay when another such run is at work,
    JudgeDisagrees when the judge is not satisfied; the run is then marked as failed.
    """
    from . import chunks

    run = begin_all(trigger=trigger, progress=progress)
    return chunks.work_off(run, progress=progress) if run.state == RunState.RUNNING else run


def begin_all(*, trigger: str, progress: Progress | None = None) -> MatchRun:
    """Score everything, or cut it into chunks for whichever worker is free.

    What fits one chunk is done here and now; otherwise the run comes back as it is running. Raises
    as :func:`run_all`.
    """
    from .. import engine, facts
    from . import chunks, results

    run = _begin(trigger)
    try:
        weights = engine.Weights.from_dict(run.weights.values)
        asked = outbox.asked_for("matching.score_person", "matching.score_offer")
        market = facts.read()
        if len(market.supplies) > settings.FORUM_RUN_CHUNK:
            return chunks.split(run, market, weights, size=settings.FORUM_RUN_CHUNK)
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
            catch_up(run)
    except BaseException as error:
        fail(run, error)
        raise
    return run


def _begin(trigger: str) -> MatchRun:
    """Write the row of a run over everything, unless another one is alive."""
    from .. import engine

    today = timezone.localdate()
    # A run in chunks cannot die without a word: each chunk is work that is tried again.
    dead = MatchRun.objects.filter(
        scope=EVERYTHING,
        state=RunState.RUNNING,
        alive_at__lt=timezone.now() - DEAD_AFTER,
        chunks__isnull=True,
    )
    for run in dead:
        fail(run, RuntimeError("it stopped without a word"))
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


def judged(ranking, *, lists=None) -> dict[str, Any]:
    """A ranking and its facts as the published format has them. Raises JudgeDisagrees."""
    from .. import engine
    from ..engine import checks

    document = engine.to_json(
        ranking.market,
        weights=ranking.weights,
        seed=ranking.seed,
        today=ranking.today,
        lists=lists,
        ranking=ranking,
    )
    verdict = checks.judge(json.loads(json.dumps(document)), budget=JUDGED_PAIRS, top=TOP)
    if not verdict.holds:
        raise JudgeDisagrees(" ".join(verdict.problems[:3]))
    return document


def judge(run: MatchRun, ranking, *, lists=None, kept=None) -> None:
    """Ask the judge about a ranking, and note its facts and answer on the run.

    With ``lists`` it is asked about those alone, and ``kept``, the part of the market that they
    follow from, becomes the run's facts. Raises JudgeDisagrees.
    """
    from .. import engine

    market = ranking.market
    facts = {"weights": ranking.weights, "seed": run.seed, "today": run.today, "lists": lists}
    document = judged(ranking, lists=lists)
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


class ResultDigest:
    """SHA-256 over a ranking's canonical JSON, pair after pair: equal results, equal digest."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256(b'{"pairs":[')
        self._between = b""

    def add(self, pair: Mapping[str, Any]) -> None:
        """The next pair, in the order of the keys of need and supply."""
        self._hash.update(self._between + _canonical(pair))
        self._between = b","

    def finish(self, top: int) -> str:
        """The digest, in hex."""
        self._hash.update(b'],"top":' + _canonical(top) + b"}")
        return self._hash.hexdigest()


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def result_digest(result: dict) -> str:
    """The digest of a whole result."""
    return hashlib.sha256(_canonical(result)).hexdigest()


def catch_up(run: MatchRun) -> None:
    """What was scored by itself while everything was ranked is scored once more: it was newer."""
    newer = MatchRun.objects.filter(state=RunState.DONE, finished__gt=run.started).exclude(
        scope=EVERYTHING
    )
    for name in set(newer.values_list("scope", flat=True)):
        kind, _, pk = name.partition(":")
        ids: dict[str, Any] = {f"{kind}_id": int(pk)}
        outbox.put(f"matching.score_{kind}", key=name, **ids)


def fail(run: MatchRun, error: BaseException) -> None:
    """End a run that goes on, with the error for custodians; nothing of it is kept."""
    words = f"{type(error).__name__}: {error}"[:400]
    RunChunk.objects.filter(run=run, run__state=RunState.RUNNING).delete()
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
    stale = MatchRun.objects.filter(finished__lt=before).exclude(matches__is_current=True)
    RunChunk.objects.filter(run__in=stale).delete()
    stale.exclude(facts={}).update(facts={})
    thin_runs(now).delete()
    return gone
