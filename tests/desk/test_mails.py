"""Which mails somebody gets, when, and where all of them stand."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client

from common import delivery, digests, mail_choices, outbox
from common.mail_tables import MailChoice, QuietHours
from common.models import Message, Work
from common.personal import DECLARATIONS
from profiles import services
from profiles.models import AddressQuestion
from profiles.services.copies import rows_of
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
TITLE = "Where do our referrals come from?"


@pytest.fixture
def ada():
    return UserFactory(name="Ada Brook", email="ada@brook.example")


@pytest.fixture
def page(ada) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def write(user, key="1", kind="opportunities_live", title=TITLE) -> Message:
    return delivery.notify(kind, to=user, key=key, title=title, path="/challenges/x/")


def answers(**changed) -> dict:
    return {**dict.fromkeys(mail_choices.TOPICS, "now"), "begins": "", "ends": "", **changed}


def run_work() -> None:
    while outbox.run_due():
        pass


def test_every_kind_under_a_topic_is_a_kind():
    assert set(mail_choices._KINDS) <= set(delivery.KINDS)
    assert {mail_choices.topic_of(kind) for kind in mail_choices._KINDS} <= set(mail_choices.TOPICS)


def test_what_asks_for_an_answer_or_is_about_the_account_is_under_no_topic():
    for kind in ("matching_asked", "matching_reminder", "matching_introduced", "profiles_invited"):
        assert mail_choices.topic_of(kind) == ""
    for kind in ("profiles_address_asked", "profiles_looked_inside", "profiles_account_closed"):
        assert mail_choices.topic_of(kind) == ""


def test_without_a_choice_it_comes_at_once_and_can_be_stopped_from_the_mail(ada):
    message = write(ada)

    run_work()

    [sent] = mail.outbox
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.subject == sent.subject
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/mails/stop/" in link


def test_one_click_stops_a_topic_and_no_other_and_another_takes_it_back(ada):
    path = mail_choices.stop_link(ada, "posts")
    stranger = Client(enforce_csrf_checks=True)

    looked = stranger.get(path)
    unchanged = mail_choices.choices_of(ada)["posts"]
    stopped = stranger.post(path, {"List-Unsubscribe": "One-Click"})

    assert (looked.status_code, unchanged, stopped.status_code) == (200, "now", 200)
    assert mail_choices.choices_of(ada) == {
        **dict.fromkeys(mail_choices.TOPICS, "now"),
        "newsletter": "off",
        "posts": "off",
    }
    kept = write(ada)
    run_work()
    assert mail.outbox == []
    kept.refresh_from_db()
    assert kept.state == "withheld"
    stranger.post(path, {"again": "yes"})
    assert mail_choices.choices_of(ada)["posts"] == "now"


@pytest.mark.parametrize("signed", ["x", "MQ:abc", "WzEsInBvc3RzIl0:forged"])
def test_a_forged_link_is_like_any_missing_page(client, signed):
    assert client.get(f"/mails/stop/{signed}/").status_code == 404
    assert client.post(f"/mails/stop/{signed}/").status_code == 404


def test_a_closed_account_has_nothing_to_stop(client, ada):
    path = mail_choices.stop_link(ada, "posts")
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)

    assert client.post(path).status_code == 404
    assert not MailChoice.objects.exists()


def test_once_a_day_they_come_together_at_seven_and_once(ada):
    mail_choices.choose(ada, {"posts": "daily"})
    with time_machine.travel(MONDAY, tick=False):
        held = [write(ada, key=str(number), title=f"Challenge {number}") for number in range(3)]
    assert {row.state for row in held} == {"held"}
    assert not Work.objects.filter(kind="common.send_mail").exists()

    early, seven = (MONDAY.replace(day=24, hour=hour) for hour in (6, 7))
    assert digests.send_due(early) == 0
    with time_machine.travel(seven, tick=False):
        assert digests.send_due() == 1
        assert digests.send_due() == 0
        run_work()

    [sent] = mail.outbox
    assert sent.subject == "3 from the Forum: Now live: Challenge 0"
    assert all(f"Now live: Challenge {number}" in sent.body for number in range(3))
    assert "/challenges/x/" in sent.body
    assert set(
        Message.objects.filter(pk__in=[row.pk for row in held]).values_list("state", flat=True)
    ) == {"sent"}


def test_once_a_week_is_on_monday(ada):
    mail_choices.choose(ada, {"posts": "weekly"})
    write(ada)

    sunday, monday = MONDAY.replace(day=22), MONDAY
    with time_machine.travel(sunday, tick=False):
        assert digests.send_due() == 0
    with time_machine.travel(monday, tick=False):
        assert digests.send_due() == 1


@pytest.mark.parametrize(("then", "state", "works"), [("now", "queued", 1), ("off", "withheld", 0)])
def test_another_choice_lets_go_of_what_waited(ada, then, state, works):
    mail_choices.choose(ada, {"posts": "weekly"})
    held = write(ada)

    mail_choices.choose(ada, {"posts": then})

    held.refresh_from_db()
    assert held.state == state
    assert Work.objects.filter(kind="common.send_mail").count() == works


@pytest.mark.parametrize(
    ("hour", "due"),
    [
        (20, None),
        (21, "2026-11-24 07:30"),
        (23, "2026-11-24 07:30"),
        (3, "2026-11-23 07:30"),
        (8, None),
    ],
)
def test_quiet_hours_reach_over_midnight(ada, hour, due):
    mail_choices.keep_quiet(ada, begins=datetime.time(21), ends=datetime.time(7, 30))
    at = MONDAY.replace(hour=hour)

    with time_machine.travel(at, tick=False):
        write(ada)
        asked = delivery.notify("profiles_shown", to=ada, key="1")

    works = {work.ids["message_id"]: work.due_at for work in Work.objects.all()}
    waits = works.pop(Message.objects.get(kind="opportunities_live").pk)
    assert works == {asked.pk: at}
    assert f"{waits:%Y-%m-%d %H:%M}" == (due or f"{at:%Y-%m-%d %H:%M}")


def test_choices_are_kept_by_the_page_and_shown_again(page, ada):
    answered = page.post("/me/mails/choices/", answers(posts="daily", begins="21:00", ends="07:00"))

    assert answered.status_code == 302
    assert mail_choices.choices_of(ada)["posts"] == "daily"
    assert str(QuietHours.objects.get(user=ada)) == "21:00 to 07:00"
    shown = page.get("/me/mails/choices/")
    assert shown.context["form"]["posts"].value() == "daily"
    page.post("/me/mails/choices/", answers())
    assert not QuietHours.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"posts": "hourly"},
        {"begins": "21:00"},
        {"begins": "21:00", "ends": "21:00"},
        {"ends": "25:00"},
    ],
)
def test_nonsense_is_refused_and_nothing_kept(page, changed):
    refused = page.post("/me/mails/choices/", answers(suggestions="off", **changed))

    assert refused.status_code == 422
    assert not MailChoice.objects.exists()
    assert not QuietHours.objects.exists()


def test_only_custodians_are_asked_about_the_desk(page, client):
    client.force_login(CustodianFactory())

    assert "desk" not in page.get("/me/mails/choices/").context["form"].fields
    assert "desk" in client.get("/me/mails/choices/", follow=True).context["form"].fields


def test_the_page_of_mails_holds_ones_own_and_nobody_elses(
    page, ada, django_assert_max_num_queries
):
    for number in range(25):
        write(ada, key=str(number), title=f"Mine {number}")
    write(UserFactory(), key="x", title="Of somebody else")

    with django_assert_max_num_queries(15):
        shown = page.get("/me/mails/").content.decode()

    assert "Mine 24" in shown
    assert "Mine 4<" not in shown
    assert "Of somebody else" not in shown
    assert Client().get("/me/mails/").status_code == 302


def test_a_link_that_proves_who_reads_a_mailbox_is_nowhere_on_the_site(page, ada):
    """Else whoever finds a browser open could say yes for the owner of the old address."""
    services.ask_main_address(ada, "new@elsewhere.example")
    question = AddressQuestion.objects.get()
    [asked] = Message.objects.filter(kind="profiles_address_asked", recipient=ada)
    assert f"/me/address/{question.pk}" not in asked.body
    [path] = [word for word in asked.body.split() if "/me/address/" in word]
    secret = path.rstrip("/").rsplit("/", 1)[1]

    shown = page.get("/me/mails/").content.decode()
    held = page.get("/me/held/common-message/").content.decode()

    assert asked.subject in shown
    assert secret not in shown
    assert secret not in held
    assert asked.subject in held


def test_a_code_to_sign_in_with_is_not_shown_before_it_left(page, ada):
    delivery.queue(
        kind=delivery.FROM_OTHERS,
        key="1",
        address=ada.email,
        recipient=ada,
        subject="Your code",
        body="Your code is ZX81-QL.",
    )

    assert "ZX81-QL" not in page.get("/me/mails/").content.decode()


def test_what_one_chose_is_in_ones_own_copy(ada):
    mail_choices.choose(ada, {"posts": "daily"})

    [row] = rows_of(DECLARATIONS["common.MailChoice"], ada)
    assert (row["topic"], row["how"]) == ("posts", "Once a day, together")
