"""The records that the migration writes: what product.md's tables say."""

import csv

import pytest
from django.urls import reverse

from mission.models import District, Node, NodeLink, Priority, Strand, Theme, TheoryRow
from mission.starting_records import DISTRICTS, NEIGHBOURS
from tests.support.shared_data import SHARED

pytestmark = pytest.mark.django_db


def test_three_strands_and_three_priorities_with_their_ticks():
    ticks = {
        priority.slug: [strand.slug for strand in priority.strands.all()]
        for priority in Priority.objects.all()
    }

    assert [strand.slug for strand in Strand.objects.all()] == [
        "championing",
        "disseminating",
        "sharing",
    ]
    assert ticks == {
        "community-of-practice": ["championing", "sharing"],
        "training-and-profile": ["disseminating", "sharing"],
        "mutual-benefit": ["disseminating", "sharing"],
    }


def test_theory_has_three_rows_of_four_linked_steps():
    columns = ["challenge", "input", "output", "outcome"]

    assert TheoryRow.objects.count() == 3
    for row in TheoryRow.objects.all():
        steps = list(row.nodes.all())
        assert [step.column for step in steps] == columns
        assert [list(step.leads_to.all()) for step in steps] == [
            [steps[1]],
            [steps[2]],
            [steps[3]],
            [],
        ]
    assert NodeLink.objects.count() == 9


def test_a_step_knows_its_address():
    node = Node.objects.get(slug="practice-shared")

    assert reverse("mission:theory") == "/theory-of-change/"
    assert node.get_absolute_url() == "/theory-of-change/practice-shared/"


def test_fourteen_places_seven_of_them_in_the_middle():
    assert District.objects.count() == 14
    assert set(District.objects.values_list("short", flat=True)) == {
        "wv",
        "wl",
        "du",
        "sa",
        "bi",
        "so",
        "co",
        "sh",
        "sk",
        "sf",
        "te",
        "he",
        "wo",
        "wk",
    }
    assert [place.short for place in District.objects.filter(in_combined_authority=True)] == (
        ["wv", "wl", "du", "sa", "bi", "so", "co"]
    )


def test_neighbours_are_the_same_seen_from_both_sides():
    for place, beside in NEIGHBOURS.items():
        for other in beside.split():
            assert place in NEIGHBOURS[other].split(), (place, other)
    coventry = District.objects.get(short="co")
    assert {place.short for place in coventry.neighbours.all()} == {"so", "wk"}


def test_themes_are_enough_to_choose_from():
    assert 12 <= Theme.objects.count() <= 16
    assert not Theme.objects.filter(description="").exists()


def test_codes_are_the_statistics_offices():
    folder = SHARED / "geo"
    files = ["west_midlands_local_authorities.csv", "west_midlands_counties_and_combined.csv"]
    if not all((folder / name).exists() for name in files):
        pytest.skip(f"the reference data is not at {SHARED}")
    known = {}
    for name in files:
        with (folder / name).open(encoding="utf-8") as handle:
            for row in csv.DictReader(handle):
                known[row["gss_code"]] = row["official_name"]

    for _, name, _, code, _ in DISTRICTS:
        official = known[code].replace("&", "and")
        assert name in official or name.partition("-")[0] in official, (name, official)
