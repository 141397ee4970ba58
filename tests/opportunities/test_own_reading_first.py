"""Nobody reads what others found of an application before their own scores are in, on any surface."""

import csv
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from openpyxl import load_workbook

from common.states import IllegalMove
from opportunities import needs_me
from opportunities.models import Decision, Review
from opportunities.queries import applications as queries
from opportunities.services import deciding, reviewing
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


PUBLIC = "We would be glad to work with you."
TRACES = (PUBLIC, "Offer a place", "Decline", "not sent", "Choice 2", "Throw it away")


def files(user, application) -> list[str]:
    """Everything that stands in the row of both files."""
    here = inbox_path(application)
    client = signed_in(user)
    text = client.get(f"{here}export.csv").content.decode("utf-8-sig")
    book = load_workbook(BytesIO(client.get(f"{here}export.xlsx").content)).active
    head, line = (list(row) for row in book.iter_rows(values_only=True))
    return [
        next(csv.DictReader(text.splitlines()))["Choice"],
        str(line[head.index("Choice")] or ""),
    ]


def rows_now(user) -> str:
    """The rows of what needs the user now."""
    return read(user, "/me/now/")


@pytest.fixture
def decided(application, lead):
    """The host holds it as second choice and has written a no that nobody has sent."""
    reviewing.set_tier(application, 2, by=lead)
    deciding.write_decision(
        application, by=lead, to="declined", reason="skills", public_text=PUBLIC
    )
    return application


def test_a_reader_learns_the_choice_and_the_answer_after_their_own_scores(
    decided, found, need
) -> None:
    check = f"{inbox_path(decided)}check/"
    row = Review.objects.get(reviewer=found).application
    for text in (*surfaces(found, decided), read(found, check)):
        assert [trace for trace in TRACES if trace in _below_the_tabs(text)] == []
    assert queries.written(row.opportunity, found).count() == 0

    reviewing.score(decided, by=found, scores={need: 3}, note="Fine.")

    page, inbox = surfaces(found, decided)
    assert "Throw it away" in page
    assert "Choice 2" in inbox
    assert "“Declined” written, not sent yet" in inbox
    assert "1 answer is written" in inbox
    assert PUBLIC in read(found, check)


def _below_the_tabs(text: str) -> str:
    """The page without the buttons for all that are ticked, which speak of no application."""
    return text.replace('value="declined">Decline</button>', "")


def test_a_lead_who_reads_waits_for_it_in_the_files_and_in_what_needs_them(decided, lead) -> None:
    asked = "Send the answers you wrote"
    assert files(lead, decided) == ["2", "2"]
    assert asked in rows_now(lead)

    own = reviewing.assign(decided, reviewer=lead, by=lead)

    assert files(lead, decided) == ["", ""]
    assert asked not in rows_now(lead)
    assert not needs_me.unsent(lead).exists()
    assert "Waits for your own scores" in read(lead, inbox_path(decided))

    reviewing.unassign(decided, reviewer=own.reviewer, by=lead)
    assert files(lead, decided) == ["2", "2"]
    assert asked in rows_now(lead)


def test_what_is_hidden_from_a_reader_is_neither_replaced_nor_sent_nor_thrown_away(
    decided, found
) -> None:
    here = f"{inbox_path(decided)}{decided.pk}/"
    client = signed_in(found)
    with pytest.raises(IllegalMove):
        deciding.write_decision(decided, by=found, to="reserve")
    with pytest.raises(ValidationError):
        reviewing.set_tier(decided, 1, by=found)

    assert deciding.send_decisions(decided.opportunity, [decided.pk], by=found) == 0
    answer = client.post(here, {"action": "take_back"}, follow=True)
    tier = client.post(here, {"action": "tier", "tier": "1"})

    assert "thrown away" not in answer.content.decode()
    assert tier.status_code == 422
    decided.refresh_from_db()
    assert decided.tier == 2
    kept = Decision.objects.get()
    assert (kept.to, kept.sending_since) == ("declined", None)
