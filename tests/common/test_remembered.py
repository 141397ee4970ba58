"""What public pages count is remembered, and forgotten when something changes."""

import pytest

from cms.queries import home_figures
from common import activity
from common.remembered import remembered
from mission.models import District
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
