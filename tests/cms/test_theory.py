"""The theory of change shows every step, what points at it, and honestly where nothing does."""

import re
from html import unescape

import pytest
from django.utils import timezone

from cms.queries import gaps, theory_caption, theory_rows
from mission.models import Node
from profiles.models import OrganisationState
from tests.factories.mission import TheoryRowFactory
from tests.factories.opportunities import JobFactory
from tests.factories.profiles import OrganisationFactory

pytestmark = pytest.mark.django_db


def point_at(slug, count, **fields):
    organisation = fields.pop("organisation", None) or OrganisationFactory()
    for number in range(count):
        job = JobFactory(organisation=organisation, slug=f"{slug}-{number}", **fields)
        job.nodes = [Node.objects.get(slug=slug)]
        job.save()


def tile(html, slug):
    return re.search(rf'<td role="cell" id="{slug}" class="([^"]*)".*?</td>', html, re.DOTALL)


def test_page_shows_each_step_and_its_gap(client, site):
    html = client.get("/theory-of-change/").content.decode()

    for node in Node.objects.all():
        found = tile(html, node.slug)
        assert found, node.slug
        assert found[1] == "tile none"
        assert node.text.replace("'", "&#x27;") in found[0]
        assert "Nothing yet. No work on this site points here." in found[0]
    assert "0 of 12 steps have work that points at them, 12 have nothing yet." in html


def test_evidence_is_counted_by_kind_and_only_what_is_public(client, site):
    point_at("local-pathways", 3)
    point_at("regular-meetings", 1)
    suspended = OrganisationFactory()
    point_at("practice-shared", 2, organisation=suspended)
    OrganisationState.objects.filter(organisation=suspended).update(suspended_at=timezone.now())

    html = client.get("/theory-of-change/").content.decode()

    assert tile(html, "local-pathways")[1] == "tile c3"
    found = re.search(
        r'<b>3</b> <a href="([^"]*)">challenges and placements on this site</a>',
        tile(html, "local-pathways")[0],
    )
    listed = client.get(unescape(found[1])).content.decode()
    assert listed.count('href="/jobs/local-pathways-') == 3
    assert "/jobs/regular-meetings-" not in listed
    assert ">challenge or placement on this site</a>" in tile(html, "regular-meetings")[0]
    assert tile(html, "practice-shared")[1] == "tile none"
    assert (
        "1 of 12 steps have work that points at them, 1 has a little, 10 have nothing yet." in html
    )


def test_gaps_are_the_steps_without_anything():
    point_at("local-pathways", 1)

    found = gaps(theory_rows())

    assert len(found) == 11
    assert "#local-pathways" not in [row["url"] for row in found]


def test_a_row_without_steps_says_so():
    TheoryRowFactory(title="New row", slug="new-row")

    row = theory_rows()[-1]

    assert [node["text"] for node in row["nodes"]] == ["Not written yet."] * 4
    assert [node["id"] for node in row["nodes"]] == [
        "new-row-challenge",
        "new-row-input",
        "new-row-output",
        "new-row-outcome",
    ]


def test_caption_leaves_out_what_is_not_there():
    rows = [{"nodes": [{"evidence": ""}, {"evidence": ""}]}]

    assert theory_caption(rows) == "2 of 2 steps have work that points at them."
