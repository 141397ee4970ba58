"""A draft of an application is saved as one types, and what cannot be saved stays in the page."""

import pytest
from django.test import Client

from opportunities.models import Application
from profiles.models import Curriculum
from tests.browser.windows import sign_in
from tests.factories.applying import asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory
from tests.support import documents

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


def test_a_chosen_cv_goes_with_the_button_and_not_while_typing(
    forum, page, live_server, settings, tmp_path
):
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"
    placement, person = PlacementFactory(live=True), PersonFactory()
    asks(placement, wants_cv=True, questions=["why", "link"])
    sign_in(page, person.user)
    page.goto(f"{placement.get_absolute_url()}apply/")
    sent = []
    page.on("request", lambda asked: sent.append(asked.post_data_buffer or b""))

    page.locator("#id_cv_file").set_input_files(
        {"name": "Zephyrine.pdf", "mimeType": "application/pdf", "buffer": documents.pdf()}
    )
    page.locator("#id_shares_cv").check()
    page.locator("#id_why").press_sequentially("I like maps.")
    page.locator("[data-draft-said]", has_text="Saved").wait_for()
    assert any(b"I like maps." in body for body in sent)
    assert not any(b"Zephyrine" in body or b"%PDF" in body for body in sent)
    assert not Curriculum.objects.exists()

    page.locator("#id_link").fill("javascript:alert(1)")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_text("Your CV is kept.").wait_for()
    assert page.locator("#id_shares_cv").is_checked()
    assert Curriculum.objects.get().person == person
    page.locator("#id_link").fill("https://maps.example/")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_text("Your CV goes with it").first.wait_for()
