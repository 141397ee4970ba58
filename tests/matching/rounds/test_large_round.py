"""A round of the size of a faculty, from locked lists to published results; in full with 500 applicants."""

import json
import random
import time

import pytest

from common import outbox
from matching.engine.checks import judge
from matching.models import RoundChoice, RoundEntrant, RoundResult
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import Application, OpportunityState
from profiles.models import Person, User
from tests.factories.profiles import CustodianFactory
from tests.factories.rounds import go_to, place, planned_round, unsound
from tests.support import proof

pytestmark = pytest.mark.django_db(transaction=True)


def crowd(round_, many: int) -> list:
    """So many applicants with lists of up to five, and tiers; rows in bulk, as nobody types here."""
    draw = random.Random(proof.SEED)
    places = [place(round_, seats=draw.randint(2, 5)) for _ in range(max(2, many // 5))]
    go_to(round_, "rank")
    users = User.objects.bulk_create(
        User(email=f"student{n}@students.example", name=f"Student {n}") for n in range(many)
    )
    people = Person.objects.bulk_create(
        Person(user=user, name=user.name, slug=f"student-{n}") for n, user in enumerate(users)
    )
    entrants = RoundEntrant.objects.bulk_create(
        RoundEntrant(round=round_, person=one, key=f"A-{n:06}", version=1)
        for n, one in enumerate(people)
    )
    applications, choices = [], []
    for n, entrant in enumerate(entrants):
        wanted = draw.sample(places, min(5, len(places)))
        for position, one in enumerate(wanted, start=1):
            choices.append(RoundChoice(entrant=entrant, place=one, position=position))
            applications.append(
                Application(
                    opportunity_id=one.opportunity_id,
                    person=people[n],
                    state="received",
                    label=f"L{n:05}",
                    tier=draw.choice([1, 2, 3, None]),
                    sent_at=round_.created,
                )
            )
    Application.objects.bulk_create(applications)
    RoundChoice.objects.bulk_create(choices)
    return places


def test_a_large_round_is_settled_judged_and_published_at_once():
    many = proof.times(40, full=500)
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    crowd(round_, many)
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
