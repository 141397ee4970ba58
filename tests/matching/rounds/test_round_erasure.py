"""Somebody who is erased leaves a round: their seat is free, their list gone, the instance names nobody."""

import datetime

import pytest
from django.utils import timezone

from common import outbox
from common.erasing import erase
from matching.models import RoundChoice, RoundEntrant, RoundResult
from matching.personal_data.rounds import KEPT, forget_rounds
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import OpportunityState
from tests.factories.rounds import go_to, published, small_round, unsound

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_erased_applicant_leaves_a_round_and_frees_the_seat():
    scene = small_round()
    published(scene)
    person, user = scene.bea.person.pk, scene.bea.user

    erase(user)
    outbox.run_due()

    assert not RoundEntrant.objects.filter(person=person).exists()
    assert RoundChoice.objects.filter(entrant__person=None).count() == 0
    assert queries.my_result(scene.round, scene.ash.user).place == scene.museum
    taken = dict(OpportunityState.objects.values_list("opportunity_id", "seats_taken"))
    assert taken[scene.museum.opportunity_id] == 1
    assert taken[scene.council.opportunity_id] == 0
    assert unsound() == {}


def test_half_a_year_after_a_round_nobody_stands_in_it():
    scene = small_round()
    published(scene)
    go_to(scene.round, "clear")
    rounds.run_round_clock(now=scene.round.phases.get(kind="clear").closes_at)
    outbox.run_due()
    scene.round.phases.filter(kind="clear").update(
        closed_at=timezone.now() - KEPT - datetime.timedelta(days=1)
    )

    forgotten = forget_rounds(timezone.now())

    assert forgotten == 3
    assert not RoundEntrant.objects.filter(person__isnull=False).exists()
    assert not RoundChoice.objects.exists()
    assert set(RoundResult.objects.values_list("words", flat=True)) == {""}
    assert queries.report(scene.round) is not None
    assert unsound() == {}
