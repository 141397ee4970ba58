"""Stories and news: what their pages and lists show, in how many queries, and the feed."""

import datetime
import json
import re
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.content_checks import remarks_on
from cms.link_report import report
from cms.models import HomePage, NewsPage, PartnersPage, StoryPage
from forum.demo.pages import build_pages, remove_pages
from mission.models import Node, Priority, Strand
from opportunities.models import Opportunity
from profiles.models import OrganisationState
from tests.factories.cms import NewsFactory, StoryFactory
from tests.factories.opportunities import JobFactory
from tests.factories.profiles import OrganisationFactory
from tests.journeys.region import counts

pytestmark = pytest.mark.django_db
QUERIES = {
    "/stories/": 9,
    "/news/": 9,
    "/news/?category=forum": 9,
    "/news/n0/": 9,
    "/news/feed.atom": 2,
    "/stories/s0/": 13,
    "/": 7,
}
ATOM = "{http://www.w3.org/2005/Atom}"


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_story_says_what_was_done_and_how_to_use_it_again(client, site):
    job = JobFactory(slug="stops", title="Count the stops")
    StoryFactory(
        slug="stops",
        kind="practice",
        method="<p>We walked.</p>",
        outcome="<p>Nine stops moved.</p>",
        reuse="<p>Take the form.</p>",
        code_link="https://code.example/stops",
        data_link="https://data.example/stops",
        opportunity=Opportunity.objects.get(pk=job.pk),
        strands=[Strand.objects.first()],
        priorities=[Priority.objects.first()],
        nodes=[Node.objects.first()],
    )

    html = client.get("/stories/stops/").content.decode()

    assert re.findall(r"<h2>([^<]+)</h2>", html) == [
        "What was done",
        "What came of it",
        "Reuse this",
    ]
    assert '<p class="kind">Good practice</p>' in html
    assert '<a href="https://code.example/stops">See how it was done</a>' in html
    assert '<a href="https://data.example/stops">Get the data</a>' in html
    assert '<a href="/jobs/stops/">Count the stops</a>' in html
    assert Strand.objects.first().title in html
    assert f'href="{Node.objects.first().get_absolute_url()}"' in html
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert (told["@type"], told["headline"]) == ("Article", StoryPage.objects.get().title)


def test_story_does_not_tell_of_work_that_is_hidden(client, site):
    job = JobFactory(title="Secret work")
    Opportunity.objects.filter(pk=job.pk).update(live=False)
    StoryFactory(slug="quiet", opportunity=Opportunity.objects.get(pk=job.pk))

    html = client.get("/stories/quiet/").content.decode()

    assert "Secret work" not in html


def test_story_outlives_what_it_points_at(client, site):
    job = JobFactory()
    StoryFactory(slug="alone", opportunity=Opportunity.objects.get(pk=job.pk))

    job.delete()

    assert client.get("/stories/alone/").status_code == 200


@pytest.mark.parametrize("count", [3, 40])
def test_lists_and_pages_take_a_fixed_number_of_queries(client, site, count):
    for number in range(count):
        nodes = list(Node.objects.all()[: 2 + number % 3])
        StoryFactory(slug=f"s{number}", nodes=nodes, first_published_at=ago(number))
        NewsFactory(slug=f"n{number}", first_published_at=ago(number))

    taken = {}
    for path in QUERIES:
        client.get(path)
        with CaptureQueriesContext(connection) as context:
            assert client.get(path).status_code == 200, path
        taken[path] = len(context)

    assert taken == QUERIES


def test_list_is_newest_first_and_asks_for_one_kind(client, site):
    StoryFactory(title="Old practice", kind="practice", first_published_at=ago(9))
    StoryFactory(title="New story", kind="story", first_published_at=ago(1))

    both = client.get("/stories/").content.decode()
    one = client.get("/stories/?kind=practice").content.decode()
    nonsense = client.get("/stories/?kind=<b>&page=99999").content.decode()

    assert both.index("New story") < both.index("Old practice")
    assert "New story" not in one
    assert "Old practice" in one
    assert nonsense.index("New story") < nonsense.index("Old practice")


def test_lists_without_rows_say_what_to_do(client, site):
    assert "No story has been told yet" in client.get("/stories/").content.decode()
    assert "No news yet" in client.get("/news/").content.decode()
    NewsFactory(category="data")
    assert "Nothing under this yet" in client.get("/news/?category=skills").content.decode()


def test_what_is_locked_is_in_no_list_and_no_feed(client, site):
    locked = NewsFactory(title="For few")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    NewsFactory(title="For all")
    NewsFactory(title="Not yet", live=False)

    for path in ("/", "/news/", "/news/feed.atom"):
        text = client.get(path).content.decode()
        assert "For all" in text, path
        assert "For few" not in text, path
        assert "Not yet" not in text, path


def test_feed_is_atom_with_lasting_ids_and_one_category(client, site):
    first = NewsFactory(title="Data <here>", category="data", first_published_at=ago(2))
    NewsFactory(title="Forum", category="forum", first_published_at=ago(1))

    answer = client.get("/news/feed.atom")
    one = ET.fromstring(client.get("/news/feed.atom?category=data").content)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)
    assert [e.find(f"{ATOM}title").text for e in feed.iter(f"{ATOM}entry")] == [
        "Forum",
        "Data <here>",
    ]
    entry = one.find(f"{ATOM}entry")
    guid = entry.find(f"{ATOM}id").text
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/news/{first.slug}/")
    assert len(list(one.iter(f"{ATOM}entry"))) == 1
    first.slug = "another-address"
    first.save_revision().publish()
    again = ET.fromstring(client.get("/news/feed.atom?category=data").content)
    assert again.find(f"{ATOM}entry").find(f"{ATOM}id").text == guid


def test_feed_follows_the_list_to_another_address(client, site):
    index = HomePage.objects.get().get_children().get(slug="news").specific
    index.slug = "latest"
    index.save_revision().publish()

    assert client.get("/latest/feed.atom").status_code == 200
    assert 'href="/latest/feed.atom"' in client.get("/latest/").content.decode()


@pytest.mark.parametrize("path", ["/news/feed.atom/x/", "/stories/feed.atom", "/news/feed.rss"])
def test_nothing_else_is_a_feed(client, site, path):
    assert client.get(path).status_code in (301, 404)


def test_home_has_the_latest_news_and_the_newest_story(client, site):
    for number in range(5):
        NewsFactory(title=f"News item {number}", first_published_at=ago(number))
    StoryFactory(title="Story of the stops")

    html = client.get("/").content.decode()

    assert re.findall(r"News item \d", html) == ["News item 0", "News item 1", "News item 2"]
    assert '<a href="/news/">All news</a>' in html
    assert "Story of the stops" in html


def test_home_shows_what_an_editor_told_instead_of_the_newest_story(client, site):
    StoryFactory(title="Story of the stops")
    home = HomePage.objects.get()
    value = {"title": "Told", "quote": "It helped.", "who": "A trustee", "gains": [], "more": None}
    home.story = home.story.stream_block.to_python([{"type": "story", "value": value}])
    home.save_revision().publish()

    html = client.get("/").content.decode()

    assert "It helped." in html
    assert "Story of the stops" not in html


def test_partners_are_shown_only_while_they_are_confirmed(client, site):
    kept, lost = OrganisationFactory(name="Arden Rooms"), OrganisationFactory(name="Lost Ltd")
    page = PartnersPage.objects.get()
    page.partners = page.partners.stream_block.to_python(
        [
            {"type": "partner", "value": {"organisation": row.pk, "gives": f"Room {row.pk}"}}
            for row in (lost, kept)
        ]
    )
    page.save_revision().publish()
    OrganisationState.objects.filter(organisation=lost).update(suspended_at=timezone.now())

    html = client.get("/partners/").content.decode()

    assert "Arden Rooms" in html
    assert f"Room {kept.pk}" in html
    assert "Lost Ltd" not in html
    assert f"Room {lost.pk}" not in html


def test_news_dates_are_those_of_the_first_publication(client, site):
    page = NewsFactory(
        slug="dated", first_published_at=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    )
    page.intro = "Changed."
    page.save_revision().publish()

    html = client.get("/news/dated/").content.decode()

    assert '<time datetime="2026-03-01">1 March 2026</time>' in html
    assert NewsPage.objects.get().last_published_at > page.first_published_at


def test_story_is_evidence_for_what_it_points_at_once_it_can_be_read(client, site):
    node, strand, priority = Node.objects.first(), Strand.objects.first(), Priority.objects.first()
    points = {"nodes": [node], "strands": [strand], "priorities": [priority]}
    StoryFactory(title="Told story", **points)
    StoryFactory(title="Draft story", live=False, **points)

    for record in (node, strand, priority):
        html = client.get(record.get_absolute_url()).content.decode()
        assert "Told story" in html
        assert "Draft story" not in html
        assert "1 story" in html


def test_pages_of_the_demo_region_come_and_go_whole(client, site):
    region = SimpleNamespace(
        priorities={row.slug: row for row in Priority.objects.all()},
        nodes={row.slug: row for row in Node.objects.all()},
    )
    before = counts()

    build_pages(region)

    assert (StoryPage.objects.count(), NewsPage.objects.count()) == (2, 2)
    for page in (*StoryPage.objects.all(), *NewsPage.objects.all()):
        assert client.get(page.get_url()).status_code == 200
        assert remarks_on(page) == []
    assert [row.target for row in report().broken] == []
    assert remove_pages() == 4
    assert counts() == before
