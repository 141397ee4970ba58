"""What is typed into the search of skills is completed, by the words people use."""

import pytest

pytestmark = pytest.mark.browser


def test_the_first_letters_of_another_name_find_the_skill(forum, page):
    page.goto("/skills/")

    page.get_by_label("Search skills").press_sequentially("cartogr")
    page.locator("#q-found a", has_text="Mapping").first.click()

    page.wait_for_url("**/skills/mapping/")
    assert page.get_by_role("heading", level=1).inner_text() == "Mapping"
