"""What programs look for: sitemap, robots, security.txt. Nothing hidden, nothing out of date."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from profiles.models import OrganisationState
from skills.models import Skill
from tests.factories.cms import StandardPageFactory
from tests.factories.opportunities import ChallengeFactory, JobFactory
from tests.factories.profiles import OfferFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def sitemap(client):
    answer = client.get("/sitemap.xml", headers={"host": "testserver"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    base = "http://127.0.0.1:8000"
    places = [place.text for place in ElementTree.fromstring(answer.content).iter(PLACE)]
    assert all(place.startswith(f"{base}/") for place in places)
    return {place.removeprefix(base) for place in places}


def test_sitemap_lists_what_is_public_and_nothing_else(client, site):
    JobFactory(title="Open job", slug="open-job")
    OfferFactory(title="Open offer", slug="open-offer")
    OrganisationFactory(name="Open org", slug="open-org")
    Skill.objects.create(name="Turnip counting", slug="turnip-counting")
    # What could leak.
    StandardPageFactory(title="Hidden page", slug="hidden-page", live=False)
    locked = StandardPageFactory(title="Hidden vault", slug="hidden-vault")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    ChallengeFactory(title="Hidden draft")
    suspended = JobFactory(title="Hidden job", slug="hidden-job").organisation
    OrganisationState.objects.filter(organisation=suspended).update(suspended_at=timezone.now())
    OfferFactory(title="Hidden offer", slug="hidden-offer", live=False)
    OrganisationFactory(name="Hidden org", slug="hidden-org", state="unverified")
    PersonFactory(name="Hidden person", slug="hidden-person", public=True)
    Skill.objects.create(name="Hidden skill", slug="hidden-skill", status="retired")

    places = sitemap(client)

    assert {place for place in places if "hidden" in place or "people" in place} == set()
    assert suspended.get_absolute_url() not in places
    assert {
        "/",
        "/theory-of-change/",
        "/privacy/",
        "/opportunities/",
        "/jobs/open-job/",
        "/offers/open-offer/",
        "/organisations/open-org/",
        "/skills/turnip-counting/",
    } <= places


def test_each_address_of_the_sitemap_answers(client, site):
    JobFactory(slug="open-job")
    OfferFactory(slug="open-offer")
    Skill.objects.create(name="Turnip counting", slug="turnip-counting")

    wrong = {
        place: status
        for place in sitemap(client)
        if (status := client.get(place).status_code) != 200
    }

    assert wrong == {}


@pytest.mark.parametrize("page", ["2", "-1", "x", "9" * 40])
def test_sitemap_has_no_further_pages(client, site, page):
    assert client.get("/sitemap.xml", {"p": page}).status_code == 404


def test_robots_keep_out_of_private_rooms(client, settings):
    settings.FORUM_DEMO = False

    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    for prefix in ("/admin/", "/desk/", "/me/", "/accounts/", "/search/"):
        assert f"Disallow: {prefix}" in lines
    assert "Disallow: /" not in lines
    assert lines[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"


def test_robots_keep_out_of_a_demonstration(client, settings):
    settings.FORUM_DEMO = True

    assert "Disallow: /" in client.get("/robots.txt").content.decode().splitlines()


def test_security_txt_is_valid_and_never_expired(client):
    answer = client.get("/.well-known/security.txt")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(re.findall(r"^([A-Za-z-]+): (.+)$", answer.content.decode(), re.MULTILINE))
    assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"}
    assert fields["Contact"] == "mailto:forum@wmodf.example"
    assert fields["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
    expires = datetime.datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%S%z")
    left = expires - timezone.now()
    assert datetime.timedelta(days=150) < left < datetime.timedelta(days=366)


def test_policy_of_security_txt_answers(client, site):
    assert client.get("/contact/").status_code == 200


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt", "/.well-known/security.txt"])
def test_programs_only_read(client, site, address):
    assert client.post(address).status_code in (403, 405)


def test_a_missing_page_is_said_kindly(client, site):
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "We cannot find that page" in answer.content.decode()
