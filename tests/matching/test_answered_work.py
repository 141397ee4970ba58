"""A run over everything answers what was asked of it meanwhile, and nothing else."""

import pytest
from django.db import transaction

from common import outbox
from common.models import Work
from matching.services import run_all
from tests.factories import matching as make

pytestmark = pytest.mark.django_db


def put(kind: str, pk: int) -> Work:
    with transaction.atomic():
        name = kind.rpartition("_")[2]
        return outbox.put(kind, key=f"{name}:{pk}", **{f"{name}_id": pk})


def test_full_run_finishes_waiting_scores_of_people_and_offers_only():
    make.ChallengeFactory()
    Work.objects.all().delete()
    person = put("matching.score_person", 1)
    offer = put("matching.score_offer", 2)
    need = put("matching.score_opportunity", 3)

    run_all()

    states = {work.pk: work.state for work in Work.objects.filter(key__contains=":")}
    assert states[person.pk] == "done"
    assert states[offer.pk] == "done"
    assert states[need.pk] == "waiting", (
        "publishing also tells both sides, which a full run does not"
    )


def test_work_asked_for_again_meanwhile_is_left_to_be_done():
    work = put("matching.score_person", 1)
    other = put("matching.score_person", 2)
    waiting = outbox.asked_for("matching.score_person")

    put("matching.score_person", 1)
    finished = outbox.answered(waiting)

    work.refresh_from_db()
    other.refresh_from_db()
    assert finished == 1
    assert (work.state, other.state) == ("waiting", "done")
