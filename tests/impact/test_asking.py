"""Asked when it is done, reminded twice, left in peace; again after six months and a year."""

import datetime

import pytest
from django.utils import timezone

from common import hibernation
from common.erasing import erase
from common.models import Message
from common.states import IllegalMove
from impact import services
from impact.models import Ask, Outcome
from impact.personal_data import cut_asks
from impact.sources import find
from impact.tasks import run_outcome_clock
from matching.services import advance
from tests.factories.community_events import EventFactory, ahead, at
from tests.factories.impact import outcome
from tests.factories.profiles import UserFactory


def days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def mails(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_finishing_an_introduction_asks_both_sides_and_the_person_again_later(seen_through):
    row = seen_through.introduction
    row.state = "under_way"
    row.save()
    advance(row, "done", by=seen_through.poster)

    asked = Ask.objects.order_by("due", "user_id").values_list("user__email", "moment")
    assert sorted(asked) == sorted(
        [
            (seen_through.poster.email, "done"),
            (seen_through.student.email, "done"),
            (seen_through.student.email, "half_year"),
            (seen_through.student.email, "year"),
        ]
    )
    run_outcome_clock()
    run_outcome_clock()
    assert mails("impact_asked") == sorted([seen_through.poster.email, seen_through.student.email])
    assert services.ask_due(today=days(183)) == 1
    assert mails("impact_later") == [seen_through.student.email]


def test_two_reminders_and_then_peace(seen_through):
    services.begin_missing()
    services.ask_due()
    assert services.remind_due(today=days(13)) == 0
    assert services.remind_due(today=days(14)) == 2
    assert services.remind_due(today=days(14)) == 0
    assert services.remind_due(today=days(28)) == 2
    assert services.give_up(today=days(60)) == 2
    assert not Ask.objects.open().exists()
    assert services.remind_due(today=days(90)) == 0


def test_recording_answers_the_question(seen_through):
    services.begin_missing()
    services.ask_due()
    made = services.record_outcome(
        find("introduction", seen_through.introduction.pk),
        by=seen_through.student,
        title="It works",
        what_changed="Less waste.",
        for_whom="All",
    )
    assert Ask.objects.get(user=seen_through.student, moment="done").outcome == made
    assert Ask.objects.open().get().user == seen_through.poster


def test_an_event_that_was_a_week_ago_asks_who_brought_it(db):
    owner = UserFactory()
    EventFactory(starts=at(ahead(-9), 18), ends=at(ahead(-9), 20), state={"submitted_by": owner})
    EventFactory(starts=at(ahead(-3), 18), ends=at(ahead(-3), 20), state={"submitted_by": owner})
    assert services.begin_missing() == 1
    assert services.begin_missing() == 0
    assert Ask.objects.get().user == owner


def test_three_taps_later_are_kept_once_and_then_cut_off_from_the_name(seen_through):
    row = Ask.objects.create(
        introduction=seen_through.introduction,
        user=seen_through.student,
        moment="half_year",
        asked_on=days(0),
    )
    services.answer_later(row, still_here="yes", role="analyst", sector="community")
    with pytest.raises(IllegalMove):
        services.answer_later(row, still_here="no")

    assert cut_asks(timezone.now() + datetime.timedelta(days=500)) == 0
    assert cut_asks(timezone.now() + datetime.timedelta(days=600)) == 1
    row.refresh_from_db()
    assert (row.user, row.introduction, row.still_here) == (None, None, "yes")


def test_a_sleep_moves_questions_on(seen_through):
    services.begin_missing()
    services.ask_due()
    before = set(Ask.objects.values_list("pk", "asked_on", "due"))
    since = timezone.now() - datetime.timedelta(hours=1)
    length = datetime.timedelta(days=30)
    hibernation.SHIFTS["impact.asks"](since, length, 30)
    after = {row[0]: row for row in Ask.objects.values_list("pk", "asked_on", "due")}
    for pk, asked_on, due in before:
        moved = after[pk][1] if asked_on else after[pk][2]
        assert moved == (asked_on or due) + length


def test_erasing_somebody_leaves_the_outcome_and_takes_their_name_out(seen_through):
    made = outcome(
        seen_through.introduction,
        recorded_by=seen_through.student,
        what_changed="Zebedee Canaryname counted it.",
    )
    Ask.objects.create(introduction=seen_through.introduction, user=seen_through.student)

    erase(seen_through.student)

    made = Outcome.objects.get(pk=made.pk)
    assert (made.state, made.recorded_by) == ("published", None)
    assert "Canaryname" not in made.what_changed
    assert made.consents.count() == 1
    assert Ask.objects.get().user is None
