"""Lists that other pages link to: what serves a priority, what points at a step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mission.models import Node, Priority
from tests.factories.opportunities import ChallengeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pointed():
    one = ChallengeFactory(live=True, title="Points", requirements=[("Mapping", 2, True)])
    ChallengeFactory(live=True, title="Does not")
    one.priorities = [Priority.objects.first()]
    one.nodes = [Node.objects.first()]
    one.save()
    return one


@pytest.mark.parametrize("name", ["priority", "node"])
def test_a_link_narrows_and_a_chip_takes_it_away(client, pointed, name):
    record = {"priority": Priority, "node": Node}[name].objects.first()

    answer = client.get(f"/opportunities/?{name}={record.slug}")

    html = answer.content.decode()
    assert "Points" in html
    assert "Does not" not in html
    assert [(chip["title"], chip["url"]) for chip in answer.context["chips"]] == [
        (record.title, "?")
    ]
    plain = client.get("/opportunities/")
    assert name not in [facet["name"] for facet in plain.context["facets"]]


def test_every_filter_at_once_stays_within_the_budget(client, pointed):
    query = (
        f"q=points&kind=challenge&district=coventry&pattern=on_site&pay=voluntary&theme=health&skill=mapping"
        f"&priority={Priority.objects.first().slug}&node={Node.objects.first().slug}&closed=yes"
    )
    client.get(f"/opportunities/?{query}")

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/opportunities/?{query}")

    assert answer.status_code == 200
    assert len([row for row in asked if "SAVEPOINT" not in row["sql"]]) <= 15, [
        r["sql"][:90] for r in asked
    ]
