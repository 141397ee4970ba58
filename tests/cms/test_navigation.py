"""Links around every page: edited in Wagtail, shown at once, never to where nobody may go."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from cms.addresses import validate_address
from cms.context import navigation
from cms.models import FooterLink, MainLink, Navigation, StandardPage
from tests.factories.profiles import CustodianFactory

pytestmark = pytest.mark.django_db


def links(html, part):
    piece = re.search(rf"<{part}.*?</{part}>", html, re.DOTALL)[0]
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', piece)


def test_the_first_links_are_these(client, site):
    html = client.get("/about/").content.decode()

    assert links(html, "nav") == [
        ("/opportunities/", "Opportunities"),
        ("/offers/", "Offers"),
        ("/events/", "Events"),
        ("/meetings/", "Meetings"),
        ("/skills/", "Skills"),
        ("/theory-of-change/", "What changed"),
    ]
    assert links(html, "footer")[0] == ("/about/", "About the Forum")
    assert len(links(html, "footer")) == 16


def test_a_custodians_edit_shows_at_once(client, site):
    custodian = CustodianFactory()
    setting = Navigation.objects.get()
    first = setting.main_links.first()
    form = {
        "main_links-TOTAL_FORMS": "1",
        "main_links-INITIAL_FORMS": "1",
        "main_links-MIN_NUM_FORMS": "0",
        "main_links-MAX_NUM_FORMS": "1000",
        "main_links-0-id": str(first.pk),
        "main_links-0-title": "Everything open",
        "main_links-0-page": "",
        "main_links-0-address": "/opportunities/",
        "main_links-0-ORDER": "1",
        "footer_links-TOTAL_FORMS": "0",
        "footer_links-INITIAL_FORMS": "0",
        "footer_links-MIN_NUM_FORMS": "0",
        "footer_links-MAX_NUM_FORMS": "1000",
    }
    client.force_login(custodian)

    answer = client.post(f"/admin/settings/cms/navigation/{site.pk}/", form)

    assert answer.status_code == 302
    client.logout()
    html = client.get("/about/").content.decode()
    assert ("/opportunities/", "Everything open") in links(html, "nav")


def test_a_link_to_a_page_taken_down_is_left_out(client, site):
    StandardPage.objects.get(slug="cookies").unpublish()

    html = client.get("/about/").content.decode()

    assert "Cookies" not in [title for _, title in links(html, "footer")]


def test_where_we_are_is_said(client, site):
    html = client.get("/theory-of-change/").content.decode()

    assert '<a href="/theory-of-change/" aria-current="page">What changed</a>' in html


def test_links_are_read_once_until_one_of_them_or_a_page_changes(site, django_assert_num_queries):
    request = RequestFactory().get("/about/")
    with django_assert_num_queries(0):
        context = navigation(request)
    with django_assert_num_queries(4):  # the site, where its pages lie, both rows of links
        assert len(context["site_nav"]) == 6
    with django_assert_num_queries(0):
        assert len(context["footer_links"]) == 16
    with django_assert_num_queries(0):  # Wagtail remembers which site is the only one
        assert len(navigation(RequestFactory().get("/about/"))["site_nav"]) == 6

    MainLink.objects.first().delete()
    assert len(navigation(request)["site_nav"]) == 5
    StandardPage.objects.get(slug="cookies").unpublish()
    assert len(navigation(request)["footer_links"]) == 15
    about = StandardPage.objects.get(slug="about")
    about.slug = "about-us"
    about.save_revision().publish()
    assert "/about-us/" in [link["url"] for link in navigation(request)["footer_links"]]


@pytest.mark.parametrize(
    "address",
    ["/", "/opportunities/?district=coventry", "https://example.org/a?b=c", "/a-b/c.csv#top"],
)
def test_addresses_that_are_right(address):
    validate_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "http://example.org/",
        "data:text/html,x",
        "/a b",
        '/"onclick="x',
        "/\\evil.example",
        "opportunities/",
        "/a\nb",
    ],
)
def test_addresses_that_are_refused(address):
    with pytest.raises(ValidationError, match="Start with /"):
        validate_address(address)


@pytest.mark.parametrize("model", [MainLink, FooterLink])
@pytest.mark.parametrize("both", [True, False])
def test_a_link_leads_to_one_place(site, model, both):
    page = StandardPage.objects.first() if both else None
    link = model(
        navigation=Navigation.objects.get(),
        title="X",
        page=page,
        address="/x/" if both else "",
    )

    with pytest.raises(ValidationError, match="one of the two"):
        link.full_clean()
