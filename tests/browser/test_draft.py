"""A draft of an application is saved as one types, and what cannot be saved stays in the page."""

import pytest
from django.test import Client

from opportunities.models import Application
from tests.factories.applying import asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory

pytestmark = pytest.mark.browser


def test_saved_while_typing_and_kept_when_signed_out(forum, page, live_server):
    placement, person = PlacementFactory(live=True), PersonFactory()
    asks(placement)
    client = Client()
    client.force_login(person.user)
    name, value = "sessionid", client.cookies["sessionid"].value
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.goto(f"{placement.get_absolute_url()}apply/")
    said = page.locator("[data-draft-said]")

    page.locator("#id_why").press_sequentially("I like maps.")
    page.locator("[data-draft-said]", has_text="Saved").wait_for()
    row = Application.objects.get()
    assert row.answers.get(question="why").text == "I like maps."

    page.locator("#id_why").press_sequentially(" And trams.")
    page.wait_for_timeout(2500)
    assert row.answers.get(question="why").text == "I like maps. And trams."

    page.context.clear_cookies(name=name)
    page.locator("#id_why").press_sequentially(" And more.")
    page.locator("[data-draft-said]", has_text="signed out").wait_for()
    assert page.locator("#id_why").input_value() == "I like maps. And trams. And more."
    assert row.answers.get(question="why").text == "I like maps. And trams."
    assert "Not saved" in said.inner_text()
