"""Change the mission page in Wagtail, as ``docs/editors.md`` says, and read it without scripts."""

import pytest

pytestmark = pytest.mark.browser

OPENING = "We put the region’s open data to work for the people who live here."


def test_the_mission_page_is_changed_and_published(arrive, forum):
    page = arrive(forum, javascript=True).page
    stranger = arrive(None)

    page.goto("/admin/")
    page.get_by_role("button", name="Pages", exact=True).click()
    page.get_by_role("link", name="View child pages of 'Home'").click()
    page.get_by_role("link", name="Edit 'Mission'").click()
    page.get_by_role("textbox", name="Opening line").fill(OPENING)
    assert page.get_by_role("button", name="Save draft").is_visible()
    stranger.open("/mission/")
    assert OPENING not in stranger.words
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("has been published").wait_for()
    stranger.open("/mission/")
    stranger.reads(OPENING)
    page.goto("/desk/")  # Wagtail says goodbye when its page is left
