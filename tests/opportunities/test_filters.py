"""Filters narrow the list, and their counts are of what they would show."""

import pytest
from django.db import transaction

from mission.models import District, Theme
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def five(django_db_setup, django_db_blocker):
    """Five of different kinds, laid once; each test works in a savepoint above them."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay_five()
        yield
        transaction.set_rollback(True)


def lay_five() -> None:
    coventry = District.objects.get_or_create(
        slug="coventry", defaults={"name": "Coventry", "short": "co"}
    )[0]
    theme = Theme.objects.get_or_create(slug="health", defaults={"name": "Health"})[0]
    ChallengeFactory(live=True, title="Remote one")
    ChallengeFactory(
        live=True,
        title="Coventry one",
        description="Counting bicycles.",
        district=coventry,
        pattern="hybrid",
        themes=[theme],
        requirements=[("Mapping", 2, True)],
    )
    PlacementFactory(live=True, title="A placement")
    JobFactory(title="A job")
    ChallengeFactory(closed=True, title="Ended one")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Remote one", "Coventry one", "A placement", "A job"}),
        ("kind=challenge", {"Remote one", "Coventry one"}),
        ("kind=challenge&kind=job", {"Remote one", "Coventry one", "A job"}),
        ("district=coventry", {"Coventry one"}),
        ("pattern=remote&kind=challenge", {"Remote one"}),
        ("pay=paid", {"A job"}),
        ("skill=mapping", {"Coventry one"}),
        ("theme=health", {"Coventry one"}),
        ("q=bicycles", {"Coventry one"}),
        ("kind=nonsense&unknown=1&organisation__name=x", set()),
        ("closed=yes&kind=challenge", {"Remote one", "Coventry one", "Ended one"}),
    ],
)
def test_filters_narrow_and_count(client, five, query, expected):
    if not expected:
        expected = {"Remote one", "Coventry one", "A placement", "A job"}

    response = client.get(f"/opportunities/?{query}")

    assert {row["title"] for row in response.context["rows"]} == expected
    assert response.context["page"].paginator.count == len(expected)
    kinds = next(facet for facet in response.context["facets"] if facet["name"] == "kind")
    if not query:
        assert {option["value"]: option["count"] for option in kinds["options"]} == {
            "challenge": 2,
            "placement": 1,
            "job": 1,
        }
    for chip in response.context["chips"]:
        assert client.get(f"/opportunities/{chip['url']}").status_code == 200
