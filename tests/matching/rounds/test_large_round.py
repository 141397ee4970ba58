"""A round of the size of a faculty, from locked lists to published results; in full with 500 applicants."""

import json
import time

import pytest

from common import outbox
from matching.engine.checks import judge
from matching.models import RoundResult
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import OpportunityState
from tests.factories.entrants import crowd, drawn
from tests.factories.profiles import CustodianFactory
from tests.factories.rounds import go_to, place, planned_round, unsound
from tests.support import proof

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_large_round_is_settled_judged_and_published_at_once():
    many = proof.times(40, full=500)
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    places = [place(round_, seats=2 + n % 4) for n in range(max(2, many // 5))]
    go_to(round_, "rank")
    lists, tiers = drawn(places, many=many, seed=proof.SEED)
    crowd(round_, lists, tiers=tiers)
    go_to(round_, "publish")
    run = round_.runs.get(kind="main")
    assert (run.state, run.problems) == ("done", [])

    publication = rounds.publish(round_, by=custodian, run=run)
    began = time.monotonic()
    outbox.run_due(limit=1)
    seconds = time.monotonic() - began

    publication.refresh_from_db()
    round_.refresh_from_db()
    assert publication.state == "published", publication.refused_because
    document = queries.public_instance(round_)
    assert judge(json.loads(json.dumps(document))).holds
    placed = len(document["result"]["seats"])
    assert placed > many * 0.5
    assert RoundResult.objects.count() == many
    assert sum(OpportunityState.objects.values_list("seats_taken", flat=True)) == placed
    assert unsound() == {}
    proof.record("round published", applicants=many, placed=placed, seconds=round(seconds, 1))
