"""Pages from before: the back button after sending, and a form that was left open for a day."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from common.models import Message
from opportunities import services
from opportunities.models import Application, Placement
from tests.factories.applying import asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory
from tests.journeys.story import worker_runs

pytestmark = pytest.mark.django_db
WROTE = {"why": "Maps, since I was small.", "learn": "More maps."}
TWICE = "You sent this already. Nothing was changed, and nothing was sent twice."
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def placement(clock):
    made = PlacementFactory(live=True)
    asks(made)
    return made


@pytest.fixture
def person(clock):
    return PersonFactory()


@pytest.fixture
def client(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person.user)
    return client


@pytest.fixture
def here(placement):
    return f"{placement.get_absolute_url()}apply/"


def opened(client, path) -> dict[str, str]:
    """The hidden fields of a page as a browser keeps it: token, key and version."""
    page = client.get(path).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def text(response) -> str:
    return " ".join(response.content.decode().split())


def sent(client, here) -> tuple[dict[str, str], dict[str, str], Application]:
    """Both pages as they stood before it was sent, and what was sent."""
    form = {**opened(client, here), **WROTE}
    client.post(here, form)
    check = opened(client, f"{here}check/")
    client.post(f"{here}check/", check)
    worker_runs()
    return form, check, Application.objects.get()


# Back after sending ------------------------------------------------------------------------------


def test_back_after_sending_leads_to_what_was_sent(client, here):
    _, _, row = sent(client, here)
    for path in (here, f"{here}check/"):
        answer = client.get(path)
        assert answer.url == row.get_absolute_url()
        # So that a browser asks again, and does not show the form from its memory.
        assert "no-store" in answer["Cache-Control"]


def test_the_old_pages_posted_again_do_nothing_twice_and_say_so(client, here):
    form, check, row = sent(client, here)
    client.get(row.get_absolute_url())
    before = (row.sent_at, row.changed, Message.objects.count())

    for path, body in ((here, {**form, "why": "Something else."}), (f"{here}check/", check)):
        answer = client.post(path, body, follow=True)
        assert answer.redirect_chain == [(row.get_absolute_url(), 302)]
        assert TWICE in text(answer)
    worker_runs()

    row = Application.objects.get()
    assert (row.sent_at, row.changed, Message.objects.count()) == before
    assert row.answers.get(question="why").text == WROTE["why"]


def test_back_after_taking_it_back_sends_nothing_by_itself(client, here):
    _, check, row = sent(client, here)
    services.withdraw_application(row, by=row.person.user)

    answer = client.post(f"{here}check/", check)

    assert answer.url == here
    assert list(Application.objects.values_list("state", flat=True)) == ["withdrawn"]


# Open for a day ----------------------------------------------------------------------------------


def test_a_day_later_the_page_still_saves_and_sends(client, here, clock):
    form = {**opened(client, here), **WROTE}
    clock.shift(datetime.timedelta(days=1))
    assert client.post(here, form).url == f"{here}check/"
    check = opened(client, f"{here}check/")
    clock.shift(datetime.timedelta(days=1))
    assert client.post(f"{here}check/", check).url == Application.objects.get().get_absolute_url()
    assert Application.objects.get().sent_at == NOON + datetime.timedelta(days=2)
    again = client.post(here, form, follow=True)
    assert TWICE in text(again)
    assert Application.objects.count() == 1


def close_at_midnight(placement) -> None:
    Placement.objects.filter(pk=placement.pk).update(closes=timezone.localdate())


def test_closed_meanwhile_what_was_typed_is_shown_again(client, placement, here, clock):
    close_at_midnight(placement)
    form = {**opened(client, here), **WROTE}
    clock.shift(datetime.timedelta(days=1))

    answer = client.post(here, form)

    page = text(answer)
    assert answer.status_code == 409
    assert re.search("This closed at the end of [^.]*24 November", page)
    assert WROTE["why"] in page
    assert WROTE["learn"] in page
    assert "It was not saved. Copy what you need" in page
    assert form["csrfmiddlewaretoken"] not in page
    assert not Application.objects.exists()
    typing = client.post(here, {**form, "autosave": "yes"})
    assert typing.status_code == 409
    assert "This closed at the end of" in typing.json()["said"]
    assert "Your text stays on this page." in typing.json()["said"]


def test_closed_meanwhile_a_draft_is_kept_and_not_sent(client, placement, here, clock):
    close_at_midnight(placement)
    client.post(here, {**opened(client, here), **WROTE})
    form, check = opened(client, here), opened(client, f"{here}check/")
    clock.shift(datetime.timedelta(days=1))

    assert client.post(here, {**form, **WROTE, "why": "Rather trams."}).url == f"{here}check/"
    answer = client.post(f"{here}check/", check)

    page = text(answer)
    assert answer.status_code == 409
    assert re.search("This closed at the end of [^.]*24 November", page)
    assert "What you wrote is kept." in page
    assert "Rather trams." in page
    assert Application.objects.get().state == "draft"


@pytest.mark.parametrize("how", ["close", "cancel"])
def test_ended_by_the_poster_meanwhile(client, placement, here, clock, how):
    client.post(here, {**opened(client, here), **WROTE})
    check = opened(client, f"{here}check/")
    clock.shift(datetime.timedelta(days=1))
    end = services.close if how == "close" else services.cancel
    end(placement, by=placement.state.submitted_by)

    answer = client.post(f"{here}check/", check)

    page = text(answer)
    assert answer.status_code == 409
    assert ("This has closed." if how == "close" else "This was called off.") in page
    assert WROTE["why"] in page
    assert Application.objects.get().state == "draft"


def test_a_session_that_ended_leads_back_by_the_sign_in_to_what_was_saved(
    client, person, here, clock
):
    client.post(here, {**opened(client, here), **WROTE, "later": "yes"})
    form = {**opened(client, here), **WROTE, "why": "Typed after the last saving."}
    clock.shift(datetime.timedelta(days=15))

    answer = client.post(here, form)

    assert answer.url == f"/accounts/login/?next={here}"
    assert Application.objects.get().answers.get(question="why").text == WROTE["why"]
    client.force_login(person.user)
    assert WROTE["why"] in text(client.get(here))


def test_a_token_that_is_good_no_longer_loses_no_words(client, person, here):
    """Signing in again in another window changes the token of every page that is open."""
    form = {**opened(client, here), **WROTE}
    client.cookies.pop("csrftoken", None)
    client.get(here)

    answer = client.post(here, form)

    page = text(answer)
    assert answer.status_code == 403
    assert "Your page was open too long" in page
    assert WROTE["why"] in page
    assert WROTE["learn"] in page
    assert form["csrfmiddlewaretoken"] not in page
    assert not Application.objects.exists()
