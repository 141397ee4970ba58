"""A large run over everything in chunks, which workers on any number of machines score.

The facts are read once and kept with the chunks; each chunk is a piece of work in the outbox, so it
is claimed under a lease, tried again when its worker died, and found by beat's sweep when its bell
was lost. The last to finish, counted in the database under the run's lock, asks for the completion
(:mod:`matching.services.completing`), which alone writes matches.
"""

import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import outbox
from common.models import Work

from ..choices import RunState
from ..models import MatchRun, RunChunk, RunPart
from .packing import packed_parts
from .scoring import TOP, JudgeDisagrees, Progress, fail, judged

SCORING = "matching.score_chunk"
COMPLETING = "matching.complete_run"
PATIENCE = 0.5
LONGEST = 6 * 3600
"""Seconds that one chunk, or a completion, may take before its lease is not renewed any more."""


class ChunkGivenUp(Exception):
    """A chunk could not be scored, so the run is over."""


def split(run: MatchRun, market: Any, weights: Any, *, size: int) -> MatchRun:
    """Cut a run into chunks of ``size`` supplies, and ask for each of them."""
    from .. import engine

    document = engine.to_json(market, weights=weights, seed=run.seed, today=run.today)
    rows = document["market"].pop("supplies")
    cut = [rows[first : first + size] for first in range(0, len(rows), size)]
    run.facts, run.digest = document, document["digest"]
    run.needs_count, run.supplies_count = len(market.needs), len(rows)
    run.progress, run.expected = 0, len(cut)
    run.alive_at = timezone.now()
    with transaction.atomic():
        run.save()
        for number, some in enumerate(cut):
            chunk = RunChunk.objects.create(
                run=run, number=number, facts=some, supplies_count=len(some)
            )
            outbox.put(SCORING, key=f"run:{run.pk}:{number}", chunk_id=chunk.pk)
    return run


def compute_chunk(chunk_id: int) -> dict[str, Any] | None:
    """Score a chunk, judged, without holding the database; None when that is not wanted any more."""
    from .. import engine
    from . import near, results

    chunk = RunChunk.objects.filter(pk=chunk_id, finished=None).select_related("run").first()
    if chunk is None or chunk.run.state != RunState.RUNNING:
        return None
    facts = {name: value for name, value in chunk.run.facts.items() if name != "digest"}
    instance = engine.from_json({**facts, "market": {**facts["market"], "supplies": chunk.facts}})
    ranking = engine.rank(
        instance.market,
        weights=instance.weights,
        seed=instance.seed,
        today=instance.today,
        top=TOP,
    )
    try:
        judged(ranking)
    except JudgeDisagrees as error:
        return {"failure": str(error)}
    writer = results.Writer(chunk.run, ranking, names=results.read_names(ranking.market))
    pairs = [(pair, writer.match(pair)) for pair in ranking.pairs()]
    found = near.prepare(chunk.run, ranking, names=writer.names)
    needs = [need.key for need in ranking.market.needs]
    return {
        "pairs": len(pairs),
        "path": ranking.path,
        "parts": list(packed_parts(needs, found, pairs)),
    }


def keep_chunk(found: dict[str, Any] | None, chunk_id: int) -> None:
    """Keep what a chunk found, once, in the caller's transaction; the last asks for completion."""
    if found is None:
        return
    rows = RunChunk.objects.filter(pk=chunk_id)
    # Chunks that finish together take turns here, so that one of them sees that it is the last.
    held = MatchRun.objects.select_for_update().defer("facts")
    run = held.filter(pk__in=rows.values("run")).first()
    if run is None or run.state != RunState.RUNNING:
        return
    if "failure" in found:
        fail(run, JudgeDisagrees(found["failure"]))
        return
    now = timezone.now()
    if not rows.filter(finished=None).update(
        finished=now, pairs_count=found["pairs"], path=found["path"]
    ):
        return
    RunPart.objects.filter(chunk_id=chunk_id).delete()
    RunPart.objects.bulk_create(
        [
            RunPart(chunk_id=chunk_id, number=number, found=packed)
            for number, packed in enumerate(found["parts"])
        ],
        batch_size=20,
    )
    left = RunChunk.objects.filter(run=run, finished=None).count()
    MatchRun.objects.filter(pk=run.pk).update(progress=run.expected - left, alive_at=now)
    if not left:
        outbox.put(COMPLETING, key=f"run:{run.pk}", run_id=run.pk)


def complete_run(run_id: int) -> None:
    """Put the chunks of a run together, in the caller's transaction."""
    from .completing import complete

    complete(run_id)


@transaction.atomic
def give_up_chunk(chunk_id: int) -> None:
    """The run of a chunk that cannot be scored is over; what stood before it stands."""
    chunk = RunChunk.objects.filter(pk=chunk_id).select_related("run").first()
    if chunk is not None:
        words = f"chunk {chunk.number + 1} of {chunk.run.expected} failed at each try"
        fail(chunk.run, ChunkGivenUp(words))


@transaction.atomic
def give_up_run(run_id: int) -> None:
    """The run whose results cannot be put together is over."""
    run = MatchRun.objects.filter(pk=run_id).first()
    if run is not None:
        fail(run, ChunkGivenUp("its chunks could not be put together, at each try"))


def work_off(run: MatchRun, *, progress: Progress | None = None) -> MatchRun:
    """Do chunks of a run here, beside whoever else does some, until it is over.

    Raises JudgeDisagrees or ChunkGivenUp when it failed.
    """
    done = -1
    while True:
        run.refresh_from_db()
        if progress and run.progress != done and run.state == RunState.RUNNING:
            done = run.progress
            progress(done, run.expected)
        if run.state == RunState.FAILED:
            disagrees = run.failure.startswith("JudgeDisagrees")
            raise (JudgeDisagrees if disagrees else ChunkGivenUp)(run.failure.partition(": ")[2])
        if run.state != RunState.RUNNING:
            return run
        mine = Work.objects.due().filter(kind__in=[SCORING, COMPLETING])
        work = (
            mine.filter(key__startswith=f"run:{run.pk}:").first()
            or mine.filter(key=f"run:{run.pk}").first()
        )
        if work is None or not outbox.run_one(work.pk):
            time.sleep(PATIENCE)


def whole_facts(run: MatchRun) -> dict[str, Any]:
    """A run's facts in the published format, those of its chunks put back together."""
    facts = run.facts
    if not facts or "supplies" in facts["market"]:
        return facts
    rows: list[Any] = []
    for some in run.chunks.order_by("number").values_list("facts", flat=True):
        rows += some
    return {**facts, "market": {**facts["market"], "supplies": rows}}
