"""The newsletter: drafted from what is public, read first, sent once, only to whoever asked twice."""

import datetime
import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from common import mail_choices, outbox
from common.models import Message
from common.states import IllegalMove
from desk import newsletters
from desk.models import Newsletter, Subscriber
from desk.personal_data import forget_unconfirmed
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db

KEY = {"idempotency_key": "n" * 32}


def confirmed(address: str) -> Subscriber:
    return Subscriber.objects.create(address=address, confirmed_at=timezone.now())


def letter(**fields) -> Newsletter:
    today = timezone.localdate()
    values = {"title": "News", "body": "## New\n\n- A map: https://forum.example/a/", **fields}
    return Newsletter.objects.create(
        since=today - datetime.timedelta(days=30), until=today, **values
    )


def tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


def test_a_draft_names_what_was_published_and_nothing_hidden():
    ChallengeFactory(live=True, title="Where are the trees?")
    ChallengeFactory(title="A draft of somebody")
    ChallengeFactory(waiting=True, title="Waits for a custodian")

    made = newsletters.draft(by=CustodianFactory(), today=tomorrow())

    assert "## New opportunities" in made.body
    assert "- Where are the trees? (Challenge" in made.body
    assert "A draft of somebody" not in made.body
    assert "Waits for a custodian" not in made.body


def test_the_next_letter_begins_where_the_last_ended():
    custodian = CustodianFactory()
    last = letter(sent_at=timezone.now())

    made = newsletters.draft(by=custodian, today=last.until + datetime.timedelta(days=12))
    again = newsletters.draft(by=custodian, today=last.until + datetime.timedelta(days=12))

    assert made.since == last.until
    assert again == made


def test_the_clock_drafts_once_a_month_and_only_where_there_is_news():
    assert not newsletters.draft_if_due(today=tomorrow())
    ChallengeFactory(live=True)

    first = newsletters.draft_if_due(today=tomorrow())
    second = newsletters.draft_if_due(today=tomorrow() + datetime.timedelta(days=3))

    assert (first, second) == (True, False)
    assert Newsletter.objects.get().drafted_by is None


@pytest.mark.parametrize("act", ["draft", "save", "drop", "send"])
def test_only_custodians_write_and_send(act):
    draft, member = letter(), UserFactory()
    acts = {
        "draft": lambda: newsletters.draft(by=member),
        "save": lambda: newsletters.save(draft, by=member, title="X", body="Y"),
        "drop": lambda: newsletters.drop(draft, by=member),
        "send": lambda: newsletters.send(draft, by=member),
    }

    with pytest.raises(PermissionDenied):
        acts[act]()

    assert Newsletter.objects.get().sent_at is None


def test_it_reaches_whoever_asked_for_it_once(mailoutbox):
    asked, both, nobody = UserFactory(), UserFactory(), UserFactory()
    mail_choices.choose(asked, {"newsletter": "now"})
    mail_choices.choose(both, {"newsletter": "now"})
    confirmed("guest@else.example")
    confirmed(both.email.upper())
    Subscriber.objects.create(address="unconfirmed@else.example")
    custodian = CustodianFactory()
    draft = letter()

    newsletters.send(draft, by=custodian)
    outbox.run_due()
    newsletters.send(draft, by=custodian)
    newsletters.write_to_all(draft.pk)
    outbox.run_due()

    reached = sorted(mail.to[0] for mail in mailoutbox)
    assert reached == sorted([asked.email, both.email, "guest@else.example"])
    assert nobody.email not in reached
    assert Newsletter.objects.get().reached == 3


def test_a_guest_stops_it_with_one_click_and_is_forgotten(client, mailoutbox):
    confirmed("guest@else.example")
    newsletters.send(letter(), by=CustodianFactory())
    outbox.run_due()
    header = mailoutbox[0].extra_headers["List-Unsubscribe"]
    path = re.sub(r"^<https?://[^/]+|>$", "", header)

    opened = client.get(path)
    still = Subscriber.objects.count()
    pressed = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    again = client.post(path)

    assert (opened.status_code, pressed.status_code, again.status_code) == (200, 200, 200)
    assert (still, Subscriber.objects.count()) == (1, 0)
    assert path in mailoutbox[0].body


def test_an_address_gets_it_only_after_a_second_yes(client, mailoutbox):
    typed = {"address": "Reader@Else.example", **KEY}

    client.post("/newsletter/", typed)
    client.post("/newsletter/", {**typed, "idempotency_key": "m" * 32})
    outbox.run_due()
    path = re.search(r"https?://[^/]+(/newsletter/confirm/\S+)", mailoutbox[0].body).group(1)
    client.get(path)
    opened = Subscriber.objects.get().confirmed_at
    client.post(path)

    assert len(mailoutbox) == 1
    assert mailoutbox[0].to == ["reader@else.example"]
    assert opened is None
    assert Subscriber.objects.get().confirmed_at is not None


def test_nobody_is_told_whose_address_is_known(client):
    confirmed("known@else.example")

    known = client.post("/newsletter/", {"address": "known@else.example", **KEY}, follow=True)
    other = client.post(
        "/newsletter/",
        {"address": "new@else.example", "idempotency_key": "o" * 32},
        follow=True,
    )

    assert "If that address" in known.content.decode()
    assert "If that address" in other.content.decode()
    assert Message.objects.filter(address="known@else.example").count() == 0


def test_an_address_that_is_none_is_refused_with_what_was_typed(client):
    page = client.post("/newsletter/", {"address": "no address", **KEY})

    assert page.status_code == 422
    assert "no address" in page.content.decode()
    assert not Subscriber.objects.exists()


def test_addresses_that_nobody_confirmed_go_after_a_week():
    now = timezone.now()
    old = Subscriber.objects.create(address="old@else.example")
    Subscriber.objects.filter(pk=old.pk).update(asked_at=now - datetime.timedelta(days=8))
    Subscriber.objects.create(address="young@else.example")
    kept = confirmed("kept@else.example")
    Subscriber.objects.filter(pk=kept.pk).update(asked_at=now - datetime.timedelta(days=800))

    forget_unconfirmed(now)

    left = Subscriber.objects.order_by("address").values_list("address", flat=True)
    assert list(left) == ["kept@else.example", "young@else.example"]


@pytest.mark.parametrize("act", ["confirm", "stop"])
def test_a_link_that_is_not_ours_is_no_page(client, act):
    other = newsletters._sign("stop" if act == "confirm" else "confirm", confirmed("a@b.example"))

    assert client.get(f"/newsletter/{act}/{other}/").status_code == 404
    assert client.post(f"/newsletter/{act}/nonsense/").status_code == 404
    assert Subscriber.objects.count() == 1


def test_drafts_are_not_public_and_sent_letters_are(client):
    draft = letter(title="A draft")
    sent = letter(
        title="Sent", body="Hello.\n\n## New\n\n- <b>Maps</b>: https://forum.example/a/",
        sent_at=timezone.now(),
    )  # fmt: skip

    archive = client.get("/newsletter/").content.decode()
    page = client.get(sent.get_absolute_url()).content.decode()
    feed = client.get("/newsletter/feed.atom")

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert ("Sent" in archive, "A draft" in archive) == (True, False)
    assert "<h2>New</h2>" in page
    assert "&lt;b&gt;Maps&lt;/b&gt;" in page
    titles = ElementTree.fromstring(feed.content).findall(".//{*}entry/{*}title")
    assert [title.text for title in titles] == ["Sent"]


def test_a_custodian_drafts_changes_and_sends(client):
    custodian = CustodianFactory()
    client.force_login(custodian)

    client.post("/desk/newsletter/", {"rhythm": "weekly", **KEY})
    made = Newsletter.objects.get()
    words = {"title": "Spring news", "body": "It is spring.", "idempotency_key": "p" * 32}
    kept = client.post(f"/desk/newsletter/{made.pk}/", words)
    client.post(f"/desk/newsletter/{made.pk}/send/")
    late = client.post(
        f"/desk/newsletter/{made.pk}/", {**words, "title": "Later", "idempotency_key": "q" * 32}
    )

    made.refresh_from_db()
    assert kept.status_code == 302
    assert made.title == "Spring news"
    assert made.sent_by == custodian
    assert late.status_code == 409


def test_two_who_change_one_letter_are_told(client):
    draft = letter()
    client.force_login(CustodianFactory())
    page = client.get(f"/desk/newsletter/{draft.pk}/").content.decode()
    version = re.search(r'name="version" value="(\w+)"', page).group(1)
    newsletters.save(draft, by=CustodianFactory(), title="Quicker", body="By a colleague.")

    answer = client.post(
        f"/desk/newsletter/{draft.pk}/",
        {"title": "Mine", "body": "My words.", "version": version, "idempotency_key": "r" * 32},
    )

    assert answer.status_code == 409
    assert "By a colleague." in answer.content.decode()
    assert "My words." in answer.content.decode()
    assert Newsletter.objects.get().title == "Quicker"


def test_what_was_sent_stays_as_it_is():
    sent = letter(sent_at=timezone.now())

    with pytest.raises(IllegalMove):
        newsletters.save(sent, by=CustodianFactory(), title="X", body="Y")
    with pytest.raises(IllegalMove):
        newsletters.drop(sent, by=CustodianFactory())


def test_an_empty_letter_is_not_sent():
    with pytest.raises(ValueError, match="empty"):
        newsletters.send(letter(body=" "), by=CustodianFactory())
