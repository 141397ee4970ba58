"""What public pages count is remembered, and forgotten when something changes."""

import pytest

from cms.queries import home_figures, theory_page
from common import activity
from common.remembered import forget, remembered
from mission.evidence import evidence_for
from mission.models import District, Node
from tests.factories.community_events import EventFactory
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.django_db


def test_what_was_counted_is_remembered_with_nothing_found_too():
    found = iter([None, 1])
    assert remembered("test", lambda: next(found)) is None
    assert remembered("test", lambda: next(found)) is None


def test_figures_follow_a_saved_row_and_a_verb_at_once(django_assert_num_queries):
    home_figures()
    with django_assert_num_queries(0):
        home_figures()
    place = District.objects.first()
    place.name = "Elsewhere"
    place.save()
    assert "Elsewhere" in [tile["name"] for tile in home_figures().tiles]

    District.objects.filter(pk=place.pk).update(name="Nowhere")
    assert "Nowhere" not in [tile["name"] for tile in home_figures().tiles]
    activity.record("mission.renamed", by=UserFactory(), about=place)
    assert "Nowhere" in [tile["name"] for tile in home_figures().tiles]


def test_what_points_at_a_step_is_counted_again_when_a_row_is_made_to_point_at_it():
    node, other = Node.objects.all()[:2]
    event = EventFactory()
    assert evidence_for("node", node).total == evidence_for("node", other).total == 0

    event.nodes.add(node)
    event.save()

    assert evidence_for("node", node).total == 1
    assert evidence_for("node", other).total == 0
    assert [tile["total"] for row in theory_page()["theory"] for tile in row["nodes"]].count(1) == 1


def test_what_shares_a_name_is_kept_apart_and_forgotten_together():
    found = iter(range(9))
    first = [remembered("shared", lambda: next(found), of=which) for which in "abab"]
    forget("shared")
    assert first == [0, 1, 0, 1]
    assert remembered("shared", lambda: next(found), of="b") == 2
