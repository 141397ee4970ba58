"""Links that lead nowhere, and what is suggested to somebody at an address that does not exist."""

import pytest
from django.db import DatabaseError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms import missing
from cms.link_report import report
from cms.missing import suggestions
from cms.models import FooterLink, StandardPage
from opportunities.models import Opportunity
from tests.factories.cms import NewsFactory, StandardPageFactory
from tests.factories.community_consultations import ConsultationFactory
from tests.factories.community_events import EventFactory
from tests.factories.community_meetings import MeetingFactory
from tests.factories.opportunities import JobFactory
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def page_with(html, **fields):
    stream = [{"type": "text", "value": html}]
    body = StandardPage._meta.get_field("body").stream_block.to_python(stream)
    return StandardPageFactory(body=body, **fields)


def broken():
    return [(row.source, row.target) for row in report().broken]


def test_the_pages_that_come_with_the_site_have_no_broken_link(site):
    assert broken() == []


def test_links_to_what_is_gone_are_named_with_the_page_that_has_them(site):
    gone = StandardPageFactory(slug="gone")
    draft = StandardPageFactory(slug="draft", live=False)
    closed = JobFactory(slug="closed")
    Opportunity.objects.filter(pk=closed.pk).update(live=False)
    Redirect.objects.create(old_path="/old", redirect_link="/about/")
    JobFactory(slug="there")
    page_with(
        f'<p><a linktype="page" id="{gone.pk}">a</a> <a linktype="page" id="{draft.pk}">b</a> '
        '<a href="/no-such/">c</a> <a href="/about/#x">d</a> <a href="/jobs/closed/">e</a> '
        '<a href="/jobs/there/">f</a> <a href="https://elsewhere.example/x">g</a> '
        '<a href="mailto:a@b.example">h</a> <a href="/old/">i</a> <a href="/search/?q=1">j</a></p>',
        title="The linker",
    )
    gone.delete()

    assert broken() == [
        ("The linker", "a page"),
        ("The linker", "a page"),
        ("The linker", "/no-such/"),
        ("The linker", "/jobs/closed/"),
    ]


def test_links_to_events_meetings_and_consultations_are_read_too(site):
    shown, hidden = EventFactory(slug="shown"), EventFactory(slug="hidden", live=False)
    meeting, draft = MeetingFactory(), MeetingFactory(draft=True)
    asked = ConsultationFactory(slug="asked", state="draft")
    moved = "/meetings/2019/05/06/"
    Redirect.objects.create(old_path=moved.rstrip("/"), redirect_link=meeting.get_absolute_url())
    there = (shown.get_absolute_url(), meeting.get_absolute_url(), moved, "/events/2026/11/")
    gone = (
        hidden.get_absolute_url(),
        draft.get_absolute_url(),
        asked.get_absolute_url(),
        "/meetings/2019/02/30/",
    )
    page_with("".join(f'<p><a href="{path}">x</a></p>' for path in (*there, *gone)), title="Links")

    assert broken() == [("Links", path) for path in gone]


def test_links_of_buttons_and_of_the_foot_are_read_too(site):
    value = {"text": "", "button": "Go", "page": None, "address": "/nowhere/"}
    body = StandardPage._meta.get_field("body").stream_block.to_python(
        [{"type": "call_to_action", "value": value}]
    )
    StandardPageFactory(title="Button", body=body)
    link = FooterLink.objects.exclude(address="").first()
    FooterLink.objects.filter(pk=link.pk).update(address="/not-here/")

    assert broken() == [("Links at the foot", "/not-here/"), ("Button", "/nowhere/")]


def test_pages_that_nothing_leads_to_are_named(site):
    alone = StandardPageFactory(title="Alone")
    NewsFactory(title="Listed by itself")
    led = StandardPageFactory(title="Led to")
    page_with(f'<p><a linktype="page" id="{led.pk}">x</a></p>', title="The linker")

    titles = [row["title"] for row in report().alone]

    assert alone.title in titles
    assert "The linker" in titles
    assert "Led to" not in titles
    assert "Listed by itself" not in titles


def test_the_report_is_custodians_alone_and_takes_as_many_queries_for_many(
    client, site, django_assert_max_num_queries
):
    assert client.get("/desk/links/")["Location"].startswith("/accounts/login/")
    client.force_login(UserFactory())
    assert client.get("/desk/links/").status_code == 404
    for number in range(20):
        page_with('<p><a href="/no-such/">x</a></p>', slug=f"p{number}")
    client.force_login(CustodianFactory())

    with django_assert_max_num_queries(35):
        html = client.get("/desk/links/").content.decode()

    assert html.count("No page has this address.") == 20


# At an address that does not exist --------------------------------------------------------------


def titles(path):
    return [one["title"] for one in suggestions(path)]


def test_what_looks_alike_is_suggested(client, site):
    JobFactory(slug="count-the-stops", title="Count the stops")
    OrganisationFactory(name="Sowe Valley Pantry", slug="sowe-valley-pantry")

    assert titles("/acessibility/")[0:1] == [] or titles("/acessibility/") == ["Accessibility"]
    assert titles("/accessibilty/") == ["Accessibility"]
    assert titles("/jobs/count-the-stop/") == ["Count the stops"]
    assert titles("/organisations/sowe-valley-pantri/") == ["Sowe Valley Pantry"]
    assert titles("/oportunities/") == ["Opportunities"]
    EventFactory(title="Bus data hack night", slug="bus-data-hack-night")
    assert titles("/events/bus-data-hack-nite/") == ["Bus data hack night"]
    assert titles("/consultation/") == ["Consultations"]
    assert titles("/meetngs/") == ["Meetings"]
    assert titles("/something-else-entirely/") == []
    html = client.get("/accessibilty/")
    assert html.status_code == 404
    assert '<a href="/accessibility/">Accessibility</a>' in html.content.decode()


def test_what_is_hidden_is_never_suggested(site):
    job = JobFactory(slug="secret-plan-of-ours")
    Opportunity.objects.filter(pk=job.pk).update(live=False)
    StandardPageFactory(slug="secret-page-of-ours", live=False)
    locked = StandardPageFactory(slug="locked-page-of-ours")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    OrganisationFactory(slug="secret-organisation", state="unverified")
    EventFactory(slug="secret-evening-of-ours", live=False)
    ConsultationFactory(slug="secret-question-of-ours", state="draft")

    for path in (
        "/jobs/secret-plan-of-our/",
        "/secret-page-of-our/",
        "/locked-page-of-our/",
        "/organisations/secret-organisatio/",
        "/events/secret-evening-of-our/",
        "/consultations/secret-question-of-our/",
    ):
        assert set(titles(path)) <= {"Organisations"}, path


@pytest.mark.parametrize(
    "path",
    [
        "/%00/", "/%ff%fe/", "/" + "a" * 5000 + "/", "/../../etc/passwd", "/<script>alert(1)</script>/",
        "/x'%20OR%201=1--/", "/%F0%9F%98%80/", "/%25%25%25/", "/123456/", "/a-b-c-d-e-f-g/",
        "/____/", "/%E2%80%AEabcdefgh/",
    ],
)  # fmt: skip
def test_hostile_addresses_are_answered_in_few_queries(
    client, site, path, django_assert_max_num_queries
):
    client.raise_request_exception = True
    with django_assert_max_num_queries(8):
        answer = client.get(path)

    assert answer.status_code in (301, 400, 404)
    assert "<script>alert" not in answer.content.decode(errors="replace")


def test_a_broken_database_leaves_the_plain_page(site, monkeypatch):
    def broken_down(*args):
        raise DatabaseError

    monkeypatch.setattr(missing, "_pages", broken_down)

    assert suggestions("/accessibilty/") == []


def test_many_pages_cost_no_more(site, django_assert_num_queries):
    for number in range(30):
        NewsFactory(slug=f"accessible-news-{number}")
    suggestions("/accessible-new/")

    with django_assert_num_queries(1):
        assert len(suggestions("/accessible-news/")) == 3
