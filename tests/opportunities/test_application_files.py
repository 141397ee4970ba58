"""What a host takes away as a file, and readers asked no longer."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from common.models import ActivityEntry
from opportunities.models import Review
from tests.factories.applying import apply
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement():
    return PlacementFactory(live=True, seats=3)


@pytest.fixture
def host(placement):
    client = Client()
    client.force_login(placement.state.submitted_by)
    return client


def book(answer):
    return load_workbook(io.BytesIO(answer.content))


def test_a_workbook_names_nobody_before_a_decision_and_runs_nothing(placement, host):
    row = apply(placement, PersonFactory(name="Aurelia Quickthorn", matched=True))
    row.answers.filter(question="why").update(text='=HYPERLINK("https://bad.example")\x0b Aurelia')
    answer = host.get(f"{placement.get_absolute_url()}applications/export.xlsx")

    cells = [cell for line in book(answer).active.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    said = " ".join(str(cell.value) for cell in cells) + str(answer.headers)
    assert "Aurelia" not in said
    assert "Quickthorn" not in said
    assert row.person.slug not in said
    assert f"Applicant {row.label}" in said
    entry = ActivityEntry.objects.get(verb="opportunities.applications_exported")
    assert entry.facts["form"] == "xlsx"
    assert "Aurelia" not in str(entry.facts)


def test_named_once_it_is_shortlisted(placement, host):
    row = apply(placement, to="shortlisted")
    answer = host.get(f"{placement.get_absolute_url()}applications/export.xlsx")
    assert row.person.name in {cell.value for cell in book(answer).active["A"]}
    assert row.person.slug not in answer["Content-Disposition"]


def test_others_get_no_file(placement):
    client = Client()
    client.force_login(PersonFactory().user)
    here = f"{placement.get_absolute_url()}applications/export.xlsx"
    assert client.get(here).status_code == 404
    # A member who leads nothing reads only what they are asked to.
    client.force_login(MembershipFactory(organisation=placement.organisation, role="member").user)
    assert client.get(here).status_code == 404


def test_a_reader_is_asked_no_longer_and_again(placement, host):
    row = apply(placement)
    reader = MembershipFactory(organisation=placement.organisation, role="member").user
    here = f"{placement.get_absolute_url()}applications/{row.pk}/"
    host.post(here, {"action": "reader", "reader": reader.pk})
    review = Review.objects.get()
    theirs = Client()
    theirs.force_login(reader)
    assert theirs.get(here).status_code == 200

    answer = host.post(here, {"action": f"unassign-{review.pk}"})
    assert not Review.objects.exists()
    assert theirs.get(here).status_code == 404
    page = host.get(answer["Location"].split("#")[0]).content.decode()
    assert "Undo: ask them again" in page
    host.post(here, {"action": "reader", "reader": reader.pk})
    assert Review.objects.get().reviewer == reader


def test_what_a_reader_found_stays(placement, host):
    row = apply(placement)
    reader = MembershipFactory(organisation=placement.organisation, role="member").user
    theirs = Client()
    theirs.force_login(reader)
    here = f"{placement.get_absolute_url()}applications/{row.pk}/"
    host.post(here, {"action": "reader", "reader": reader.pk})
    theirs.post(here, {"action": "score", "note": "Clear."})
    host.post(here, {"action": f"unassign-{Review.objects.get().pk}"})
    for key in ("", "x", "999999", "9" * 30):
        host.post(here, {"action": f"unassign-{key}"})
    assert Review.objects.get().note == "Clear."
