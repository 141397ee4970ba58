"""Dates: phases follow each other, close to the second, across the change of the clocks and a sleep."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from common import hibernation
from common.models import Message
from common.states import IllegalMove
from matching.choices.rounds import PHASES
from matching.models import Round
from matching.services import rounds
from matching.services.rounds.times import from_london
from tests.factories.profiles import CustodianFactory, UserFactory
from tests.factories.rounds import applicant, dates, go_to, place, planned_round, rank

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)


def test_phases_out_of_order_are_refused_with_the_field():
    when = dates()
    when["closes"]["tier"] = when["closes"]["rank"] - DAY

    with pytest.raises(rounds.Refused, match="cannot overlap") as refused:
        rounds.create_round(by=CustodianFactory(), title="Autumn", **when)

    assert refused.value.field == "tier"
    assert not Round.objects.exists()


def test_only_custodians_plan_rounds():
    with pytest.raises(PermissionDenied):
        rounds.create_round(by=UserFactory(), title="Autumn", **dates())


def test_the_seed_is_sealed_when_the_round_opens_and_never_again():
    custodian = CustodianFactory()
    draft = rounds.create_round(by=custodian, title="Autumn", **dates())
    assert draft.seed_hash == ""

    opened = rounds.open_round(draft, by=custodian)
    again = rounds.open_round(opened, by=custodian)

    assert len(opened.seed_hash) == 64
    assert again.seed_hash == opened.seed_hash
    assert opened.state == "announce"


def test_each_phase_opens_and_closes_by_itself_and_twice_is_once():
    round_ = planned_round()
    post = round_.phases.get(kind="post")

    for _ in range(2):
        rounds.run_round_clock(now=post.opens_at)
    round_.refresh_from_db()

    assert round_.state == "post"
    told = Message.objects.filter(kind="matching_round_asks", key__contains=f"opens:{post.pk}")
    assert told.count() == 1
    rounds.run_round_clock(now=post.closes_at - SECOND)
    round_.refresh_from_db()
    assert round_.state == "post"


def test_a_list_counts_to_the_last_second_and_not_after():
    round_ = planned_round()
    museum, council = place(round_), place(round_)
    go_to(round_, "rank")
    who = applicant(museum, council)
    entrant = rank(round_, who, museum)
    closes = round_.phases.get(kind="rank").closes_at

    saved = rounds.save_ranking(
        round_,
        by=who.user,
        places=[council.pk, museum.pk],
        version=entrant.version,
        received=closes - SECOND,
    )
    with pytest.raises(IllegalMove, match="this change does not"):
        rounds.save_ranking(
            round_, by=who.user, places=[museum.pk], version=saved.version, received=closes
        )

    kept = saved.choices.order_by("position").values_list("place_id", flat=True)
    assert list(kept) == [council.pk, museum.pk]


def test_a_list_from_an_old_page_is_refused_with_what_is_saved():
    round_ = planned_round()
    museum, council = place(round_), place(round_)
    go_to(round_, "rank")
    who = applicant(museum, council)
    rank(round_, who, museum)

    with pytest.raises(rounds.StaleList) as stale:
        rounds.save_ranking(round_, by=who.user, places=[council.pk], version=0)

    assert (stale.value.saved, stale.value.version) == ([museum.pk], 1)


def test_ranking_what_one_did_not_apply_for_is_refused_in_words():
    round_ = planned_round()
    museum = place(round_, title="Museum")
    go_to(round_, "rank")

    with pytest.raises(rounds.Refused, match="Apply for “Museum” first"):
        rank(round_, applicant(), museum)


def test_moving_a_phase_tells_everyone_and_leaves_no_gap():
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    post = round_.phases.get(kind="post")
    later = post.closes_at + 2 * DAY

    rounds.move_phase(round_, "post", by=custodian, closes=later, reason="Half term")

    phases = list(round_.phases.order_by("position"))
    assert [one.opens_at for one in phases[1:]] == [one.closes_at for one in phases[:-1]]
    assert Message.objects.filter(kind="matching_round_moved", recipient=custodian).count() == 1
    with pytest.raises(rounds.Refused, match="no time left"):
        rounds.move_phase(round_, "post", by=custodian, closes=later + 30 * DAY, reason="More")
    rounds.move_phase(
        round_, "post", by=custodian, closes=later + 30 * DAY, reason="More", carry=True
    )
    assert [one.kind for one in round_.phases.order_by("closes_at")] == list(PHASES)


def test_a_phase_that_has_closed_stays_as_it_was():
    custodian = CustodianFactory()
    round_ = go_to(planned_round(custodian), "rank")

    with pytest.raises(IllegalMove, match="has closed"):
        rounds.move_phase(
            round_,
            "post",
            by=custodian,
            closes=round_.phases.get(kind="rank").closes_at,
            reason="x",
        )


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        (datetime.datetime(2027, 3, 28, 0, 30), "2027-03-28T00:30:00+00:00"),
        (datetime.datetime(2027, 3, 28, 17, 0), "2027-03-28T16:00:00+00:00"),
        (datetime.datetime(2027, 10, 31, 1, 30), "2027-10-31T01:30:00+00:00"),
        (datetime.datetime(2027, 10, 30, 17, 0), "2027-10-30T16:00:00+00:00"),
        (datetime.datetime(2027, 11, 1, 17, 0), "2027-11-01T17:00:00+00:00"),
    ],
)
def test_typed_times_are_london_times_across_the_change(typed, utc):
    assert from_london(typed).isoformat() == utc


@pytest.mark.parametrize("year", range(2026, 2041))
def test_the_hour_that_summer_time_takes_is_refused_every_year(year):
    sunday = max(
        day for day in (datetime.date(year, 3, n) for n in range(25, 32)) if day.weekday() == 6
    )
    with pytest.raises(rounds.Refused, match="the clocks go forward"):
        from_london(datetime.datetime.combine(sunday, datetime.time(1, 30)), field="rank")


def test_a_phase_over_the_change_to_summer_time_closes_by_the_clock_on_the_wall():
    starts = from_london(datetime.datetime(2027, 3, 26, 17, 0))
    closes = {
        kind: from_london(datetime.datetime(2027, 3, 27, 17, 0) + n * DAY)
        for n, kind in enumerate(PHASES)
    }
    custodian = CustodianFactory()
    round_ = rounds.create_round(by=custodian, title="Spring", starts=starts, closes=closes)

    lengths = [one.closes_at - one.opens_at for one in round_.phases.order_by("position")]

    assert lengths[0] == DAY
    assert lengths[1] == DAY - datetime.timedelta(hours=1)
    assert set(lengths[2:]) == {DAY}


def test_sleeping_in_the_middle_of_a_round_loses_and_surprises_nobody():
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    museum = place(round_)
    go_to(round_, "rank")
    who = applicant(museum)
    entrant = rank(round_, who, museum)
    before = dict(round_.phases.filter(closed_at=None).values_list("kind", "closes_at"))
    sleep = hibernation.sleep(
        by=custodian, until=datetime.date.today() + 30 * DAY, reason="Holidays"
    )
    long_after = before["rank"] + 3 * DAY

    rounds.run_round_clock(now=long_after)
    round_.refresh_from_db()
    assert round_.state == "rank"
    with pytest.raises(IllegalMove, match="rest"):
        rounds.save_ranking(round_, by=who.user, places=[], version=entrant.version)
    type(sleep).objects.filter(pk=sleep.pk).update(since=sleep.since - 20 * DAY)
    hibernation.wake(by=custodian)

    round_.refresh_from_db()
    after = dict(round_.phases.filter(closed_at=None).values_list("kind", "closes_at"))
    for kind, closes in before.items():
        assert 20 * DAY <= after[kind] - closes < 20 * DAY + datetime.timedelta(minutes=5)
    phases = list(round_.phases.order_by("position"))
    assert [one.opens_at for one in phases[1:]] == [one.closes_at for one in phases[:-1]]
    assert entrant.choices.count() == 1
    for kind in ("matching_round_rests", "matching_round_wakes"):
        told = set(Message.objects.filter(kind=kind).values_list("recipient_id", flat=True))
        assert {custodian.pk, who.user.pk} <= told
    rests = Message.objects.filter(kind="matching_round_rests").first()
    assert rests.state in ("queued", "sent")


def test_reminders_go_once_to_whoever_has_not_ranked():
    round_ = planned_round()
    museum = place(round_)
    go_to(round_, "rank")
    done, not_done = applicant(museum), applicant(museum)
    rank(round_, done, museum)
    rank_phase = round_.phases.get(kind="rank")

    for minutes in (60, 30):
        rounds.run_round_clock(now=rank_phase.closes_at - datetime.timedelta(minutes=minutes))

    told = Message.objects.filter(
        kind="matching_round_asks", key__contains=f"closes:{rank_phase.pk}"
    )
    assert [row.recipient_id for row in told] == [not_done.user.pk]
