"""Custodians edit the records in Wagtail, and cannot delete them there."""

import pytest
from django.urls import reverse

from mission.invariants import arrows_point_forward
from mission.models import District, Node, Priority, Strand
from tests.factories.profiles import CustodianFactory

pytestmark = pytest.mark.django_db

ROOMS = ["strand", "priority", "theoryrow", "node", "theme", "district"]


def room(name, page):
    return f"wagtailsnippets_mission_{name}:{page}"


@pytest.mark.parametrize("name", ROOMS)
def test_a_custodian_lists_and_adds(client, name):
    client.force_login(CustodianFactory())

    assert client.get(reverse(room(name, "list"))).status_code == 200
    assert client.get(reverse(room(name, "add"))).status_code == 200


@pytest.mark.parametrize("name", ROOMS)
def test_nobody_but_a_superuser_deletes(client, name):
    client.force_login(CustodianFactory())

    answer = client.get(reverse(room(name, "delete"), args=[1]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))


def typed(node, **changes):
    """What the editor's form sends for a step."""
    values = {
        "title": node.title,
        "slug": node.slug,
        "order": node.order,
        "row": node.row_id,
        "column": node.column,
        "text": node.text,
        "leads_to": [one.pk for one in node.leads_to.all()],
    }
    return {**values, **changes}


def test_a_step_can_be_changed_with_what_it_leads_to(client):
    client.force_login(CustodianFactory())
    node = Node.objects.get(slug="skills-in-demand")
    target = Node.objects.get(slug="local-pathways")

    answer = client.post(
        reverse(room("node", "edit"), args=[node.pk]),
        typed(node, text="Another sentence.", leads_to=[target.pk]),
    )

    node.refresh_from_db()
    assert answer.status_code == 302
    assert node.text == "Another sentence."
    assert list(node.leads_to.all()) == [target]


def test_an_arrow_backwards_is_refused_at_its_field(client):
    client.force_login(CustodianFactory())
    outcome = Node.objects.get(slug="best-place-for-a-career")
    start = Node.objects.get(slug="skills-in-demand")

    answer = client.post(
        reverse(room("node", "edit"), args=[outcome.pk]), typed(outcome, leads_to=[start.pk])
    )

    assert "Only to the right of this one" in answer.content.decode()
    assert not outcome.leads_to.exists()
    assert list(arrows_point_forward()) == []


def test_a_step_is_not_moved_to_the_left_of_what_leads_to_it(client):
    client.force_login(CustodianFactory())
    outcome = Node.objects.get(slug="best-place-for-a-career")
    assert outcome.follows_from.exists()

    answer = client.post(
        reverse(room("node", "edit"), args=[outcome.pk]), typed(outcome, column="challenge")
    )

    outcome.refresh_from_db()
    assert "has to stand further left" in answer.content.decode()
    assert outcome.column == "outcome"


@pytest.mark.parametrize(("ticked", "status"), [(True, 302), (False, 200)])
def test_ticks_of_a_priority_can_be_changed_but_one_stays(client, ticked, status):
    client.force_login(CustodianFactory())
    priority = Priority.objects.get(slug="mutual-benefit")
    before = list(priority.strands.all())
    strands = [Strand.objects.first()] if ticked else []

    answer = client.post(
        reverse(room("priority", "edit"), args=[priority.pk]),
        {
            "title": priority.title,
            "slug": priority.slug,
            "order": priority.order,
            "short": priority.short,
            "summary": priority.summary,
            "strands": [strand.pk for strand in strands],
        },
    )

    assert answer.status_code == status
    assert list(priority.strands.all()) == (strands or before)
    assert ("Tick at least one strand" in answer.content.decode()) is (not ticked)


def test_a_place_is_not_made_its_own_neighbour(client):
    client.force_login(CustodianFactory())
    place = District.objects.get(slug="coventry")
    values = {name: getattr(place, name) for name in ("name", "slug", "order", "code", "short")}

    answer = client.post(
        reverse(room("district", "edit"), args=[place.pk]), {**values, "neighbours": [place.pk]}
    )

    assert "not its own neighbour" in answer.content.decode()
