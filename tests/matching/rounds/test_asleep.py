"""The Forum falls asleep and wakes in every phase of one round: nobody loses a day, nothing happens asleep."""

import datetime

import pytest
from django.utils import timezone

from common import hibernation, outbox
from common.models import Message
from common.states import IllegalMove
from matching.choices.rounds import PHASES
from matching.models import SeatByHand
from matching.policies.rounds import STEWARD_AFTER
from matching.queries import rounds as queries
from matching.services import rounds
from tests.factories.profiles import MembershipFactory
from tests.factories.rounds import go_to, published, settled, small_round, unsound

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.timedelta(days=1)
SLEPT = 20 * DAY
A_LITTLE = datetime.timedelta(minutes=5)


def dates_of(round_):
    return dict(round_.phases.filter(closed_at=None).values_list("kind", "closes_at"))


def rests_and_wakes(scene, phase):
    """Twenty days asleep in this phase; what they change is said in full here."""
    round_ = scene.round
    round_.refresh_from_db()
    assert round_.state == phase
    before, mails = dates_of(round_), Message.objects.count()
    lists = sorted(round_.entrants.values_list("key", "version", "choices__place"))
    asked = {
        user.pk
        for user in (scene.custodian, scene.ash.user, scene.bea.user, scene.museum.joined_by)
    }
    sleep = hibernation.sleep(
        by=scene.custodian, until=datetime.date.today() + 30 * DAY, reason="Holidays"
    )
    told = Message.objects.filter(kind="matching_round_rests", key__contains=f"rests:{sleep.pk}")
    assert asked <= set(told.values_list("recipient_id", flat=True))
    mails_asleep = Message.objects.filter(kind__startswith="matching_round").count()
    for days in (1, 9, 60, 200):
        rounds.run_round_clock(now=timezone.now() + days * DAY)
    round_.refresh_from_db()
    assert round_.state == phase, "nothing closes asleep"
    assert Message.objects.filter(kind__startswith="matching_round").count() == mails_asleep
    assert Message.objects.count() > mails
    with pytest.raises(IllegalMove):
        rounds.save_ranking(round_, by=scene.ash.user, places=[], version=1)

    type(sleep).objects.filter(pk=sleep.pk).update(since=sleep.since - SLEPT)
    hibernation.wake(by=scene.custodian)

    round_.refresh_from_db()
    after = dates_of(round_)
    assert round_.state == phase
    assert set(after) == set(before)
    assert all(SLEPT <= after[kind] - before[kind] < SLEPT + A_LITTLE for kind in before)
    phases = list(round_.phases.order_by("position"))
    assert [one.opens_at for one in phases[1:]] == [one.closes_at for one in phases[:-1]]
    assert sorted(round_.entrants.values_list("key", "version", "choices__place")) == lists
    woken = Message.objects.filter(kind="matching_round_wakes", key__contains=f"wakes:{sleep.pk}")
    assert asked <= set(woken.values_list("recipient_id", flat=True))
    rounds.run_round_clock(now=after[phase] - datetime.timedelta(seconds=1))
    round_.refresh_from_db()
    assert round_.state == phase, "the whole of what was left is left"


def test_a_round_walks_through_a_sleep_in_every_phase():
    scene = small_round()
    results = {}
    for phase in PHASES[PHASES.index("rank") :]:
        if phase == "publish":
            run = settled(scene)
            rests_and_wakes(scene, "publish")
            publication = rounds.publish(scene.round, by=scene.custodian, run=run)
            outbox.run_due()
            publication.refresh_from_db()
            assert publication.state == "published", publication.refused_because
            results = {
                who.user.pk: queries.my_result(publication.round, who.user).place
                for who in (scene.ash, scene.bea, scene.cal)
            }
        elif phase != "rank":
            go_to(scene.round, phase)
        rests_and_wakes(scene, phase)
    phase = scene.round.phases.get(kind="clear")
    rounds.run_round_clock(now=phase.closes_at)
    outbox.run_due()

    scene.round.refresh_from_db()
    assert scene.round.state == "closed"
    assert results == {
        scene.ash.user.pk: scene.council,
        scene.bea.user.pk: scene.museum,
        scene.cal.user.pk: None,
    }
    assert unsound() == {}


def test_before_anybody_ranks_a_sleep_moves_every_date_too():
    scene = small_round()
    from tests.factories.rounds import place, planned_round

    other = planned_round(scene.custodian, title="Next year")
    place(other)
    for phase in ("announce", "post"):
        go_to(other, phase)
        before = dates_of(other)
        sleep = hibernation.sleep(
            by=scene.custodian, until=datetime.date.today() + 30 * DAY, reason="Holidays"
        )
        rounds.run_round_clock(now=timezone.now() + 90 * DAY)
        type(sleep).objects.filter(pk=sleep.pk).update(since=sleep.since - SLEPT)
        hibernation.wake(by=scene.custodian)
        other.refresh_from_db()
        assert other.state == phase
        after = dates_of(other)
        assert all(SLEPT <= after[kind] - before[kind] < SLEPT + A_LITTLE for kind in before)


def test_the_stewards_seven_days_do_not_pass_asleep():
    scene = small_round()
    steward = MembershipFactory(role="lead").user
    rounds.change_round(scene.round, by=scene.custodian, steward=steward)
    entered = rounds.enter_by_hand(
        scene.cal.applications[scene.museum.pk],
        round_=scene.round,
        by=scene.custodian,
        reason="Circumstances",
    )
    sleep = hibernation.sleep(
        by=scene.custodian, until=datetime.date.today() + 30 * DAY, reason="Holidays"
    )
    moments = {"since": sleep.since - SLEPT}
    type(sleep).objects.filter(pk=sleep.pk).update(**moments)
    SeatByHand.objects.update(entered_at=entered.entered_at - SLEPT)
    hibernation.wake(by=scene.custodian)

    rounds.run_round_clock()

    entered.refresh_from_db()
    assert timezone.now() - entered.entered_at < STEWARD_AFTER
    assert not Message.objects.filter(kind="matching_round_steward").exists()


def test_a_publication_asked_for_before_a_sleep_is_whole_or_waits():
    scene = small_round()
    publication = rounds.publish(scene.round, by=scene.custodian, run=settled(scene))
    hibernation.sleep(by=scene.custodian, until=datetime.date.today() + 30 * DAY, reason="Away")

    outbox.run_due()
    hibernation.wake(by=scene.custodian)
    outbox.run_due()

    publication.refresh_from_db()
    assert publication.state == "published", publication.refused_because
    assert unsound() == {}


def test_results_are_not_taken_back_asleep():
    scene = small_round()
    published(scene)
    taking = rounds.ask_to_take_back(scene.round, by=scene.custodian, reason="The wrong file.")
    hibernation.sleep(by=scene.custodian, until=datetime.date.today() + 30 * DAY, reason="Away")

    with pytest.raises(IllegalMove):
        rounds.confirm_taking_back(taking, by=scene.second)
