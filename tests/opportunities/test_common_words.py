"""A word that very many hold: what is counted is said to be at least so many, and nothing is hidden."""

import pytest
from django.test import Client

from common import search
from tests.factories.opportunities import ChallengeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_LOOKED_THROUGH", 2)
    monkeypatch.setattr("opportunities.views.lists.MOST_LOOKED_THROUGH", 2)
    for number in range(3):
        ChallengeFactory(title=f"Harbour {number}", live=True)


def test_more_than_were_looked_through_is_said(client: Client, few: None) -> None:
    answer = client.get("/challenges/?q=harbour")

    text = answer.content.decode()
    assert "2+ challenges" in text
    assert "Only 2 were looked through" in text
    pattern = next(facet for facet in answer.context["facets"] if facet["name"] == "pattern")
    counts = {one["value"]: one["count"] for one in pattern["options"]}
    assert counts["remote"] == "2+"
    assert counts["hybrid"] == ""


def test_as_many_as_were_looked_through_are_exact(client: Client, few: None) -> None:
    answer = client.get("/challenges/?q=harbour 1")

    text = answer.content.decode()
    assert "looked through" not in text
    assert answer.context["count"] == 1
