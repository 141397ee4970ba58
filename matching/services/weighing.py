"""Changing the weights: a draft, a comparison on the facts of today, and a switch by a second step.

A version that once counted is never changed, and its runs stay replayable. Going back is a draft
like others, whose switch makes the former version count again.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common import outbox
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from .. import policies
from ..choices import TRIAL_MOVES, TrialState
from ..models import WeightSet, WeightTrial
from .scoring import hold_weights

OPEN = (TrialState.DRAFT, TrialState.COMPARING, TrialState.COMPARED)


class WeightsRefused(ValueError):
    """Why these weights cannot be, in words; ``field`` is where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def draft_weights(*, by: User, restores: WeightSet | None = None) -> WeightTrial:
    """Begin a draft from what counts now, or from a former version to go back to."""
    demand(policies.may_weigh(by), hidden=True)
    current = hold_weights()
    if restores is not None and restores.pk == current.pk:
        raise WeightsRefused("These weights count already.")
    values = dict((restores or current).values)
    trial = WeightTrial.objects.create(
        based_on=current,
        restores=restores,
        values=values,
        why=f"Back to version {restores.version}." if restores else "",
        made_by=by,
    )
    record("matching.weights_drafted", by=by, about=trial, based_on=current.version)
    return trial


@transaction.atomic
def change_draft(
    trial: WeightTrial, *, by: User, values: Mapping[str, int], why: str
) -> WeightTrial:
    """Put other numbers into a draft. What was compared is void then.

    Raises WeightsRefused for numbers that break a promise of the engine, IllegalMove once it is over.
    """
    demand(policies.may_weigh(by), hidden=True)
    row = _held(trial)
    if row.state not in (TrialState.DRAFT, TrialState.COMPARED):
        raise IllegalMove(row.state, TrialState.DRAFT)
    changed = {**row.values, **values}
    check(changed)
    numbers_differ = changed != row.values
    if numbers_differ:
        row.values, row.compared, row.compared_at = changed, {}, None
        if row.restores is not None and changed != row.restores.values:
            row.restores = None
    row.why = why
    row.save(update_fields=["values", "compared", "compared_at", "restores", "why"])
    if numbers_differ and row.state == TrialState.COMPARED:
        move(row, TrialState.DRAFT, moves=TRIAL_MOVES)
    record("matching.weights_changed", by=by, about=row)
    return row


def check(values: Mapping[str, Any]) -> None:
    """Raises WeightsRefused for numbers that the engine refuses."""
    from .. import engine

    try:
        engine.Weights.from_dict(values)
    except ValueError as error:
        raise WeightsRefused(_in_words(str(error))) from error


def _in_words(said: str) -> str:
    if "five parts" in said:
        return (
            "Growth, what they get in return, themes, reward and a new link must add up to 10,000."
        )
    if "10 %" in said:
        return "“Never helped before” and “Few helped in the district” may come to 100 together."
    if "desirable" in said:
        return "A desirable skill may not count more than an essential one."
    return said


@transaction.atomic
def ask_comparison(trial: WeightTrial, *, by: User) -> WeightTrial:
    """Let the worker compare the draft with what counts now. Asked twice it is done once."""
    demand(policies.may_weigh(by), hidden=True)
    current = hold_weights()
    row = _held(trial)
    if row.state == TrialState.COMPARING:
        return row
    check(row.values)
    if _numbers(row.values) == _numbers(current.values):
        raise WeightsRefused("Nothing differs from the weights that count now.")
    row.based_on = current
    row.progress, row.expected, row.failure = 0, 1, ""
    row.save(update_fields=["based_on", "progress", "expected", "failure"])
    move(row, TrialState.COMPARING, moves=TRIAL_MOVES)
    outbox.put("matching.compare_weights", key=f"trial:{row.pk}", trial_id=row.pk)
    record("matching.weights_comparing", by=by, about=row)
    return row


def compare_trial(trial_id: int) -> dict[str, Any] | None:
    """The comparison itself, outside of a transaction, with its progress on the row."""
    from .comparing import compare

    trial = WeightTrial.objects.select_related("based_on").filter(pk=trial_id).first()
    if trial is None or trial.state != TrialState.COMPARING:
        return None

    def progress(done: int, expected: int) -> None:
        WeightTrial.objects.filter(pk=trial_id).update(progress=done, expected=expected)

    return {
        "values": trial.values,
        "found": compare(trial.based_on.values, trial.values, progress=progress),
    }


def note_comparison(answer: dict[str, Any] | None, *, trial_id: int) -> None:
    """Keep what was found; in the transaction that finishes the work."""
    row = WeightTrial.objects.select_for_update().filter(pk=trial_id).first()
    if row is None or row.state != TrialState.COMPARING or answer is None:
        return
    row.compared, row.compared_at = answer["found"], timezone.now()
    row.save(update_fields=["compared", "compared_at"])
    move(row, TrialState.COMPARED, moves=TRIAL_MOVES)


@transaction.atomic
def give_up_comparison(trial_id: int) -> None:
    """The work was dropped at the desk: the draft is a draft again."""
    row = WeightTrial.objects.select_for_update().filter(pk=trial_id).first()
    if row is not None and row.state == TrialState.COMPARING:
        row.failure = "It was given up. Compare again."
        row.save(update_fields=["failure"])
        move(row, TrialState.DRAFT, moves=TRIAL_MOVES)


@transaction.atomic
def switch_weights(trial: WeightTrial, *, by: User) -> WeightSet:
    """Let the compared weights count from now on, and score everything anew.

    Raises WeightsRefused when other weights count by now, or nobody said why; IllegalMove when it was
    not compared. Two custodians at once: the second is refused.
    """
    demand(policies.may_weigh(by), hidden=True)
    current = hold_weights()
    row = _held(trial)
    if row.state != TrialState.COMPARED:
        raise IllegalMove(row.state, TrialState.SWITCHED)
    if row.based_on_id != current.pk:
        raise WeightsRefused("The weights were changed meanwhile. Compare again with those.")
    if not row.why:
        raise WeightsRefused("Say why, in a sentence. Everybody can read it.", "why")
    WeightSet.objects.filter(pk=current.pk).update(is_current=False)
    if row.restores is not None:
        chosen = row.restores
        chosen.is_current = True
        chosen.save(update_fields=["is_current"])
    else:
        chosen = _next_version(current, row.values)
    row.becomes, row.switched_by, row.switched_at = chosen, by, timezone.now()
    row.save(update_fields=["becomes", "switched_by", "switched_at"])
    move(row, TrialState.SWITCHED, moves=TRIAL_MOVES)
    record("matching.weights_switched", by=by, about=row, version=chosen.version)
    outbox.put("matching.run_all", key="all")
    return chosen


def _next_version(current: WeightSet, values: Mapping[str, Any]) -> WeightSet:
    last = WeightSet.objects.filter(name=current.name).aggregate(last=Max("version"))["last"]
    return WeightSet.objects.create(
        name=current.name,
        version=last + 1,
        values={**values, "name": current.name, "version": last + 1},
        is_current=True,
    )


@transaction.atomic
def drop_draft(trial: WeightTrial, *, by: User) -> WeightTrial:
    """Give a draft up; it stays in the list of those that were tried."""
    demand(policies.may_weigh(by), hidden=True)
    row = _held(trial)
    move(row, TrialState.DROPPED, moves=TRIAL_MOVES)
    record("matching.weights_dropped", by=by, about=row)
    return row


@transaction.atomic
def ask_run(*, by: User) -> None:
    """Score everything as soon as the worker can. Asked twice it is done once."""
    demand(policies.may_weigh(by), hidden=True)
    work = outbox.put("matching.run_all", key="all")
    record("matching.run_asked", by=by, about=work)


def _numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("name", "version")}


def _held(trial: WeightTrial) -> WeightTrial:
    rows = WeightTrial.objects.select_for_update(of=("self",)).select_related(
        "restores", "based_on"
    )
    return rows.get(pk=trial.pk)
