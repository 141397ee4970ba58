"""Steps, strands and priorities have pages of their own, with their evidence or without."""

import csv
import datetime
import io
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import Event, Meeting, MeetingSeries
from mission.models import Node, NodeLink, Priority, Strand
from profiles.models import OrganisationState
from tests.factories.opportunities import ChallengeFactory, JobFactory
from tests.factories.profiles import OrganisationFactory

pytestmark = pytest.mark.django_db
RECORDS = [
    ("/theory-of-change/local-pathways/", "node"),
    ("/mission/sharing/", "strand"),
    ("/vision/mutual-benefit/", "priority"),
]


def record(kind):
    model, slug = {
        "node": (Node, "local-pathways"),
        "strand": (Strand, "sharing"),
        "priority": (Priority, "mutual-benefit"),
    }[kind]
    return model.objects.get(slug=slug)


def point(thing, kind):
    """Make ``thing`` point at the record."""
    names = {"node": "nodes", "strand": "strands", "priority": "priorities"}
    getattr(thing, names[kind]).set([record(kind)])
    thing.save()


def gathering(number=0):
    day = datetime.datetime(2026, 3, 1, 10, tzinfo=datetime.UTC) + datetime.timedelta(days=number)
    return {
        "starts": day,
        "ends": day + datetime.timedelta(hours=2),
        "place": "Central Library",
    }


def event(number=0, **fields):
    return Event.objects.create(
        title=f"Event {number}", slug=f"event-{number}", **gathering(number), **fields
    )


def meeting(number=0, **fields):
    series, _ = MeetingSeries.objects.get_or_create(title="The Forum's meetings")
    when = gathering(number)
    return Meeting.objects.create(
        title=f"Meeting {number}",
        series=series,
        on=when["starts"].date(),
        uid=f"meeting-{number}",
        changed_at=timezone.now(),
        **when,
        **fields,
    )


@pytest.mark.parametrize(("address", "kind"), RECORDS)
def test_a_record_without_evidence_says_so(client, site, address, kind):
    thing = record(kind)

    answer = client.get(address)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert thing.get_absolute_url() == address
    assert re.search(r"<h1>(.*?)</h1>", html)[1] == thing.title.replace("'", "&#x27;")
    assert "There is no evidence yet" in html
    assert "How this has changed" not in html


@pytest.mark.parametrize(("address", "kind"), RECORDS)
def test_evidence_stands_by_kind_and_only_what_is_public(client, site, address, kind):
    point(JobFactory(title="Open post", slug="open-post"), kind)
    point(ChallengeFactory(title="Secret draft"), kind)
    ghost = OrganisationFactory(name="Ghosts", slug="ghosts")
    point(JobFactory(title="Ghost post", slug="ghost-post", organisation=ghost), kind)
    OrganisationState.objects.filter(organisation=ghost).update(suspended_at=timezone.now())
    point(event(1, live=True), kind)
    point(event(2, live=False), kind)
    point(meeting(3, announced_at=timezone.now()), kind)
    point(meeting(4), kind)

    html = client.get(address).content.decode()

    assert 'href="/jobs/open-post/"' in html
    assert "Event 1" in html
    assert "Meeting 3" in html
    for hidden in ("Secret draft", "Ghost post", "Event 2", "Meeting 4"):
        assert hidden not in html
    assert "There is no evidence yet" not in html
    assert "1 event<" in html
    assert "1 meeting<" in html


def test_kinds_that_are_missing_are_named(client, site):
    point(event(1, live=True), "node")

    html = client.get(RECORDS[0][0]).content.decode()

    assert re.search(r"No [\w, ]*meetings[\w, ]* point here yet\.", html)


def test_more_than_a_few_are_paged_by_kind(client, site):
    for number in range(23):
        point(event(number, live=True), "node")

    html = client.get(RECORDS[0][0]).content.decode()
    last = client.get(f"{RECORDS[0][0]}?kind=events&page=2").content.decode()

    assert '<a href="?kind=events">See all 23 events</a>' in html
    assert html.count("Central Library") == 10
    assert last.count("Central Library") == 3
    assert client.get(f"{RECORDS[0][0]}?kind=nonsense&page=x").status_code == 200


@pytest.mark.parametrize(("address", "kind"), RECORDS)
def test_pages_of_records_take_few_queries_whatever_there_is(client, site, address, kind):
    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len([row for row in asked if "SAVEPOINT" not in row["sql"]])

    def fill(start, stop):
        for number in range(start, stop):
            point(event(number, live=True), kind)
            point(meeting(number, announced_at=timezone.now()), kind)
            point(JobFactory(slug=f"post-{number}"), kind)
            thing = record(kind)
            thing.title = f"Said {number}"
            thing.save()
            thing.save_revision()

    fill(0, 3)
    few = queries()
    fill(3, 12)

    assert queries() == few
    assert few <= 15


@pytest.mark.parametrize(
    "address",
    ["/theory-of-change/no-such-step/", "/mission/nothing/", "/vision/nothing/", "/mission/a/b/"],
)
def test_what_is_no_record_is_not_found(client, site, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [address for address, _ in RECORDS])
def test_nobody_posts_to_a_record(client, site, address):
    assert client.post(address).status_code in (403, 405)


def test_a_step_says_what_leads_to_it_and_what_follows(client, site):
    html = client.get("/theory-of-change/regular-meetings/").content.decode()

    assert 'href="/theory-of-change/others-started-earlier/"' in html
    assert 'href="/theory-of-change/practice-shared/"' in html


def test_pages_of_wagtail_lead_to_the_records(client, site):
    for address, there in (
        ("/mission/", "/mission/sharing/"),
        ("/vision/", "/vision/mutual-benefit/"),
        ("/theory-of-change/", "/theory-of-change/local-pathways/"),
    ):
        assert f'href="{there}"' in client.get(address).content.decode()


# Files -----------------------------------------------------------------------------------------


def test_steps_come_as_csv_without_formulas(client):
    Node.objects.filter(slug="local-pathways").update(title='=HYPERLINK("x")')

    answer = client.get("/theory-of-change/export.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows) == Node.objects.count()
    assert [row["column"] for row in rows[:4]] == ["challenge", "input", "output", "outcome"]
    assert rows[0]["leads_to"] == rows[1]["slug"]
    found = next(row for row in rows if row["slug"] == "local-pathways")
    assert found["title"] == '\'=HYPERLINK("x")'


def test_ticks_come_as_csv(client):
    priorities = list(
        csv.DictReader(io.StringIO(client.get("/vision/export.csv").content.decode()))
    )
    strands = list(csv.DictReader(io.StringIO(client.get("/mission/export.csv").content.decode())))

    assert [row["slug"] for row in strands] == ["championing", "disseminating", "sharing"]
    assert [priorities[0][row["slug"]] for row in strands] == ["yes", "", "yes"]


def test_everything_comes_as_json_with_what_points_at_it(client):
    point(JobFactory(), "node")
    point(ChallengeFactory(), "node")

    found = json.loads(client.get("/theory-of-change/export.json").content)

    steps = [step for row in found["theory_of_change"] for step in row["steps"]]
    assert len(steps) == Node.objects.count()
    assert sum(len(step["leads_to"]) for step in steps) == NodeLink.objects.count()
    step = next(step for step in steps if step["slug"] == "local-pathways")
    assert step["evidence"]["opportunities"] == 1
    assert step["address"].endswith("/theory-of-change/local-pathways/")
    assert found["priorities"][0]["strands"] == ["championing", "sharing"]
    assert len(found["strands"]) == 3
