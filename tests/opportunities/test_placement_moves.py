"""Where a placement can be, walked from its table: each move that is listed is made, every other refused."""

import itertools

import pytest

from common.states import IllegalMove, move
from opportunities.models import Agreement, AgreementParty, PlacementRecord
from opportunities.placement_choices import (
    PARTY_MOVES,
    PLACEMENT_MOVES,
    PLACEMENT_OVER,
    PartyAnswer,
    PlacementState,
)
from tests.factories.applications import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> PlacementRecord:
    row = ApplicationFactory()
    return PlacementRecord.objects.create(
        application=row, opportunity=row.opportunity, person=row.person
    )


def test_every_move_of_a_placement(record) -> None:
    assert set(PLACEMENT_MOVES) == set(PlacementState)
    for now, wanted in itertools.product(PlacementState, repeat=2):
        PlacementRecord.objects.filter(pk=record.pk).update(state=now)
        record.state = now
        if wanted in PLACEMENT_MOVES[now]:
            move(record, wanted, moves=PLACEMENT_MOVES)
            assert PlacementRecord.objects.get(pk=record.pk).state == wanted
        else:
            with pytest.raises(IllegalMove):
                move(record, wanted, moves=PLACEMENT_MOVES)


def test_what_is_over_stays_over() -> None:
    assert {state for state in PlacementState if not PLACEMENT_MOVES[state]} == PLACEMENT_OVER


def test_an_answer_is_given_once(record) -> None:
    agreement = Agreement.objects.create(record=record, number=1)
    party = AgreementParty.objects.create(agreement=agreement, role="supervisor")
    for now, wanted in itertools.product(PartyAnswer, repeat=2):
        AgreementParty.objects.filter(pk=party.pk).update(answer=now)
        party.answer = now
        if wanted in PARTY_MOVES[now]:
            move(party, wanted, moves=PARTY_MOVES, field="answer")
        else:
            with pytest.raises(IllegalMove):
                move(party, wanted, moves=PARTY_MOVES, field="answer")
