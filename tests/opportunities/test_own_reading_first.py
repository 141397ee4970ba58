"""Nobody reads what others found of an application before their own scores are in, on any surface."""

import csv
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from openpyxl import load_workbook

from opportunities.models import Review
from opportunities.services import reviewing
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory

pytestmark = pytest.mark.django_db
NOTE = "Shaky on joins, strong on charts."


@pytest.fixture
def lead():
    return MembershipFactory().user


@pytest.fixture
def application(lead):
    host = lead.memberships.get().organisation
    placement = PlacementFactory(live=True, organisation=host, author=lead)
    return ApplicationFactory(opportunity=placement)


@pytest.fixture
def need(application) -> str:
    return str(application.opportunity.requirements.get().pk)


def member(application):
    return MembershipFactory(organisation=application.opportunity.organisation, role="member").user


@pytest.fixture
def found(application, lead, need):
    """One reader has handed in; ``second`` is asked and has not."""
    first, second = member(application), member(application)
    for reader in (first, second):
        reviewing.assign(application, reviewer=reader, by=lead)
    reviewing.score(application, by=first, scores={need: 1}, note=NOTE)
    return second


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def inbox_path(application) -> str:
    return f"{application.opportunity.get_absolute_url()}applications/"


def read(user, path: str) -> str:
    return signed_in(user).get(path).content.decode()


def surfaces(user, application) -> list[str]:
    """All that a reader sees of it: its page and the inbox."""
    here = inbox_path(application)
    return [read(user, f"{here}{application.pk}/"), read(user, here)]


def averages(user, application) -> list[str]:
    """The average score, as both files give it."""
    here = inbox_path(application)
    client = signed_in(user)
    text = client.get(f"{here}export.csv").content.decode("utf-8-sig")
    book = load_workbook(BytesIO(client.get(f"{here}export.xlsx").content)).active
    head, line = (list(row) for row in book.iter_rows(values_only=True))
    row = next(csv.DictReader(text.splitlines()))
    assert NOTE not in text + str(line)
    return [row["Average score"], str(line[head.index("Average score")] or "")]


def test_a_reader_sees_what_others_found_only_after_their_own(application, found, need) -> None:
    for text in surfaces(found, application):
        assert NOTE not in text
        assert "1 of 4" not in text
    page = surfaces(found, application)[0]
    assert "show once you have kept yours" in page
    assert "Has read it" in page

    reviewing.score(application, by=found, scores={need: 3}, note="Fine.")

    page, inbox = surfaces(found, application)
    assert NOTE in page
    assert "2 of 4" in inbox


def test_a_lead_who_decides_sees_all_and_one_who_reads_waits(application, found, lead) -> None:
    assert NOTE in surfaces(lead, application)[0]
    assert [float(text) for text in averages(lead, application)] == [1, 1]

    client = signed_in(lead)
    here = f"{inbox_path(application)}{application.pk}/"
    client.post(here, {"action": "reader", "reader": lead.pk})

    page, inbox = surfaces(lead, application)
    assert NOTE not in page
    assert "Go on without scores of mine" in page
    assert "1 of 4" not in inbox
    assert averages(lead, application) == ["", ""]

    own = Review.objects.get(reviewer=lead)
    client.post(here, {"action": f"unassign-{own.pk}"})
    assert NOTE in surfaces(lead, application)[0]


def test_handing_in_nothing_opens_nothing(application, found) -> None:
    with pytest.raises(ValidationError):
        reviewing.score(application, by=found, scores={}, note=" ")
    answer = signed_in(found).post(
        f"{inbox_path(application)}{application.pk}/", {"action": "score"}
    )
    assert answer.status_code == 422
    assert NOTE not in answer.content.decode()
