"""The Forum asleep: clocks stand still, mails wait, nothing new comes in; awake, every date moves on once."""

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common import delivery, hibernation, outbox
from common.hibernation import Asleep
from common.models import ActivityEntry, Hibernation, Message, Work
from forum.schedule import SCHEDULE
from matching.models import Introduction
from matching.tasks import run_clocks as matching_clock
from opportunities.application_choices import ApplicationState
from opportunities.models import Application
from opportunities.services.answering import run_answer_clock
from opportunities.tasks import run_answer_clock as answer_task
from profiles.models import Offer, OfferState
from profiles.tasks import offer_clock
from tests.factories import matching as made
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
SLEPT = 40


@pytest.fixture(autouse=True)
def forget_the_notice():
    yield
    cache.delete(hibernation.SHOWN)


def asleep(by=None, *, ago: int = 0) -> Hibernation:
    """A sleep that began ``ago`` days before now."""
    today = timezone.localdate()
    found = hibernation.sleep(
        by=by or CustodianFactory(), until=today + 90 * DAY, reason="We rest over the summer."
    )
    Hibernation.objects.filter(pk=found.pk).update(since=timezone.now() - ago * DAY)
    found.refresh_from_db()
    return found


def test_only_custodians_put_the_forum_to_sleep_or_wake_it():
    day = timezone.localdate() + DAY

    with pytest.raises(PermissionDenied):
        hibernation.sleep(by=UserFactory(), until=day, reason="Because.")
    asleep()
    with pytest.raises(PermissionDenied):
        hibernation.wake(by=UserFactory())

    assert hibernation.is_asleep()


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_day_that_is_not_ahead_or_too_far_is_refused(days):
    with pytest.raises(ValueError, match="from tomorrow on"):
        hibernation.sleep(
            by=CustodianFactory(), until=timezone.localdate() + days * DAY, reason="Because."
        )


def test_asked_twice_it_is_one_sleep_and_waking_twice_is_one_waking():
    custodian = CustodianFactory()

    first, second = asleep(custodian), asleep(custodian)
    woken, again = hibernation.wake(by=custodian), hibernation.wake(by=custodian)

    assert first == second
    assert woken == first
    assert again is None
    verbs = ActivityEntry.objects.filter(about_type="common.hibernation").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["common.slept", "common.woke"]


def test_it_wakes_by_itself_on_its_last_day():
    found = asleep()

    early = hibernation.wake_if_over(today=found.until - DAY)
    due = hibernation.wake_if_over(today=found.until)

    assert (early, due) == (False, True)
    assert not hibernation.is_asleep()


def test_mails_wait_except_about_accounts_and_go_on_waking(mailoutbox):
    custodian, member = CustodianFactory(), UserFactory()
    asleep(custodian)
    outbox.run_due()
    mailoutbox.clear()

    held = delivery.notify("profiles_offer_expires", to=member, key="a", title="Maps", day=None)
    safe = delivery.notify("profiles_account_closed", to=member, key="b")
    outbox.run_due()
    sent_asleep = [mail.subject for mail in mailoutbox]
    hibernation.wake(by=custodian)
    outbox.run_due()

    assert sent_asleep == [safe.subject]
    assert held.subject in [mail.subject for mail in mailoutbox]
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert not Work.objects.unfinished().exists()


def test_if_nothing_wakes_it_mails_go_after_its_last_day():
    found = asleep()

    delivery.notify("profiles_offer_expires", to=UserFactory(), key="a", title="Maps", day=None)

    due = Work.objects.order_by("-pk").first().due_at
    assert timezone.localdate(due) == found.until + DAY


def test_answers_move_on_with_the_reminders_that_count_towards_a_release():
    row = ApplicationFactory()
    today = timezone.localdate()
    Application.objects.filter(pk=row.pk).update(
        answer_by=today - 35 * DAY, reminded=2, reminded_on=today - 41 * DAY
    )
    asleep(ago=SLEPT)

    answer_task()
    still = Application.objects.get(pk=row.pk)
    hibernation.wake(by=CustodianFactory())
    run_answer_clock()
    row.refresh_from_db()

    assert still.state == row.state == ApplicationState.RECEIVED
    assert row.answer_by == today + 5 * DAY
    assert row.reminded_on == today - DAY


def test_what_was_overdue_before_the_sleep_stays_overdue():
    row = ApplicationFactory()
    before = timezone.localdate() - 60 * DAY
    Application.objects.filter(pk=row.pk).update(answer_by=before)
    asleep(ago=SLEPT)

    hibernation.wake(by=CustodianFactory())

    row.refresh_from_db()
    assert row.answer_by == before


def test_an_offer_of_a_place_does_not_run_out_in_the_sleep():
    row = ApplicationFactory(state="offered")
    today = timezone.localdate()
    Application.objects.filter(pk=row.pk).update(offer_until=today - 38 * DAY)
    asleep(ago=SLEPT)

    hibernation.wake(by=CustodianFactory())
    run_answer_clock()

    row.refresh_from_db()
    assert row.state == ApplicationState.OFFERED
    assert row.offer_until == today + 2 * DAY


def test_introductions_move_on_to_the_minute():
    row = made.introduction(made.ChallengeFactory(), person=made.person())
    due = timezone.now() - 30 * DAY
    Introduction.objects.filter(pk=row.pk).update(expires_at=due)
    asleep(ago=SLEPT)

    matching_clock()
    waiting = Introduction.objects.get(pk=row.pk).state
    over = hibernation.wake(by=CustodianFactory())
    matching_clock()

    row.refresh_from_db()
    assert row.state == waiting == "proposed"
    assert row.expires_at == due + (over.woken_at - over.since)


def test_offers_move_on_and_their_own_last_day_stays():
    from tests.desk.test_desk import waiting_offer

    first = waiting_offer(MembershipFactory().user, title="First")
    second = waiting_offer(MembershipFactory().user, title="Second")
    day = timezone.localdate() - 10 * DAY
    OfferState.objects.filter(pk__in=[first.pk, second.pk]).update(expires_on=day)
    Offer.objects.filter(pk=second.pk).update(ends=day, live=True)
    asleep(ago=SLEPT)

    offer_clock()
    hibernation.wake(by=CustodianFactory())

    moved = dict(OfferState.objects.values_list("pk", "expires_on"))
    assert moved == {first.pk: day + SLEPT * DAY, second.pk: day}


def test_dates_move_once_however_close_they_lie():
    rows = [ApplicationFactory() for _ in range(3)]
    today = timezone.localdate()
    for number, row in enumerate(rows):
        Application.objects.filter(pk=row.pk).update(answer_by=today + number * DAY)

    moved = hibernation.push(Application.objects.all(), "answer_by", DAY)

    days = Application.objects.order_by("pk").values_list("answer_by", flat=True)
    assert moved == 3
    assert list(days) == [today + number * DAY for number in (1, 2, 3)]


def test_nothing_new_is_taken_in_and_the_draft_is_kept():
    lead = MembershipFactory().user
    challenge = ChallengeFactory(author=lead, organisation=lead.memberships.get().organisation)
    asleep()

    with pytest.raises(Asleep, match="takes a rest until"):
        ChallengeFactory._submit(challenge, by=lead)

    challenge.refresh_from_db()
    assert challenge.current_workflow_state is None


def test_every_page_says_so_while_it_sleeps(client, django_capture_on_commit_callbacks):
    custodian = CustodianFactory()
    with django_capture_on_commit_callbacks(execute=True):
        asleep(custodian)
    sleeping = client.get("/challenges/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        hibernation.wake(by=custodian)
    awake = client.get("/challenges/").content.decode()

    assert "We rest over the summer." in sleeping
    assert "We rest over the summer." not in awake


def test_a_custodian_puts_it_to_sleep_and_wakes_it_at_the_desk(client):
    custodian = CustodianFactory()
    client.force_login(custodian)
    day = timezone.localdate() + 30 * DAY
    form = {"until": str(day), "reason": "Nobody has an hour.", "idempotency_key": "k" * 32}

    wrong = client.post("/desk/hibernate/", {**form, "until": "2020-01-01"})
    right = client.post("/desk/hibernate/", form)
    page = client.get("/desk/hibernate/").content.decode()
    client.post("/desk/wake/")

    assert wrong.status_code == 422
    assert "Nobody has an hour." in wrong.content.decode()
    assert right.status_code == 302
    assert "Wake it now" in page
    assert Hibernation.objects.get().woken_by == custodian


@pytest.mark.parametrize("task", sorted({entry["task"] for entry in SCHEDULE.values()}))
def test_each_clock_says_whether_it_sleeps(task):
    """A new clock has to be decided about: it is paused, or it stands here with its reason."""
    goes_on = {
        "common.tasks.sweep": "work that is due, without the mails that wait",
        "common.tasks.heartbeat": "the machine is alive",
        "common.tasks.keep_watch": "wakes it",
        "common.tasks.run_retention": "what was promised to be deleted is",
        "common.tasks.check_invariants": "records stay right",
        "cms.tasks.publish_scheduled": "what editors scheduled",
        "matching.tasks.run_clocks": "closes people to each other; its reminders and ends stand still",
        "matching.tasks.nightly_run": "what fits whom, told to nobody",
        "community.tasks.run_booking_clock": "what stands in calendars still takes place",
        "profiles.tasks.sweep_vault": "files that nothing points at",
    }
    module, name = task.rsplit(".", 1)
    run = getattr(__import__(module, fromlist=[name]), name).run

    assert hasattr(run, "__wrapped__") != (task in goes_on)
