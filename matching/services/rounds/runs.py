"""Runs of a round: asked for by a custodian or the clock, done by the worker, kept as scenarios.

The worker reads the facts in one transaction, settles and judges them outside of any, and writes the result
in another. Killed in between, the run is begun again by whoever claims the row next: the same facts give
the same result, and nobody has a seat from a run before it is published.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from common import outbox
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from ...choices.rounds import (
    DECIDING,
    LIVE_RUNS,
    ROUND_RUN_MOVES,
    Goal,
    RoundRunKind,
    RoundRunState,
    RoundState,
    Ties,
)
from ...models import Round, RoundPlace, RoundRun
from ...policies.rounds import may_run
from .planning import lock_round
from .refusing import Refused

K = RoundRunKind
WORK = "matching.settle_round"
MOST_KEPT = 20
MOST_UNKEPT = 40
MOST_EXTRA = 50
ASKABLE = frozenset({K.MAIN, K.SCENARIO, K.ADVICE, K.CLEARING})


@transaction.atomic
def start_run(
    round_: Round,
    *,
    by: User | None,
    kind: str = "main",
    name: str = "",
    ties: str = "",
    goal: str = "",
    extra_seats: Mapping[int, int] | None = None,
) -> RoundRun:
    """Ask the worker to settle the round; the row shows how far it is. One is live at a time: that is
    returned when there is one. A *scenario* may change rules and seats (ids of places -> seats more);
    *advice* asks for the one seat that helps most; *clearing* settles what is left. Raises Http404,
    IllegalMove outside of its time, Refused.
    """
    demand(by is None or may_run(by), hidden=True)
    row = lock_round(round_)
    live = row.runs.filter(state__in=LIVE_RUNS).first()
    if live is not None:
        return live
    if kind not in ASKABLE:
        raise Refused("There is no such run.", "kind")
    _demand_time(row, kind)
    if kind != K.SCENARIO and (ties or goal or extra_seats):
        raise Refused("Only a scenario can have other rules or more seats.", "kind")
    if ties and ties not in Ties.values:
        raise Refused("Choose what happens among equals.", "ties")
    if goal and goal not in Goal.values:
        raise Refused("Choose the goal.", "goal")
    return ask_for_run(
        row, by=by, kind=kind, name=name, ties=ties, goal=goal, extra=_extra(row, extra_seats)
    )


def _demand_time(row: Round, kind: str) -> None:
    if kind == K.CLEARING:
        if row.state != RoundState.CLEAR:
            raise IllegalMove(row.state, "run", "Clearing is settled while its phase is open.")
        return
    if row.is_published:
        raise IllegalMove(row.state, "run", "The results are out, so the round is settled no more.")
    if row.state not in DECIDING:
        raise IllegalMove(
            row.state, "run", "A round is settled once lists and tiers are closed, not before."
        )


def _extra(row: Round, extra: Mapping[int, int] | None) -> dict[str, int]:
    known = dict(RoundPlace.objects.filter(round=row, is_in=True).values_list("pk", "key"))
    found = {}
    for pk, seats in (extra or {}).items():
        if pk not in known or type(seats) is not int or not 0 <= seats <= MOST_EXTRA:
            raise Refused(
                f"Give 0 to {MOST_EXTRA} seats more, for placements in it.", "extra_seats"
            )
        if seats:
            found[known[pk]] = seats
    return found


@transaction.atomic
def ask_for_run(
    row: Round,
    *,
    by: User | None,
    kind: str,
    name: str = "",
    ties: str = "",
    goal: str = "",
    extra: Mapping[str, int] | None = None,
) -> RoundRun:
    """Write the row of a run and ring for the worker. The round is locked already."""
    live = row.runs.filter(state__in=LIVE_RUNS).first()
    if live is not None:
        return live
    run = RoundRun.objects.create(
        round=row,
        kind=kind,
        name=name.strip()[:80],
        ties=ties or row.ties,
        goal=goal or row.goal,
        extra_seats=dict(extra or {}),
        requested_by=by,
    )
    _thin(row)
    outbox.put(WORK, key=f"run:{run.pk}", run_id=run.pk)
    record("matching.round_run_asked", by=by, about=run, kind=str(kind))
    return run


def _thin(row: Round) -> None:
    """Forget the oldest runs of a round beyond the last ones; never one that is kept or was published."""
    over = RoundRun.objects.filter(round=row, kept=False, publication=None)
    over = over.exclude(state__in=LIVE_RUNS).order_by("-created", "-pk")
    old = list(over.values_list("pk", flat=True)[MOST_UNKEPT : MOST_UNKEPT + 100])
    RoundRun.objects.filter(pk__in=old).delete()


@transaction.atomic
def stop_run(run: RoundRun, *, by: User) -> RoundRun:
    """Stop a live run; nothing of it is kept. Raises Http404. One that is done stays done."""
    demand(may_run(by), hidden=True)
    lock_round(run.round)
    row = RoundRun.objects.get(pk=run.pk)
    if row.state not in LIVE_RUNS:
        return row
    move(row, RoundRunState.STOPPED, moves=ROUND_RUN_MOVES)
    row.finished = timezone.now()
    row.save(update_fields=["finished"])
    record("matching.round_run_stopped", by=by, about=row)
    return row


@transaction.atomic
def keep_run(run: RoundRun, *, by: User, name: str) -> RoundRun:
    """Keep a run as a scenario with a name, to compare it with others. Raises Http404, Refused."""
    demand(may_run(by), hidden=True)
    lock_round(run.round)
    row = RoundRun.objects.get(pk=run.pk)
    if row.state != RoundRunState.DONE:
        raise Refused("Keep a run once it is done.")
    if not name.strip():
        raise Refused("Give it a name.", "name")
    if (
        RoundRun.objects.filter(round=row.round_id, kept=True).exclude(pk=row.pk).count()
        >= MOST_KEPT
    ):
        raise Refused(f"{MOST_KEPT} scenarios are kept. Drop one first.", "name")
    row.kept, row.name = True, name.strip()[:80]
    row.save(update_fields=["kept", "name"])
    record("matching.round_run_kept", by=by, about=row)
    return row


@transaction.atomic
def drop_run(run: RoundRun, *, by: User) -> None:
    """Forget a run that nothing was published from. Raises IllegalMove for one that was, or is live."""
    demand(may_run(by), hidden=True)
    lock_round(run.round)
    row = RoundRun.objects.filter(pk=run.pk).first()
    if row is None:
        return
    if row.is_live:
        raise IllegalMove(row.state, "dropped", "It is under way. Stop it first.")
    if hasattr(row, "publication"):
        raise IllegalMove(row.state, "dropped", "Results were published from it, so it stays.")
    record("matching.round_run_dropped", by=by, about=row)
    row.delete()
