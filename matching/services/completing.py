"""Completing a run whose chunks are all scored: lists put together, judged, and written at once.

One transaction: whoever reads sees the former results or the new ones. It holds no more in memory
than some needs' results at a time.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from common import outbox

from ..choices import RunState
from ..facts import supply_ids
from ..models import Match, MatchRun, NearMiss, Opening, RunChunk, RunPart
from . import near
from .copying import insert
from .packing import MATCHED, Part, as_pair, keys_of, part_count
from .results import Standing
from .scoring import TOP, JudgeDisagrees, ResultDigest, catch_up, fail, finish, hold_weights


def complete(run_id: int) -> None:
    """Put the chunks of a run together and make them what counts, in the caller's transaction."""
    run = MatchRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or run.state != RunState.RUNNING:
        return
    try:
        with transaction.atomic():
            hold_weights()
            _write(run)
            finish(run)
            catch_up(run)
            outbox.put("matching.measure_run", key=f"run:{run.pk}", run_id=run.pk)
    except JudgeDisagrees as error:
        fail(run, error)


def _write(run: MatchRun) -> None:
    needs = [row["key"] for row in run.facts["market"]["needs"]]
    digest = ResultDigest()
    Match.objects.filter(is_current=True).update(is_current=False)
    NearMiss.objects.all().delete()
    run.pairs_count = 0
    openings: list[dict[str, Any]] = []
    for number in range(part_count(len(needs))):
        part = _part(run, number)
        ranks = _ranks(run, keys_of(needs, number), part)
        matches = []
        for row in sorted(part.pairs, key=lambda row: (row["need"], row["supply"])):
            place = ranks.get((row["need"], row["supply"]))
            if place is None and row["rank_for_supply"] is None:
                continue
            digest.add(as_pair(row, place))
            matches.append(_match(run, row, place))
        matches.sort(key=lambda match: (-match.joint, match.rank_for_need or 0))
        misses = list(_misses(run, part))
        standing = Standing([*matches, *misses])
        matches = [match for match in matches if standing.holds(match)]
        insert(matches)
        insert([row for row in misses if row.gate == "capacity" or standing.holds(row)])
        run.pairs_count += len(matches)
        openings += part.openings
    near.replace_openings([Opening(run=run, **row) for row in openings], rows={})
    run.result_digest = digest.finish(TOP)
    run.needs_count = run.expected = run.progress = len(needs)
    paths = set(RunChunk.objects.filter(run=run).values_list("path", flat=True))
    run.path = paths.pop() if len(paths) == 1 else "both"
    RunPart.objects.filter(chunk__run=run).delete()


def _part(run: MatchRun, number: int) -> Part:
    """What all chunks found for some needs."""
    part = Part()
    rows = RunPart.objects.filter(chunk__run=run, number=number).order_by("chunk__number")
    for packed in rows.values_list("found", flat=True).iterator(chunk_size=1):
        part.add(bytes(packed))
    return part


def _ranks(run: MatchRun, needs, part: Part) -> dict[tuple[str, str], int]:
    """Places on the lists of these needs. Raises JudgeDisagrees."""
    from .. import engine
    from ..engine.checks import misplaced

    entries: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in part.pairs:
        if row["on_need"]:
            entries[row["need"]].append((row["joint"], row["used"], row["supply"]))
    ranks = {}
    for need in needs:
        listed = engine.merged(need, entries[need], seed=run.seed, top=TOP)
        problem = misplaced(need, listed, entries[need], seed=run.seed, top=TOP)
        if problem:
            raise JudgeDisagrees(problem)
        ranks.update({(need, supply): place for place, supply in enumerate(listed, start=1)})
    return ranks


def _match(run: MatchRun, row: dict[str, Any], place: int | None) -> Match:
    return Match(
        run=run,
        opportunity_id=int(row["need"].partition(":")[2]),
        **supply_ids(row["supply"]),
        rank_for_need=place,
        rank_for_supply=row["rank_for_supply"],
        **{name: row[name] for name in MATCHED},
    )


def _misses(run: MatchRun, part: Part) -> Iterator[NearMiss]:
    """The nearest of each need, of those that its chunks named."""
    of_needs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in part.misses:
        of_needs[row["opportunity_id"]].append(row)
    for rows in of_needs.values():
        rows.sort(key=lambda row: row["order"])
        for position, row in enumerate(rows[: near.NEAR]):
            kept = {name: value for name, value in row.items() if name != "order"}
            yield NearMiss(run=run, position=position, **kept)
