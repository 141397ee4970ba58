"""What the worker does with a run: facts in, settled, judged, written down. No seat is taken here."""

import hashlib
import json
import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.activity import record

from ...choices.rounds import LIVE_RUNS, ROUND_RUN_MOVES, RoundRunKind, RoundRunState
from ...models import Round, RoundRun
from . import instances, telling
from .planning import lock_round

LONGEST = 120.0
"""Seconds that one search may take; then its best is shown, and says so."""
SIGN_EVERY = 1.0


class Stopped(Exception):
    """A custodian stopped the run."""


def compute(run_id: int) -> dict[str, Any] | None:
    """Outside of any transaction: settle and judge. None where there is nothing to do any more."""
    run = _begin(run_id)
    if run is None:
        return None
    from ... import engine
    from ...engine import rounds

    with transaction.atomic():
        round_ = lock_round(run.round)
        facts, rules = instances.read(
            round_,
            ties=run.ties,
            goal=run.goal,
            extra_seats=run.extra_seats,
            clearing=run.kind == RoundRunKind.CLEARING,
        )
    signs = Signs(run.pk)
    try:
        settlement = rounds.settle(facts, rules=rules, time_limit=LONGEST, progress=signs)
        advice: list[dict[str, Any]] = []
        if run.kind == RoundRunKind.ADVICE:
            found, _ = rounds.best_seats(facts, rules=rules, time_limit=LONGEST, progress=signs)
            advice = [
                {"placement": s.placement, "placed": s.placed, "better": s.better, "worse": s.worse}
                for s in found
            ]
    except Stopped:
        return None
    except engine.Refused as error:
        return {"failure": " ".join(str(error).split())[:400]}
    return judged(rounds.round_to_json(facts, rules=rules, settlement=settlement)) | {
        "advice": advice
    }


def judged(document: dict[str, Any]) -> dict[str, Any]:
    """A settled document in parts, with what the independent judge says of it."""
    from ...engine.checks import rounds as judge

    plain = json.loads(json.dumps(document))
    verdict = judge.judge(plain)
    result = plain.pop("result")
    return {
        "facts": plain,
        "result": result,
        "digest": plain["digest"],
        "engine": plain["engine"],
        "problems": list(verdict.problems),
    }


def digest_of(result: dict[str, Any]) -> str:
    """SHA-256 of a result in canonical JSON: the same on every machine."""
    text = json.dumps(result, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _begin(run_id: int) -> RoundRun | None:
    with transaction.atomic():
        run = RoundRun.objects.select_related("round").filter(pk=run_id).first()
        if run is None or run.state not in LIVE_RUNS:
            return None
        if run.state == RoundRunState.QUEUED:
            move(run, RoundRunState.RUNNING)
            run.started = timezone.now()
            run.save(update_fields=["started"])
        return run


def move(run: RoundRun, to: str) -> None:
    """Move a run to another state."""
    from common import states

    states.move(run, to, moves=ROUND_RUN_MOVES)


class Signs:
    """Shows in the row how far a run is, at most once a second; hears when it is to stop."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.last = 0.0

    def __call__(self, stage: str, done: int, whole: int) -> None:
        now = time.monotonic()
        if now - self.last < SIGN_EVERY:
            return
        self.last = now
        row = RoundRun.objects.filter(pk=self.run_id, state=RoundRunState.RUNNING)
        if not row.update(
            stage=stage[:60], progress=done, expected=max(done, whole), alive_at=timezone.now()
        ):
            raise Stopped


def store(found: dict[str, Any] | None, run_id: int) -> None:
    """Write what came out, once. A run that was stopped meanwhile keeps nothing."""
    run = RoundRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if found is None or run is None or run.state != RoundRunState.RUNNING:
        return
    run.finished = run.alive_at = timezone.now()
    failure = found.get("failure", "")
    if not failure and found["problems"]:
        failure = "The judge does not agree with the outcome."
    if failure:
        run.failure, run.problems = failure, found.get("problems", [])
        run.save(update_fields=["failure", "problems", "finished", "alive_at"])
        move(run, RoundRunState.FAILED)
        record("matching.round_run_failed", by=None, about=run)
        telling.tell(
            run.round,
            "matching_round_late",
            telling.custodians(),
            key=f"failed:{run.pk}",
            phase="The run",
            what=failure,
            link=f"/desk{run.round.get_absolute_url()}",
        )
        return
    fill_in(run, found)
    run.save()
    move(run, RoundRunState.DONE)
    record("matching.round_run_done", by=None, about=run, digest=run.digest)


def fill_in(run: RoundRun, found: dict[str, Any]) -> None:
    """Put a judged outcome into a row, not saved."""
    run.facts, run.result = found["facts"], found["result"]
    run.advice = found.get("advice", [])
    run.engine_version, run.digest = found["engine"], found["digest"]
    run.result_digest = digest_of(found["result"])
    run.expected = len(found["facts"]["round"]["applicants"])
    run.progress, run.stage = run.expected, ""


def still_holds(run: RoundRun, round_: Round) -> bool:
    """Whether the facts of a run are those of the round as it is now, under the round's own rules."""
    from ...engine import rounds

    if run.extra_seats or run.ties != round_.ties or run.goal != round_.goal:
        return False
    facts, rules = instances.read(round_, clearing=run.kind == RoundRunKind.CLEARING)
    return rounds.round_to_json(facts, rules=rules)["digest"] == run.digest
