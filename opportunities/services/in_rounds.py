"""Placements whose places are given in a round: what is different for their applications meanwhile.

A placement is *rolling*, where its host answers one by one against a clock, or *in one round*, where all
are answered at once. Who is in which round the app above knows; here stands only that it is in one. Every
place that is won in a round goes through :func:`win_place`, which is the same ledger as ever.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.activity import entries_about, record
from common.states import IllegalMove, move
from profiles.services import end_disclosures

from ..application_choices import (
    TAKEN_BACK_MOVES,
    WAITS_FOR_HOST,
    ApplicationState,
    DeclineReason,
)
from ..choices import InRound, Lifecycle
from ..models import (
    Application,
    ApplicationForm,
    Decision,
    Opportunity,
    OpportunityState,
    PlacementRecord,
    SeatEntry,
)
from ..placement_choices import PlacementState
from .moving import advance
from .placing import finish_record
from .seats import give_back, holds_place, lock, take_place
from .sharing import realign_application

S = ApplicationState
TIERS = (1, 2, 3)
WON = ("round", "swap")
MOVED = ("swapped", "moved up")
WINS_FROM = WAITS_FOR_HOST | {S.RESERVE, S.OFFERED}
IN_A_ROUND = (
    "This placement is in a round: places are given to everybody at once, when its results are out."
)


def demand_rolling(application: Application, to: str) -> None:
    """Raises IllegalMove, in words, where a round decides and not the host."""
    if application.opportunity.state.in_round:
        raise IllegalMove(application.state, to, IN_A_ROUND)


@transaction.atomic
def enter_round(opportunity: Opportunity, *, blind: bool) -> None:
    """From now on a round gives its places, and nobody waits for an answer one by one.

    Raises IllegalMove, with a sentence, for what cannot be in one: no firm placement that is live,
    for teams, without a free place, or with offers that are open.
    """
    state = OpportunityState.objects.select_for_update().get(pk=opportunity.pk)
    if reason := _what_keeps_out(opportunity, state):
        raise IllegalMove(state.lifecycle, "in a round", reason)
    state.in_round = InRound.BLIND if blind else InRound.NAMED
    state.save(update_fields=["in_round"])
    waiting = Application.objects.filter(opportunity=opportunity.pk, state__in=WAITS_FOR_HOST)
    waiting.update(answer_by=None, reminded=0, reminded_on=None)
    record("opportunities.entered_round", by=None, about=opportunity)


def _what_keeps_out(opportunity: Opportunity, state: OpportunityState) -> str:
    if opportunity.kind != "placement" or opportunity.tentative:
        return "Only firm placements can be in a round."
    if not opportunity.live or state.lifecycle != Lifecycle.OPEN:
        return "Only a placement that is published and open can be in a round."
    if state.in_round:
        return "It is in a round already, and it can be in one only."
    if state.seats_taken >= state.seats_cap:
        return "It has no free place."
    alive = Application.objects.alive().filter(opportunity=opportunity.pk)
    if ApplicationForm.objects.filter(pk=opportunity.pk, takes_teams=True).exists():
        return "It takes teams, and a round places people one by one. Change that first."
    if alive.filter(members__isnull=False).exists():
        return "A team has applied for it, and a round places people one by one."
    if alive.filter(state=S.OFFERED).exists():
        return "An offer for it is open. Wait until it is answered."
    if Decision.objects.filter(application__opportunity=opportunity.pk).exists():
        return "Decisions about it are written and not sent. Send them, or take them back."
    return ""


@transaction.atomic
def leave_round(opportunity: Opportunity) -> None:
    """It is rolling again: whoever waits has an answer within as many days as the host promised."""
    if (
        not OpportunityState.objects.filter(pk=opportunity.pk)
        .exclude(in_round="")
        .update(in_round="")
    ):
        return
    form = ApplicationForm.objects.filter(pk=opportunity.pk).first()
    days = datetime.timedelta(days=form.days_to_answer if form else 14)
    waiting = Application.objects.filter(
        opportunity=opportunity.pk, state__in=sorted(WAITS_FOR_HOST)
    )
    waiting.update(answer_by=timezone.localdate() + days, reminded=0, reminded_on=None)
    record("opportunities.left_round", by=None, about=opportunity)


@transaction.atomic
def put_in_tier(application: Application, tier: int | None, *, by) -> None:
    """A host's tier for somebody in a round. Who may, and when, the round has asked."""
    if tier is not None and tier not in TIERS:
        raise ValueError("A tier is 1, 2, 3 or none.")
    changed = Application.objects.filter(pk=application.pk).exclude(tier=tier)
    if tier is not None:
        changed = changed | Application.objects.filter(pk=application.pk, tier__isnull=True)
    if changed.update(tier=tier):
        record("opportunities.application_tier", by=by, about=application, tier=tier)


@transaction.atomic
def win_place(application: Application, *, why: str = "round") -> Application:
    """A place won in a round: counted in the ledger, accepted, its record begun. Twice is once.

    Nobody is told here: the round says it with the reason. Raises IllegalMove when the application
    has ended or no place is left.
    """
    row = lock(application)
    if row.holds_seat:
        return row
    if row.state not in WINS_FROM:
        raise IllegalMove(row.state, S.ACCEPTED, "This application has ended.")
    take_place(row, why=why)
    row.opportunity.state.refresh_from_db()
    if row.state != S.OFFERED:
        advance(row, S.OFFERED, by=None, tell=False, offer_until=None)
    return advance(row, S.ACCEPTED, by=None, tell=False, accepted_at=timezone.now())


@transaction.atomic
def give_up_place(application: Application, *, why: str = "swapped") -> Application:
    """Free a place that is swapped for another. Nobody is told here. Raises IllegalMove without one."""
    row = lock(application)
    if not holds_place(row):
        raise IllegalMove(row.state, S.WITHDRAWN, "There is no place to give up.")
    give_back(row, why=why)
    return advance(row, S.WITHDRAWN, by=None, tell=False)


def won_in_round(opportunities: Iterable[int], *, since: datetime.datetime) -> list[Application]:
    """What a round has done to applications since then: those that hold a place it gave, and those whose
    place it moved to somebody else. Not what people or hosts have ended themselves.
    """
    entries = SeatEntry.objects.filter(
        opportunity__in=list(opportunities), application__isnull=False, at__gte=since
    )
    last: dict[int, SeatEntry] = {}
    won = set()
    for entry in entries.order_by("pk"):
        assert entry.application_id is not None
        last[entry.application_id] = entry
        if entry.why in WON:
            won.add(entry.application_id)
    found = [pk for pk in won if last[pk].change > 0 or last[pk].why in MOVED]
    return list(Application.objects.filter(pk__in=found).order_by("opportunity_id", "pk"))


@transaction.atomic
def take_back_place(application: Application) -> bool:
    """Undo what a round did: the place is free, and the application waits where it waited before.

    Nobody is told here. False where it cannot wait any more: the same person has applied anew. An
    agreement that nobody was sent goes; any other is ended, and stays to be read.
    """
    row = lock(application)
    others = Application.objects.alive().filter(
        person=row.person_id, opportunity=row.opportunity_id
    )
    if row.state not in TAKEN_BACK_MOVES or others.exclude(pk=row.pk).exists():
        return False
    give_back(row, why="taken back")
    for record_ in PlacementRecord.objects.filter(application=row.pk).order_by("pk"):
        if not record_.agreements.filter(sent_at__isnull=False).exists():
            record_.delete()
            continue
        finish_record(record_, PlacementState.ENDED, by=None)
        # A place that is won again begins a record of its own.
        PlacementRecord.objects.filter(pk=record_.pk).update(application=None)
    to = _waited_as(row)
    move(row, to, moves=TAKEN_BACK_MOVES)
    values: dict[str, Any] = {"accepted_at": None, "decided_at": None, "changed": timezone.now()}
    if row.opportunity.state.in_round == InRound.BLIND:
        values["named_at"] = None
    Application.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    end_disclosures(row.cause)
    realign_application(row)
    record("opportunities.application_taken_back", by=None, about=row)
    return True


def _waited_as(application: Application) -> str:
    """Where it stood before a place was won, by the log; received where that is forgotten."""
    states = sorted(WAITS_FOR_HOST | {S.RESERVE})
    verbs = [f"opportunities.application_{state}" for state in states]
    last = entries_about(application).filter(verb__in=verbs).order_by("-at", "-pk").first()
    return last.verb.removeprefix("opportunities.application_") if last else S.RECEIVED


@transaction.atomic
def end_in_round(application: Application, *, words: str, tell: bool = False) -> bool:
    """The round is over and this won no place: declined kindly; whether it was still waiting.

    Told only where asked for: the round writes one mail to each, not one for each application.
    """
    row = lock(application)
    if row.state not in WAITS_FOR_HOST | {S.RESERVE}:
        return False
    Decision.objects.filter(pk=row.pk).delete()
    advance(
        row,
        S.DECLINED,
        by=None,
        tell=tell,
        decline_reason=DeclineReason.FULL,
        public_text=words[:1500],
    )
    return True
