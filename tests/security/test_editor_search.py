"""The editor's search boxes: few words at a time, and what is looked for is still found."""

import pytest
from django.test import Client
from modelsearch.query import And, Phrase, PlainText

from common.search_backend import shortened

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.indexed]


@pytest.fixture
def custodian(town) -> Client:
    client = Client()
    client.force_login(town.custodian)
    return client


@pytest.mark.parametrize("text", ["contact", '"contact"', "contact published:yes"])
def test_a_page_is_found_by_its_title(custodian, text) -> None:
    found = custodian.get("/admin/pages/search/", {"q": text}).context["object_list"]

    assert "contact" in [page.slug for page in found]
    assert len(found) < 4


@pytest.mark.parametrize(
    "path", ["pages/search/", "choose-page/search/", "snippets/profiles/offer/"]
)
@pytest.mark.parametrize("text", ['"', "data " * 2_000, "a OR " * 900, "(" * 5_000])
def test_no_words_break_a_box_of_the_editor(custodian, path, text) -> None:
    assert custodian.get(f"/admin/{path}", {"q": text}).status_code == 200


def test_parsed_words_are_shortened_and_keep_their_sense() -> None:
    long = "word " * 100
    query = shortened(And([PlainText(long, operator="or", boost=2.0), Phrase(long)]))

    text, phrase = query.subqueries
    assert (len(text.query_string.split()), text.operator, text.boost) == (12, "or", 2.0)
    assert len(phrase.query_string.split()) == 12
    assert shortened('say "hello"') == "say hello"
    assert shortened("x" * 1_000) == "x" * 200
