"""Promised days: reminders, release, offers that run out, and what is called off."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from common import outbox
from common.models import ActivityEntry, Message
from opportunities import services
from opportunities.application_choices import ApplicationState
from opportunities.application_words import history
from opportunities.choices import Lifecycle
from opportunities.models import Application, Opportunity
from opportunities.queries.applications import answering_by_organisation
from opportunities.services import answering, deciding
from opportunities.tasks import run_answer_clock
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory
from tests.factories.teams import team

pytestmark = pytest.mark.django_db
S = ApplicationState
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead():
    return MembershipFactory().user


@pytest.fixture
def placement(lead):
    host = lead.memberships.get().organisation
    return PlacementFactory(live=True, organisation=host, author=lead, seats=3)


def fresh(application) -> Application:
    return Application.objects.get(pk=application.pk)


def reminders() -> list[str]:
    return [mail.body for mail in Message.objects.filter(kind="opportunities_host_reminder")]


def test_a_host_is_reminded_twice_then_the_applicant_is_released(placement) -> None:
    rows = [ApplicationFactory(opportunity=placement) for _ in range(2)]
    due = rows[0].answer_by
    seen = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for day in range(25):
            clock.move_to(
                datetime.datetime.combine(due - 5 * DAY, datetime.time(9), tzinfo=datetime.UTC)
                + day * DAY
            )
            run_answer_clock()
            run_answer_clock()
            seen.append((len(reminders()), fresh(rows[0]).state))
    # Three days before, on the day, and a week after that.
    assert seen[1] == (0, S.RECEIVED)
    assert seen[2] == (1, S.RECEIVED)
    assert seen[4] == (1, S.RECEIVED)
    assert seen[5] == (2, S.RECEIVED)
    assert seen[11] == (2, S.RECEIVED)
    assert seen[12] == (2, S.RELEASED)
    assert seen[-1] == (2, S.RELEASED)
    mails = Message.objects.filter(kind="opportunities_application_released")
    assert {mail.recipient for mail in mails} == {row.person.user for row in rows}
    assert all("/matches/" in mail.body and "not about you" in mail.body for mail in mails)
    assert Message.objects.filter(kind="opportunities_host_released").count() == 2


def test_reminders_hold_labels_and_no_name(placement) -> None:
    row = ApplicationFactory(opportunity=placement, answer_by=timezone.localdate())
    run_answer_clock()
    (body,) = reminders()
    assert row.label in body
    for told in (row.person.name, row.person.user.email):
        assert told not in body
        assert told not in str(list(ActivityEntry.objects.values()))


def test_after_a_stop_the_last_reminder_still_leaves_a_week(placement) -> None:
    today = timezone.localdate()
    row = ApplicationFactory(opportunity=placement, answer_by=today - 30 * DAY)
    run_answer_clock()
    assert fresh(row).state == S.RECEIVED
    assert (fresh(row).reminded, len(reminders())) == (2, 1)
    assert answering.run_answer_clock(today=today + 6 * DAY)["released"] == 0
    assert answering.run_answer_clock(today=today + 7 * DAY)["released"] == 1


def test_an_answer_on_its_way_is_not_overtaken(placement, lead) -> None:
    today = timezone.localdate()
    row = ApplicationFactory(
        opportunity=placement, answer_by=today - 8 * DAY, reminded=2, reminded_on=today - 7 * DAY
    )
    deciding.write_decision(row, by=lead, to=S.RESERVE)
    deciding.send_decisions(placement, [row.pk], by=lead)
    run_answer_clock()
    outbox.run_due()
    assert fresh(row).state == S.RESERVE


def test_an_offer_that_runs_out_goes_to_the_reserve(placement) -> None:
    today = timezone.localdate()
    row = ApplicationFactory(opportunity=placement, state="offered", offer_until=today)
    run_answer_clock()
    assert fresh(row).state == S.OFFERED

    with time_machine.travel(timezone.now() + DAY):
        run_answer_clock()
        run_answer_clock()
    assert fresh(row).state == S.RESERVE
    assert (
        "not answered in time" in Message.objects.get(kind="opportunities_application_reserve").body
    )
    assert row.label in Message.objects.get(kind="opportunities_host_expired").body


@pytest.mark.parametrize("state", sorted(set(S.values) - {S.DRAFT}))
def test_called_off_everybody_is_told_and_places_are_free(placement, lead, state) -> None:
    row = ApplicationFactory(opportunity=placement, state=state)
    services.cancel(placement, by=lead)
    outbox.run_due()
    outbox.run_due()

    before = Message.objects.filter(recipient=row.person.user).count()
    answering.end_applications(placement.pk)
    assert Message.objects.filter(recipient=row.person.user).count() == before
    assert fresh(row).is_over
    if state in (S.DECLINED, S.WITHDRAWN, S.RELEASED):
        assert (fresh(row).state, before) == (state, 0)
    else:
        assert before == 1
    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 0


def test_called_off_nobody_reads_that_they_took_it_back(lead) -> None:
    placement = PlacementFactory(
        live=True, organisation=lead.memberships.get().organisation, seats=2
    )
    row = team(placement, size=2, to=S.PLACED)
    member = row.members.get().person.user
    services.cancel(placement, by=lead)
    outbox.run_due()
    outbox.run_due()

    for user in (row.person.user, member):
        mail = Message.objects.get(recipient=user, kind="opportunities_application_withdrawn")
        assert "Called off" in mail.subject
        assert "has been called off, for everybody" in mail.body
        assert "taken back" not in mail.subject + mail.body
    assert not Message.objects.filter(kind="opportunities_team_ended").exists()
    said = [words for _, words in history(fresh(row))]
    assert said[-1] == "It ended early"


def test_taken_back_by_the_applicant_it_says_so(placement) -> None:
    row = ApplicationFactory(opportunity=placement, state="received")
    services.withdraw_application(row, by=row.person.user)

    mail = Message.objects.get(kind="opportunities_application_withdrawn")
    assert "You have taken back" in mail.subject
    assert [words for _, words in history(fresh(row))][-1] == "You took it back"


def test_settled_those_who_wait_are_told_and_those_who_won_keep_it(placement, lead) -> None:
    rows = {s: ApplicationFactory(opportunity=placement, state=s) for s in ("reading", "accepted")}
    services.close(placement, by=lead)
    outbox.run_due()
    assert fresh(rows["reading"]).state == S.DECLINED
    assert fresh(rows["accepted"]).state == S.ACCEPTED
    assert "has nothing to do with what you wrote" in fresh(rows["reading"]).public_text


def test_a_closing_date_ends_nothing_that_waits(placement) -> None:
    row = ApplicationFactory(opportunity=placement, state="reading")
    Opportunity.objects.filter(pk=placement.pk).update(closes=timezone.localdate() - DAY)
    services.close_ended()
    outbox.run_due()
    placement.state.refresh_from_db()
    assert placement.state.lifecycle == Lifecycle.CLOSED
    assert fresh(row).state == S.READING


def test_how_hosts_answer_is_counts_only(placement, django_assert_num_queries) -> None:
    sent = timezone.now() - 6 * DAY
    rows = [
        ApplicationFactory(opportunity=placement, state="released"),
        ApplicationFactory(
            opportunity=placement, state="declined", sent_at=sent, decided_at=timezone.now()
        ),
        ApplicationFactory(opportunity=placement, answer_by=timezone.localdate() - DAY),
    ]
    with django_assert_num_queries(1):
        (found,) = answering_by_organisation()
    assert found == {
        "name": placement.organisation.name,
        "slug": placement.organisation.slug,
        "days": 6,
        "waiting": 1,
        "late": 1,
        "released": 1,
        "answered": 1,
    }
    assert all(row.person.name not in str(found) for row in rows)
