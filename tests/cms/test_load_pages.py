"""Pages are laid once; what editors do to them stays."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from cms.models import FooterLink, HomePage, MainLink, StandardPage
from cms.services import lay_pages

pytestmark = pytest.mark.django_db

SLUGS = [
    "home",
    "mission",
    "vision",
    "theory-of-change",
    "about",
    "contact",
    "open-data",
    "accessibility",
    "privacy",
    "cookies",
    "stories",
    "news",
    "partners",
    "how-we-decide",
]


def rows():
    pages = list(Page.objects.order_by("path").values())
    links = [list(model.objects.order_by("pk").values()) for model in (MainLink, FooterLink)]
    return pages, links, list(Site.objects.values())


def test_migrations_leave_no_welcome_page():
    assert [page.title for page in Page.objects.all()] == ["Root"]
    assert Site.objects.count() == 0


def test_first_run_makes_the_tree_and_the_links():
    laid = lay_pages(base_url="https://forum.example:8443")

    assert laid.made == SLUGS
    assert [page.slug for page in Page.objects.filter(depth__gt=1).order_by("path")] == SLUGS
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("forum.example", 8443, True)
    assert site.root_page.specific == HomePage.objects.get()
    assert MainLink.objects.count() == 6
    assert FooterLink.objects.count() == 16


def test_second_run_changes_nothing(django_assert_max_num_queries):
    lay_pages(base_url="http://testserver")
    before = rows()

    with django_assert_max_num_queries(12):
        laid = lay_pages(base_url="http://testserver")

    assert rows() == before
    assert (laid.made, laid.links_made, laid.site_changed) == ([], False, False)


def test_what_editors_change_or_delete_stays_so():
    lay_pages(base_url="http://testserver")
    about = StandardPage.objects.get(slug="about")
    about.title = "Who we are"
    about.slug = "who-we-are"
    about.save_revision().publish()
    StandardPage.objects.get(slug="cookies").delete()
    MainLink.objects.all().delete()

    laid = lay_pages(base_url="http://testserver")

    assert laid.made == []
    assert StandardPage.objects.get(pk=about.pk).title == "Who we are"
    assert not Page.objects.filter(slug__in=["about", "cookies"]).exists()
    assert MainLink.objects.count() == 0


def test_the_address_follows_the_setting_and_nothing_else_does():
    lay_pages(base_url="http://127.0.0.1:8000")

    laid = lay_pages(base_url="https://forum.example")

    site = Site.objects.get()
    assert (site.hostname, site.port, laid.site_changed) == ("forum.example", 443, True)


def test_the_command_says_what_it_did():
    first, second = StringIO(), StringIO()

    call_command("load_pages", stdout=first)
    call_command("load_pages", stdout=second)

    assert first.getvalue().splitlines()[-1] == "14 pages made, 0 kept as they are."
    assert second.getvalue() == "All 14 pages are there; nothing changed.\n"


def test_the_cookies_that_are_named_are_the_ones_that_are_set(settings):
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

    lay_pages(base_url="http://testserver")

    body = str(StandardPage.objects.get(slug="cookies").body)
    assert "<b>__Host-session</b>" in body
    assert "<b>__Host-csrf</b>" in body
    assert "cookie}" not in body


def test_contact_addresses_are_filled_in(settings):
    settings.DEFAULT_FROM_EMAIL = "The Forum <post@forum.example>"

    lay_pages(base_url="http://testserver")

    for slug in ("contact", "privacy", "accessibility", "how-we-decide"):
        body = str(StandardPage.objects.get(slug=slug).body)
        assert "mailto:post@forum.example" in body
        assert "{contact}" not in body
