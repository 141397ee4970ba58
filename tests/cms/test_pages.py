"""Each kind of page answers, in the same number of queries however much there is to show."""

import json
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.models import HomePage, StandardPage, TheoryPage
from mission.models import District, Node, Priority
from opportunities.models import Job
from profiles.models import OrganisationState
from tests.factories.cms import StandardPageFactory
from tests.factories.opportunities import JobFactory
from tests.factories.profiles import OfferFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def open_jobs(count, **fields):
    """Open opportunities of one organisation, each pointing at a priority and a step."""
    organisation = OrganisationFactory()
    places = list(District.objects.all())
    jobs = []
    for number in range(count):
        district = fields.get("district", places[number % len(places)])
        job = JobFactory(organisation=organisation, slug=f"job-{number}", district=district)
        job.priorities = [Priority.objects.all()[number % 3]]
        job.nodes = [Node.objects.all()[number % 11]]
        job.save()
        jobs.append(job)
    return jobs


QUERIES = {
    "/": 7,
    "/mission/": 11,
    "/vision/": 11,
    "/theory-of-change/": 8,
    "/about/": 7,
}


@pytest.mark.parametrize("count", [3, 30])
def test_pages_answer_in_a_fixed_number_of_queries(client, site, django_assert_num_queries, count):
    open_jobs(count)

    for path, queries in QUERIES.items():
        client.get(path)
        with django_assert_num_queries(queries):
            answer = client.get(path)
        assert answer.status_code == 200, path


@pytest.mark.parametrize(
    "path",
    ["/contact/", "/open-data/", "/accessibility/", "/privacy/", "/cookies/", "/how-we-decide/"],
)
def test_promises_answer_and_say_who_they_are(client, site, path):
    answer = client.get(path)

    html = answer.content.decode()
    page = StandardPage.objects.get(slug=path.strip("/"))
    assert answer.status_code == 200
    assert f"<title>{page.title} | West Midlands Open Data Forum</title>" in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in html
    assert f'<meta property="og:title" content="{page.title}">' in html
    assert html.count("<h1>") == 1


def test_home_counts_what_is_open_by_place(client, site):
    coventry = District.objects.get(short="co")
    open_jobs(3, district=coventry)
    suspended = JobFactory(district=coventry).organisation
    OrganisationState.objects.filter(organisation=suspended).update(suspended_at=timezone.now())
    hidden = JobFactory(district=coventry, title="Draft of a job")
    Job.objects.filter(pk=hidden.pk).update(live=False)

    html = client.get("/").content.decode()

    tile = re.search(r'<li class="co m2"><a href="([^"]*)"><span>Coventry</span> <b>3</b>', html)
    assert tile
    assert tile[1] == "/opportunities/?district=coventry"
    assert "3 open opportunities by area, today." in html
    assert "Draft of a job" not in html


def test_home_says_honestly_when_nothing_is_open(client, site):
    html = client.get("/").content.decode()

    assert "Nothing is open today." in html
    assert "Nothing is open at the moment" in html
    assert "What came of one introduction" not in html


def test_home_figures_follow_the_records(client, site):
    OrganisationFactory(kind="public")
    OfferFactory(organisation=OrganisationFactory(kind="university"), hours=1200)
    OrganisationFactory(kind="public", state="unverified")

    html = " ".join(client.get("/").content.decode().split())

    assert (
        'class="big">1</p> <p><a href="/organisations/?kind=public">public body takes part' in html
    )
    assert 'class="big">2</p> <p><a href="/organisations/">organisations from two sectors' in html
    assert "offer of expertise is open, 1,200 hours in all" in html


def test_home_shows_a_story_when_an_editor_wrote_one(client, site):
    home = HomePage.objects.get()
    home.story = home.story.stream_block.to_python(
        [
            {
                "type": "story",
                "value": {
                    "title": "What came of one introduction",
                    "quote": "We thought nobody wanted the new bus.",
                    "who": "Perpetua Lowe",
                    "gains": [{"title": "Gained", "text": "A map."}],
                    "more": None,
                },
            }
        ]
    )
    home.save_revision().publish()

    html = client.get("/").content.decode()

    assert "We thought nobody wanted the new bus." in html
    assert "<h3>Gained</h3> <p>A map.</p>" in " ".join(html.split())


def test_home_tells_search_engines_who_we_are_without_a_way_out_of_the_script(client, site):
    home = HomePage.objects.get()
    home.intro = "</script><script>alert(1)</script>"
    home.save_revision().publish()

    html = client.get("/").content.decode()

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    told = json.loads(block)
    assert told["@type"] == "Organization"
    assert told["name"] == "West Midlands Open Data Forum"
    assert told["description"] == "</script><script>alert(1)</script>"
    assert "<script>alert(1)" not in html


def test_vision_ticks_what_each_priority_serves(client, site):
    html = client.get("/vision/").content.decode()

    body = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL)[1]
    marks = [re.findall(r'<td class="(on|off)"', row) for row in body.split("</tr>")[:-1]]
    assert marks == [["on", "off", "on"], ["off", "on", "on"], ["off", "on", "on"]]


def test_mission_shows_strands_and_what_serves_them(client, site):
    html = client.get("/mission/").content.decode()

    assert html.count('<a href="/vision/#') == 6
    assert "Champion public bodies that innovate" in html


def test_a_draft_is_nobodys_business(client, site):
    StandardPageFactory(title="Secret plan", slug="secret-plan", live=False)

    assert client.get("/secret-plan/").status_code == 404


def test_crumbs_lead_home(client, site):
    parent = StandardPageFactory(title="Guides", slug="guides")
    StandardPageFactory(title="For trustees", slug="trustees", parent=parent)

    html = client.get("/guides/trustees/").content.decode()

    crumbs = re.search(r'<nav class="crumbs".*?</nav>', html, re.DOTALL)[0]
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', crumbs) == [
        ("/", "Home"),
        ("/guides/", "Guides"),
    ]


def test_theory_address_is_wagtails_page(client, site):
    page = TheoryPage.objects.get()
    page.intro = "Changed by an editor."
    page.save_revision().publish()
    cache.clear()

    assert "Changed by an editor." in client.get("/theory-of-change/").content.decode()
