"""Custodians edit the records in Wagtail, and cannot delete them there."""

import pytest
from django.urls import reverse

from mission.models import Node, Priority
from tests.factories.profiles import CustodianFactory

pytestmark = pytest.mark.django_db

ROOMS = ["strands", "priorities", "theory_rows", "theory_steps", "themes", "districts"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_custodian_lists_and_adds(client, room):
    client.force_login(CustodianFactory())

    assert client.get(reverse(f"{room}:index")).status_code == 200
    assert client.get(reverse(f"{room}:add")).status_code == 200


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_but_a_superuser_deletes(client, room):
    client.force_login(CustodianFactory())

    answer = client.get(reverse(f"{room}:delete", args=[1]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))


def test_a_step_can_be_changed_with_what_it_leads_to(client):
    client.force_login(CustodianFactory())
    node = Node.objects.get(slug="skills-in-demand")
    target = Node.objects.get(slug="local-pathways")

    answer = client.post(
        reverse("theory_steps:edit", args=[node.pk]),
        {
            "title": node.title,
            "slug": node.slug,
            "order": node.order,
            "row": node.row_id,
            "column": node.column,
            "text": "Another sentence.",
            "leads_to": [target.pk],
        },
    )

    node.refresh_from_db()
    assert answer.status_code == 302
    assert node.text == "Another sentence."
    assert list(node.leads_to.all()) == [target]


def test_ticks_of_a_priority_can_be_changed(client):
    client.force_login(CustodianFactory())
    priority = Priority.objects.get(slug="mutual-benefit")

    client.post(
        reverse("priorities:edit", args=[priority.pk]),
        {
            "title": priority.title,
            "slug": priority.slug,
            "order": priority.order,
            "short": priority.short,
            "summary": priority.summary,
            "strands": [],
        },
    )

    assert list(priority.strands.all()) == []
