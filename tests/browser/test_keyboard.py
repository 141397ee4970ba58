"""With a keyboard alone: past the header, through a form that was left empty, to what needs mending."""

import pytest

from tests.browser.windows import sign_in
from tests.factories.profiles import MembershipFactory

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement"
MANY_TABS = 60


def tab_to(page, words: str) -> None:
    """Press Tab until what has focus says this."""
    for _ in range(MANY_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.textContent.trim()") == words:
            return
    raise AssertionError(f"“{words}” was not reached in {MANY_TABS} tabs")


def test_the_first_tab_shows_a_way_past_the_header(forum, page):
    page.goto("/challenges/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the main content")
    shown = skip.bounding_box()
    page.keyboard.press("Enter")

    assert shown["x"] >= 0
    assert shown["y"] >= 0
    assert page.evaluate(f"{FOCUSED}.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.getElementById('main').contains({FOCUSED})") is True


def test_an_empty_form_sends_the_reader_to_what_needs_mending(forum, page):
    sign_in(page, MembershipFactory().user)
    page.goto("/challenges/new/")

    tab_to(page, "Save and go on")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")

    page.wait_for_function(f"{FOCUSED}.hasAttribute('data-error-summary')")
    assert page.title().startswith("Error: ")
    page.keyboard.press("Tab")
    first = page.evaluate(f"{FOCUSED}.textContent")
    page.keyboard.press("Enter")
    assert first == "Give it a short title."
    assert page.evaluate(f"{FOCUSED}.name") == "title"
    described = page.evaluate(f"{FOCUSED}.getAttribute('aria-describedby')").split()
    assert any(first in page.locator(f"[id='{one}']").inner_text() for one in described)
    assert page.evaluate(f"{FOCUSED}.getAttribute('aria-invalid')") == "true"


def test_focus_is_seen_on_everything_of_the_first_page_that_takes_it(forum, page):
    page.goto("/")

    plain, stops = [], 0
    for _ in range(MANY_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED} === document.body"):
            break
        stops += 1
        outline = page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
        if outline == "none":
            plain.append(page.evaluate(f"{FOCUSED}.outerHTML")[:200])

    assert plain == []
    assert 10 < stops < MANY_TABS
