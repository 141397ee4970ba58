"""How a placement goes: asked by the clock, answered by link, read by whom it was said."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from common.models import Message
from common.states import IllegalMove
from opportunities.models import Agreement, FeedbackRequest, PlacementRecord
from opportunities.placement_choices import PartyRole, PlacementState
from opportunities.services import agreeing, feedback, placement_clock
from opportunities.services.placement_clock import run_placement_clock
from profiles.models import Disclosure
from tests.support.placements import agreed, say_yes, sent

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def fresh(record: PlacementRecord) -> PlacementRecord:
    return PlacementRecord.objects.for_pages().get(pk=record.pk)


def asked(record: PlacementRecord, moment: str = "first_week", side: str = "student"):
    return FeedbackRequest.objects.get(record=record, moment=moment, side=side)


def test_due_dates_follow_from_what_is_agreed() -> None:
    record, _ = agreed()
    terms = agreeing.agreed_of(fresh(record))

    found = {(row.moment, row.side): row.due for row in FeedbackRequest.objects.all()}

    assert len(found) == 6
    assert found["first_week", "student"] == terms.starts + 7 * DAY
    assert found["midpoint", "host"] == terms.starts + (terms.ends - terms.starts) / 2
    assert found["end", "host"] == terms.ends


def test_nothing_is_asked_before_everybody_agreed() -> None:
    record, _ = sent()

    run_placement_clock(today=timezone.localdate() + 200 * DAY)

    assert not FeedbackRequest.objects.exists()
    assert fresh(record).state == PlacementState.SENT


def test_the_clock_asks_once_reminds_twice_and_gives_up() -> None:
    record, _ = agreed()
    due = asked(record).due
    sent_on = []
    for number in range(32):
        day = due + number * DAY
        done = run_placement_clock(today=day)
        again = run_placement_clock(today=day)
        assert not any(again.values())
        sent_on.append(done["asked"] + done["feedback_reminded"])

    mails = Message.objects.filter(
        kind="opportunities_feedback_asked", recipient=record.person.user
    )
    assert mails.filter(key__startswith=f"{asked(record).pk}:").count() == 3
    assert sent_on[0] == 2
    assert [number for number, count in enumerate(sent_on) if count][:3] == [0, 4, 10]
    assert asked(record).closed_on == due + 28 * DAY


def test_after_a_stop_one_reminder_is_sent_and_not_two() -> None:
    record, _ = agreed()
    due = asked(record).due
    run_placement_clock(today=due)

    done = run_placement_clock(today=due + 12 * DAY)

    assert done["feedback_reminded"] == 2


def test_a_supervisor_answers_by_link_and_the_words_stay_theirs() -> None:
    record, lead = agreed()
    run_placement_clock(today=asked(record).due)
    path = feedback.link_of(asked(record, side="host"))
    page = Client().get(path).content.decode()
    assert "Who reads this" in page
    assert "Nothing is published" in page

    good = {"how": "mixed", "good": "Xyloquick.", "change": "Xyloslow."}
    assert Client().post(path, good).status_code == 302
    assert Client().post(path, {**good, "how": "well"}).status_code == 422

    host, student = Client(), Client()
    host.force_login(lead)
    student.force_login(record.person.user)
    where = record.get_absolute_url()
    assert "Xyloquick." in host.get(where).content.decode()
    assert "Xyloquick." not in student.get(where).content.decode()
    assert "already" not in asked(record, side="host").how


def test_shared_words_are_read_by_the_other_side() -> None:
    record, lead = agreed()
    run_placement_clock(today=asked(record).due)
    feedback.answer(asked(record), how="well", good="Xylomaps.", change="", shared=True)
    host = Client()
    host.force_login(lead)

    assert "Xylomaps." in host.get(record.get_absolute_url()).content.decode()
    with pytest.raises(IllegalMove):
        feedback.answer(asked(record), how="badly", good="", change="", shared=False)


def test_a_link_before_it_is_asked_or_forged_does_not_exist() -> None:
    record, _ = agreed()
    path = feedback.link_of(asked(record))

    assert Client().get(path).status_code == 404
    assert Client().get(f"{path[:-3]}xx/").status_code == 404


def test_a_new_supervisor_agrees_first_and_is_asked_then() -> None:
    record, lead = agreed()
    due = asked(record).due
    run_placement_clock(today=due)
    old = feedback.link_of(asked(record, side="host"))
    agreeing.save_agreement(
        fresh(record), by=lead, supervisor_name="Nia New", supervisor_address="nia@host.example"
    )
    version = agreeing.send_agreement(fresh(record), by=lead)

    assert version.changes == ["Supervisor"]
    assert asked(record, side="host").address == "sam@host.example"
    say_yes(record, PartyRole.SUPERVISOR, PartyRole.STUDENT)
    run_placement_clock(today=due)

    assert asked(record, side="host").address == "nia@host.example"
    assert Client().get(old).status_code == 404
    mails = Message.objects.filter(kind="opportunities_feedback_asked", address="nia@host.example")
    assert mails.count() == 1


def test_the_day_after_its_end_it_is_completed_and_the_host_sees_nobody() -> None:
    record, lead = agreed()
    ends = agreeing.agreed_of(fresh(record)).ends
    named = Disclosure.objects.filter(person=record.person, viewer=lead)
    assert named.filter(until__gt=timezone.now()).exists()

    assert run_placement_clock(today=ends)["completed"] == 0
    assert run_placement_clock(today=ends + DAY)["completed"] == 1
    assert run_placement_clock(today=ends + DAY)["completed"] == 0

    assert (fresh(record).state, fresh(record).over_on) == (PlacementState.COMPLETED, ends)
    assert not named.filter(until__gt=timezone.now()).exists()
    assert Message.objects.filter(kind="opportunities_placement_completed").count() == 2
    student = Client()
    student.force_login(record.person.user)
    for path in ("/me/applications/", record.application.get_absolute_url()):
        page = student.get(path).content.decode()
        assert "stands on your pathway" in page
        assert "Your place is confirmed" not in page


def test_the_clock_reads_no_record_before_its_last_agreed_day(django_assert_num_queries) -> None:
    first, _ = agreed()
    agreed()
    ends = agreeing.agreed_of(fresh(first)).ends
    Agreement.objects.exclude(record=first).update(ends=ends + 90 * DAY)
    # A change that is sent and not agreed moves nothing, whatever it says.
    Agreement.objects.create(
        record=first, number=2, starts=ends, ends=ends + 300 * DAY, sent_at=timezone.now()
    )
    with django_assert_num_queries(1):
        assert placement_clock.complete_ended(ends) == 0

    assert placement_clock.complete_ended(ends + DAY) == 1
    assert fresh(first).state == PlacementState.COMPLETED
    with django_assert_num_queries(1):
        assert placement_clock.complete_ended(ends + DAY) == 0
