"""The host's pages: an inbox that stays quick, one application without a name, mails read again."""

import csv
import io

import pytest
from django.test import Client

from common import outbox
from common.models import ActivityEntry, Message
from opportunities.application_choices import ApplicationState
from opportunities.models import Application, Decision, Review
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
S = ApplicationState
NAME, ADDRESS, PHONE = "Quennell Vantongeren", "quennell@vantongeren.example", "07700 900123"
TOLD = ("quennell", "vantongeren", PHONE, "she has", "https://")
WORDS = (
    f"I am {NAME}, write to {ADDRESS} or ring {PHONE}. Mrs Quennell says she has done "
    "this; see https://quennell.example/cv"
)


@pytest.fixture
def lead():
    return MembershipFactory().user


@pytest.fixture
def placement(lead):
    host = lead.memberships.get().organisation
    return PlacementFactory(live=True, organisation=host, author=lead, seats=3)


@pytest.fixture
def person():
    return PersonFactory(user=UserFactory(email=ADDRESS, name=NAME), name=NAME, slug="quennell-v")


@pytest.fixture
def application(placement, person):
    return ApplicationFactory(opportunity=placement, person=person, answers={"why": WORDS})


@pytest.fixture
def browser(lead) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def at(placement, tail: str = "") -> str:
    return f"{placement.get_absolute_url()}applications/{tail}"


def test_an_empty_inbox_says_what_comes(browser, placement) -> None:
    page = browser.get(at(placement)).content.decode()
    assert "Nobody has applied yet" in page


@pytest.mark.parametrize(
    "tail", ["", "{pk}/", "export.csv", "answer/?to=reserve&pick={pk}", "check/"]
)
def test_nothing_of_who_it_is_on_any_page(browser, placement, application, lead, tail) -> None:
    need = placement.requirements.get()
    browser.post(at(placement, f"{application.pk}/"), {"action": "score", f"score_{need.pk}": "3"})
    browser.post(
        at(placement, "answer/"), {"to": "reserve", "pick": application.pk, "public_text": "Later."}
    )
    response = browser.get(at(placement, tail.format(pk=application.pk)))
    assert response.status_code == 200
    shown = (response.content.decode() + str(response.headers)).lower()
    assert application.label.lower() in shown
    for word in TOLD:
        if word != "https://" or "csv" in tail:
            assert word not in shown, word


def test_nothing_of_who_it_is_in_mails_to_the_host_or_in_the_log(
    browser, placement, application
) -> None:
    need = placement.requirements.get()
    browser.post(at(placement, f"{application.pk}/"), {"action": "score", f"score_{need.pk}": "3"})
    browser.post(at(placement, "answer/"), {"to": "reserve", "pick": application.pk})
    browser.post(at(placement, "check/"), {"pick": application.pk})
    browser.get(at(placement, "export.csv"))
    outbox.run_due()

    written = [
        f"{mail.subject} {mail.body} {mail.address}"
        for mail in Message.objects.exclude(recipient=application.person.user)
    ]
    for text in (*written, str(list(ActivityEntry.objects.values()))):
        assert not any(word in text.lower() for word in ("quennell", "vantongeren", PHONE))


def test_shortlisting_shows_the_name_and_what_they_wrote(browser, placement, application) -> None:
    path = at(placement, f"{application.pk}/")
    assert browser.post(path, {"action": "shortlisted"}).status_code == 302
    page = browser.get(path).content.decode()
    assert NAME in page
    assert PHONE in page
    assert f"<title>{NAME}" in page or NAME in page.split("</title>")[0]


def test_an_inbox_of_300_costs_what_one_of_3_does(browser, placement, lead) -> None:
    rows = [ApplicationFactory(opportunity=placement) for _ in range(3)]
    for row in rows:
        ReviewFactory(application=row, reviewer=lead)
    browser.get(at(placement))  # what is asked once and then remembered
    with CountQueries() as few:
        browser.get(at(placement))
    people = [PersonFactory() for _ in range(3)]
    Application.objects.bulk_create(
        Application(
            opportunity=placement,
            person=people[n % 3],
            state="declined" if n % 3 == 2 else "received",
            label=f"L{n}",
            answer_by=rows[0].answer_by,
            sent_at=rows[0].sent_at,
        )
        for n in range(2, 299, 3)
    )
    strangers = PersonFactory.create_batch(200)
    Application.objects.bulk_create(
        Application(
            opportunity=placement,
            person=someone,
            state="received",
            label=f"M{n}",
            answer_by=rows[0].answer_by,
            sent_at=rows[0].sent_at,
        )
        for n, someone in enumerate(strangers)
    )
    for row in Application.objects.filter(label__startswith="M"):
        ReviewFactory(application=row, reviewer=lead)
    with CountQueries() as many:
        page = browser.get(at(placement)).content.decode()
    with CountQueries() as fifth:
        browser.get(f"{at(placement)}?tab=new&page=5")
    assert "1 to 25 of 203" in page
    assert len(many) == len(fifth) == len(few) <= 15


class CountQueries:
    """How many queries a block makes."""

    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.context = CaptureQueriesContext(connection)
        return self.context.__enter__()

    def __exit__(self, *error):
        return self.context.__exit__(*error)


def test_several_are_answered_at_once_and_each_mail_is_read_again(
    browser, placement, application
) -> None:
    other = ApplicationFactory(opportunity=placement)
    picked = [application.pk, other.pk]
    page = browser.get(at(placement, "answer/"), {"to": "declined", "pick": picked})
    assert page.status_code == 200
    data = {"to": "declined", "pick": picked, "public_text": "Thank you <b>& good luck."}
    assert browser.post(at(placement, "answer/"), data).status_code == 422
    assert browser.post(at(placement, "answer/"), data | {"reason": "full"}).status_code == 302
    assert Decision.objects.count() == 2

    page = browser.get(at(placement, "check/")).content.decode()
    assert page.count("Thank you &lt;b&gt;&amp; good luck.") == 2
    assert f"Dear Applicant {application.label}" in page
    key = page.split('name="idempotency_key" value="')[1].split('"')[0]
    for _ in range(2):
        sent = browser.post(at(placement, "check/"), {"pick": picked, "idempotency_key": key})
        assert sent.status_code == 302
        outbox.run_due()
    mails = Message.objects.filter(kind="opportunities_application_declined")
    assert mails.count() == 2
    assert all("Thank you <b>& good luck." in mail.body for mail in mails)


def test_what_was_unticked_waits(browser, placement, application) -> None:
    browser.post(at(placement, "answer/"), {"to": "reserve", "pick": application.pk})
    browser.post(at(placement, "check/"), {})
    outbox.run_due()
    assert Decision.objects.get().sending_since is None


def test_a_file_runs_no_formula_and_is_logged(browser, placement) -> None:
    ApplicationFactory(opportunity=placement, answers={"why": '=HYPERLINK("x")', "done": "+1 @SUM"})
    response = browser.get(at(placement, "export.csv"))
    for row in csv.reader(io.StringIO(response.content.decode())):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    entry = ActivityEntry.objects.get(verb="opportunities.applications_exported")
    assert entry.facts == {"rows": 1, "form": "csv"}


def test_custodians_see_counts_and_nobody(placement, application) -> None:
    client = Client()
    client.force_login(CustodianFactory())
    page = client.get(at(placement)).content.decode()
    assert "To read" in page
    assert application.label not in page
    assert NAME not in page
    assert client.get(at(placement, f"{application.pk}/")).status_code == 404
    assert client.get(at(placement, "export.csv")).status_code == 404


def test_anothers_application_is_missing_byte_for_byte(placement, application) -> None:
    """By guessing: of another organisation, of another opportunity, of nobody."""
    rival = MembershipFactory().user
    theirs = PlacementFactory(live=True, organisation=rival.memberships.get().organisation)
    client = Client()
    client.force_login(rival)

    def page(path: str) -> str:
        response = client.get(path)
        assert response.status_code == 404
        return response.content.decode().replace(path, "")

    guessed = page(at(placement, f"{application.pk}/"))
    assert guessed == page(at(placement, "999999/"))
    assert guessed == page(at(theirs, f"{application.pk}/"))
    assert guessed == page(at(placement)) == page(at(placement, "export.csv"))
    assert guessed == page("/placements/no-such-thing/applications/")


@pytest.mark.parametrize(
    "data",
    [
        {"action": "score", "note": "x" * 1_000_000},
        {"action": "score", "note": "\x00"},
        {"action": "conflict", "conflict": "a\r\nBcc: x@y.example"},
        {"action": "reader", "reader": "999999999999999999999"},
        {"action": "tier", "tier": "9"},
        {"action": "nonsense"},
        {"action": "reader", "reader": "-1"},
    ],
)
def test_what_nobody_should_send_is_refused_in_words(browser, placement, application, data) -> None:
    response = browser.post(at(placement, f"{application.pk}/"), data)
    assert response.status_code in (400, 413, 422)
    assert not Review.objects.exists()


@pytest.mark.parametrize("pick", ["x", "-1", "9" * 40, "٣", ""])
def test_ticks_of_nothing_are_left_out(browser, placement, pick) -> None:
    response = browser.get(at(placement, "answer/"), {"to": "reserve", "pick": pick})
    assert response.status_code == 302


def test_a_conflict_hides_it_at_once(browser, placement, application) -> None:
    path = at(placement, f"{application.pk}/")
    assert browser.post(path, {"action": "conflict", "conflict": "My cousin."}).status_code == 302
    assert browser.get(path).status_code == 404
