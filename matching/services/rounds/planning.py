"""A custodian plans a round: its rules, its dates, its sealed seed; or calls it off."""

import datetime
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.slugs import insert_with_slug
from common.states import IllegalMove, move
from profiles.models import User

from ...choices.rounds import OVER, PHASES, ROUND_MOVES, Goal, RoundState, Ties
from ...models import Round, RoundPhase, RoundSeed
from ...policies.rounds import may_plan
from . import telling
from .leaving import let_go
from .refusing import Refused
from .times import in_london

ALWAYS = frozenset({"title", "summary", "steward"})
RULES = frozenset({"ties", "goal", "most_choices", "blind"})
MOST_CHOICES = 50


def lock_round(round_: Round) -> Round:
    """The round as it is now, held until the transaction ends. Rounds are locked before all else."""
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    return Round.objects.get(pk=round_.pk)


@transaction.atomic
def create_round(
    *,
    by: User,
    title: str,
    starts: datetime.datetime,
    closes: Mapping[str, datetime.datetime],
    summary: str = "",
    **rules: Any,
) -> Round:
    """Write a draft with its eight dated phases. Nobody but custodians sees it yet.

    Raises PermissionDenied, Refused for dates out of order or a rule that there is not.
    """
    demand(may_plan(by))
    if unknown := set(rules) - RULES - ALWAYS:
        raise TypeError(f"A round has no {', '.join(sorted(unknown))}.")
    if not title.strip():
        raise Refused("Give the round a name.", "title")
    row = Round(title=title.strip(), summary=summary.strip(), created_by=by, **rules)
    _check_rules(row)
    _check_dates(starts, closes)
    insert_with_slug(row, row.title, among=Round, save=row.save)
    _write_phases(row, starts, closes)
    record("matching.round_created", by=by, about=row)
    return row


@transaction.atomic
def change_round(
    round_: Round,
    *,
    by: User,
    starts: datetime.datetime | None = None,
    closes: Mapping[str, datetime.datetime] | None = None,
    **values: Any,
) -> Round:
    """Change a draft; of a round that is planned, its name, its text and its steward only.

    Raises PermissionDenied, Refused for a rule or a date that people rely on already.
    """
    demand(may_plan(by))
    if unknown := set(values) - RULES - ALWAYS:
        raise TypeError(f"A round has no {', '.join(sorted(unknown))}.")
    row = lock_round(round_)
    if row.state in OVER:
        raise IllegalMove(row.state, "changed", "This round is over.")
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    if row.state != RoundState.DRAFT:
        if changed & RULES:
            raise Refused("People rely on these rules already, so they stay.", min(changed & RULES))
        if starts is not None or closes is not None:
            raise Refused("Move one phase at a time: everyone is told of each.", "starts")
    for name in changed:
        setattr(row, name, values[name])
    if not row.title.strip():
        raise Refused("Give the round a name.", "title")
    _check_rules(row)
    row.save(update_fields=[*changed, "changed"])
    if starts is not None and closes is not None:
        _check_dates(starts, closes)
        row.phases.all().delete()
        _write_phases(row, starts, closes)
    record("matching.round_changed", by=by, about=row, fields=sorted(changed))
    return row


def _check_rules(row: Round) -> None:
    if row.ties not in Ties.values:
        raise Refused("Choose what happens among equals.", "ties")
    if row.goal not in Goal.values:
        raise Refused("Choose the goal.", "goal")
    if type(row.most_choices) is not int or not 1 <= row.most_choices <= MOST_CHOICES:
        raise Refused(f"Choose a list of 1 to {MOST_CHOICES} placements.", "most_choices")


def _check_dates(starts: datetime.datetime, closes: Mapping[str, datetime.datetime]) -> None:
    before = starts
    for kind in PHASES:
        ends = closes.get(kind)
        called = RoundState(kind).label
        if ends is None:
            raise Refused(f"“{called}” needs a time at which it closes.", kind)
        if ends <= before:
            raise Refused(
                f"“{called}” closes at {in_london(ends)}, before it opens at {in_london(before)}. "
                "Phases follow each other and cannot overlap.",
                kind,
            )
        before = ends


def _write_phases(
    row: Round, starts: datetime.datetime, closes: Mapping[str, datetime.datetime]
) -> None:
    opens = starts
    for position, kind in enumerate(PHASES, start=1):
        RoundPhase.objects.create(
            round=row, kind=kind, position=position, opens_at=opens, closes_at=closes[kind]
        )
        opens = closes[kind]


@transaction.atomic
def open_round(round_: Round, *, by: User) -> Round:
    """Plan it: the seed is drawn and sealed, its hash is public, and the clock does the rest.

    Twice is the same as once. Raises PermissionDenied, Refused for a start that would leave no time.
    """
    demand(may_plan(by))
    row = lock_round(round_)
    if row.state != RoundState.DRAFT and row.state not in OVER:
        return row
    hibernation.demand_awake()
    now = timezone.now()
    first = row.phases.get(position=1)
    if first.closes_at <= now:
        raise Refused("The first phase would be over already. Choose later dates.", "starts")
    seal(row)
    move(row, RoundState.PLANNED, moves=ROUND_MOVES)
    record("matching.round_opened", by=by, about=row, seed_hash=row.seed_hash)
    from .phases import advance_round

    return advance_round(row, now=now)


def seal(row: Round) -> None:
    """Draw the lottery's seed and keep its hash beside the round, once and for good."""
    if row.seed_hash:
        return
    seed = secrets.token_hex(32)
    RoundSeed.objects.create(round=row, seed=seed)
    row.seed_hash = hashlib.sha256(seed.encode()).hexdigest()
    Round.objects.filter(pk=row.pk).update(seed_hash=row.seed_hash)


@transaction.atomic
def cancel_round(round_: Round, *, by: User, reason: str) -> Round:
    """Call it off before its results are out: placements go on by themselves, everyone is told.

    Raises PermissionDenied, Refused without a reason, IllegalMove once results are out.
    """
    demand(may_plan(by))
    row = lock_round(round_)
    if row.state == RoundState.CANCELLED:
        return row
    if not reason.strip():
        raise Refused("Say why: everyone who takes part reads it.", "reason")
    if row.is_published or row.publications.filter(state="asked").exists():
        raise IllegalMove(
            row.state, "cancelled", "Its results are out, so it cannot be called off."
        )
    was_draft = row.state == RoundState.DRAFT
    move(row, RoundState.CANCELLED, moves=ROUND_MOVES)
    row.ended_reason = reason.strip()[:300]
    row.save(update_fields=["ended_reason", "changed"])
    if not was_draft:
        telling.tell_everyone(
            row, "matching_round_cancelled", key="cancelled", reason=row.ended_reason
        )
    let_go(row)
    record("matching.round_cancelled", by=by, about=row)
    return row
