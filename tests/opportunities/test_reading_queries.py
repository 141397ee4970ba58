"""The host's page of one application asks few questions, however many apply together."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opportunities import services
from opportunities.services.seats import lock
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory, PersonFactory
from tests.factories.teams import team

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def lead():
    return MembershipFactory()


@pytest.fixture
def placement(lead):
    return PlacementFactory(live=True, organisation=lead.organisation, author=lead.user, seats=9)


def queries_of(lead, application) -> int:
    client = Client()
    client.force_login(lead.user)
    path = f"{application.opportunity.get_absolute_url()}applications/{application.pk}/"
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


@pytest.mark.parametrize("to", ["received", "shortlisted", "offered"])
def test_of_one_person(lead, placement, to):
    application = ApplicationFactory(opportunity=placement, person=PersonFactory())
    for state in ("shortlisted", "offered")[: ("received", "shortlisted", "offered").index(to)]:
        services.advance(lock(application), state, by=None)
    assert queries_of(lead, application) <= MOST


@pytest.mark.parametrize("to", ["received", "shortlisted", "offered"])
def test_of_a_team_of_any_size(lead, placement, to):
    counts = {queries_of(lead, team(placement, size=size, to=to)) for size in (2, 4)}
    assert len(counts) == 1
    assert counts.pop() <= MOST
