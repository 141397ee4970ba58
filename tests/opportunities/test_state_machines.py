"""Every state machine of opportunities, walked from its table: each allowed move, and no other."""

import importlib
import pkgutil
from contextlib import nullcontext, suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404
from django.utils import timezone

import opportunities
from common.invariants import broken
from common.models import Message
from common.states import IllegalMove
from opportunities import services
from opportunities.application_choices import (
    APPLICATION_MOVES,
    OVER,
    WAITS_FOR_HOST,
    ApplicationState,
)
from opportunities.choices import LIFECYCLE_MOVES, Lifecycle
from opportunities.models import Application, Opportunity, OpportunityState
from opportunities.services import deciding, reviewing
from opportunities.services.answering import run_answer_clock
from tests.factories.applying import apply
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory

pytestmark = pytest.mark.django_db

S = ApplicationState
WALKED = {"APPLICATION_MOVES", "LIFECYCLE_MOVES"}
ELSEWHERE = {"PARTNER_MOVES", "SCOPING_MOVES", "MEMBER_MOVES", "PLACEMENT_MOVES", "PARTY_MOVES"}
ELSEWHERE |= {"CORRECTION_MOVES", "RIGHTING_MOVES", "TAKEN_BACK_MOVES"}
"""Walked beside their services: partners, scoping, teams, placement moves, corrections, rounds."""


def test_no_state_machine_is_left_out():
    found = set()
    for module in pkgutil.iter_modules(opportunities.__path__):
        if module.ispkg or module.name in ("tasks", "wagtail_hooks"):
            continue
        names = vars(importlib.import_module(f"opportunities.{module.name}"))
        found |= {name for name in names if name.endswith("_MOVES")}
    assert found == WALKED | ELSEWHERE


def answer(row: Application, to: str, lead) -> None:
    """What a host writes, reads again, and sends."""
    deciding.write_decision(row, by=lead, to=to, reason="full")
    deciding.send_decisions(row.opportunity, [row.pk], by=lead)
    deciding.carry_out(row.pk)


def clock(row: Application) -> None:
    """A week after the last reminder."""
    long_ago = timezone.localdate() - timedelta(days=10)
    Application.objects.filter(pk=row.pk).update(
        reminded=2, reminded_on=long_ago, answer_by=long_ago
    )
    run_answer_clock()


def go(row: Application, to: str, lead) -> None:
    """The verb that people, or the clock, have for this move."""
    me = row.person.user
    if to == S.RECEIVED:
        services.send_application(row, by=me)
    elif to == S.ACCEPTED:
        services.accept_offer(row, by=me)
    elif to == S.WITHDRAWN:
        services.withdraw_application(row, by=me)
    elif to in deciding.WRITTEN:
        answer(row, to, lead)
    elif to == S.RELEASED:
        clock(row)
    else:
        reviewing.move_on(row, to, by=lead)


def silent(start: str, to: str) -> bool:
    """Asked for what is so already: a double click, the back button, a clock with nothing to do."""
    sent_again = to == S.RECEIVED and start != S.DRAFT
    accepted_again = to == S.ACCEPTED and start == S.PLACED
    return start == to or sent_again or accepted_again or to == S.RELEASED


@pytest.mark.parametrize("start", list(S))
def test_an_application_goes_where_its_table_says_and_nowhere_else(start):
    placement = PlacementFactory(live=True, seats=3)
    lead = MembershipFactory(organisation=placement.organisation).user
    row = apply(placement, to=start)

    for to in S:
        if start == to == S.DRAFT:
            continue
        with transaction.atomic():
            mails = Message.objects.count()
            allowed = to in APPLICATION_MOVES[start]
            if allowed or silent(start, to) or (start, to) == (S.DRAFT, S.WITHDRAWN):
                again = suppress(IllegalMove) if start == to else nullcontext()
                with again:
                    go(row, to, lead)
            else:
                # A draft is nobody's business but the applicant's.
                unseen = hidden(start, to)
                with pytest.raises(Http404 if unseen else IllegalMove) as refused:
                    go(row, to, lead)
                assert unseen or said(str(refused.value)), (start, to)
            now = Application.objects.filter(pk=row.pk).values_list("state", flat=True).first()
            if (start, to) == (S.DRAFT, S.WITHDRAWN):
                assert now is None, "what nobody has seen is deleted"
            else:
                assert now == (to if allowed else start), (start, to)
            told = Message.objects.count() > mails
            assert allowed or not told, (start, to)
            assert broken() == {}
            transaction.set_rollback(True)


def hidden(start: str, to: str) -> bool:
    """A host asks for a move of what it does not know of."""
    return start == S.DRAFT and to not in (S.ACCEPTED, S.WITHDRAWN)


def said(sentence: str) -> bool:
    """Whether it is a sentence for people."""
    return sentence[0].isupper() and sentence.endswith(".") and len(sentence.split()) > 2


def test_ended_states_lead_nowhere_and_whoever_waits_can_be_released():
    assert {state for state, to in APPLICATION_MOVES.items() if not to} == OVER
    released = {state for state, to in APPLICATION_MOVES.items() if S.RELEASED in to}
    assert released == WAITS_FOR_HOST
    assert set(APPLICATION_MOVES) == set(S)
    assert set(LIFECYCLE_MOVES) == set(Lifecycle)


def turn(thing: Opportunity, to: str, lead) -> None:
    """The verb for each state of an opportunity."""
    if to == Lifecycle.OPEN:
        services.free_seat(thing)
    elif to == Lifecycle.FILLED:
        services.mark_filled(thing, by=lead)
    else:
        (services.close if to == Lifecycle.CLOSED else services.cancel)(thing, by=lead)


@pytest.mark.parametrize("start", list(Lifecycle))
def test_an_opportunity_goes_where_its_table_says_and_nowhere_else(start):
    placement = PlacementFactory(live=True, seats=1)
    lead = MembershipFactory(organisation=placement.organisation).user
    services.take_seat(placement)
    OpportunityState.objects.filter(pk=placement.pk).update(lifecycle=start)

    for to in Lifecycle:
        with transaction.atomic():
            thing = Opportunity.objects.select_related("state", "organisation").get(pk=placement.pk)
            allowed = to in LIFECYCLE_MOVES[start]
            # Giving a place back says nothing about how something ended.
            if allowed or to == Lifecycle.OPEN:
                turn(thing, to, lead)
            else:
                with pytest.raises(IllegalMove) as refused:
                    turn(thing, to, lead)
                assert said(str(refused.value))
            now = OpportunityState.objects.get(pk=placement.pk).lifecycle
            assert now == (to if allowed else start), (start, to)
            transaction.set_rollback(True)
