"""Each invariant is silent on what comes with the site and speaks when it is broken."""

import pytest

from mission.invariants import (
    arrows_point_forward,
    places_have_other_neighbours,
    priorities_serve_strands,
)
from mission.models import District, Node, NodeLink
from tests.factories.mission import PriorityFactory

pytestmark = pytest.mark.django_db


def test_all_is_well_at_the_start():
    assert list(arrows_point_forward()) == []
    assert list(priorities_serve_strands()) == []
    assert list(places_have_other_neighbours()) == []


def test_an_arrow_backwards_is_named():
    NodeLink.objects.create(
        source=Node.objects.get(slug="practice-shared"),
        target=Node.objects.get(slug="regular-meetings"),
    )

    assert list(arrows_point_forward()) == [
        "“Good practice shared on neutral ground” leads to “Regular meetings as a community of "
        "practice”, which does not stand to its right."
    ]


def test_a_priority_for_nothing_is_named():
    PriorityFactory(title="Be nice")

    assert list(priorities_serve_strands()) == [
        "The priority “Be nice” is ticked against no strand."
    ]


def test_a_place_beside_itself_is_named():
    dudley = District.objects.get(short="du")
    dudley.neighbours.through.objects.create(from_district=dudley, to_district=dudley)

    assert list(places_have_other_neighbours()) == ["Dudley is listed as its own neighbour."]
