"""A draft saved as one types: two windows, one sent meanwhile, signed out, a form left open for a day."""

import re

import pytest
from django.test import Client

from opportunities import services
from opportunities.models import Application
from tests.factories.applying import apply, asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory

pytestmark = pytest.mark.django_db
TYPED = {"why": "Maps.", "learn": "More maps."}


@pytest.fixture
def placement():
    made = PlacementFactory(live=True)
    asks(made)
    return made


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def here(placement):
    return f"{placement.get_absolute_url()}apply/"


def window(person):
    client = Client()
    client.force_login(person.user)
    return client


def seen(client, here):
    return re.search(r'name="version" value="([^"]*)"', client.get(here).content.decode())[1]


def typed(client, here, version, **text):
    return client.post(here, {**TYPED, **text, "autosave": "yes", "version": version})


def saved():
    return dict(Application.objects.get().answers.values_list("question", "text"))


def test_what_is_typed_is_saved_and_said(person, here):
    client = window(person)
    answer = typed(client, here, seen(client, here))
    assert answer.status_code == 200
    assert re.fullmatch(r"Saved \d\d:\d\d", answer.json()["said"])
    assert answer["Cache-Control"] == "private, no-store"
    assert typed(client, here, answer.json()["version"], why="Trams.").status_code == 200
    assert saved() == {"why": "Trams.", "learn": "More maps."}
    assert Application.objects.get().state == "draft"


def test_the_page_says_it_politely_and_keeps_its_button(person, here):
    page = window(person).get(here).content.decode()
    assert 'role="status" aria-live="polite" data-draft-said' in page
    assert 'name="later"' in page
    assert "js/draft" in page


def test_the_older_of_two_windows_is_told_and_overwrites_nothing(person, here):
    apply_first = window(person)
    typed(apply_first, here, "new")
    old = seen(apply_first, here)
    typed(window(person), here, old, why="From the other window.")

    answer = typed(apply_first, here, old, why="From the older window.")
    assert answer.status_code == 409
    assert "another window" in answer.json()["said"]
    assert saved()["why"] == "From the other window."

    page = apply_first.post(here, {**TYPED, "why": "From the older window.", "version": old})
    assert page.status_code == 422
    text = page.content.decode()
    assert "From the older window." in text, "what was typed is kept"
    again = re.search(r'name="version" value="([^"]*)"', text)[1]
    kept = {**TYPED, "why": "From the older window.", "version": again}
    assert apply_first.post(here, kept).status_code == 302
    assert saved()["why"] == "From the older window."


def test_a_double_click_saves_once_and_is_not_called_stale(person, here):
    client = window(person)
    form = {**TYPED, "version": seen(client, here)}
    assert client.post(here, form).status_code == client.post(here, form).status_code == 302
    assert Application.objects.count() == 1


def test_sent_meanwhile_it_is_said(placement, person, here):
    row = apply(placement, person, to="draft")
    client = window(person)
    version = seen(client, here)
    services.send_application(row, by=person.user)
    answer = typed(client, here, version, why="Too late.")
    assert answer.status_code == 409
    assert "sent already" in answer.json()["said"]
    assert saved()["why"] != "Too late."


def test_signed_out_meanwhile_nothing_is_saved_and_the_script_hears_it(person, here):
    client = window(person)
    version = seen(client, here)
    client.logout()
    answer = typed(client, here, version)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert not Application.objects.exists()


def test_what_cannot_be_kept_is_said_in_a_sentence(placement, person, here):
    asks(placement, questions=["why", "link"])
    for text in ({"link": "javascript:alert(1)"}, {"why": "x" * 4001}):
        answer = typed(window(person), here, "new", **text)
        assert answer.status_code == 422
        assert "Your text is kept" in answer.json()["said"]
    assert typed(window(person), here, "new", why="x" * 1_000_000).status_code == 413
    assert not Application.objects.exists()
