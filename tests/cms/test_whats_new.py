"""Pages in the newsletter and among what ends, and links that older sites get."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from cms.models import FooterLink, MainLink, Navigation, StandardPage
from cms.whats_new import NewsPage, first_published
from common.expiring import ending
from common.whats_new import whats_new
from community.models import OfficeHolder
from tests.factories.community_consultations import ConsultationFactory
from tests.factories.community_events import EventFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MIGRATION = "cms.migrations.0004_new_rooms_in_the_navigation"


def news(site, title: str, **fields) -> NewsPage:
    index = site.root_page.get_children().get(slug="news")
    page = index.specific.add_child(instance=NewsPage(title=title, intro="In short.", **fields))
    page.save_revision(log_action=False).publish(log_action=False)
    return page


def test_what_went_live_is_told_and_what_waits_or_is_old_is_not(site):
    now = timezone.now()
    news(site, "A map of trees")
    NewsPage.objects.filter(pk=news(site, "An old map").pk).update(
        first_published_at=now - 40 * DAY
    )
    hidden = news(site, "A map taken down")
    hidden.unpublish(log_action=False)
    EventFactory(title="Data school")
    EventFactory(title="A draft", live=False, first_published_at=None)
    ConsultationFactory(open=True, title="What next?", opened_at=now - DAY)

    told = {
        heading: [row.title for row in rows]
        for heading, rows in whats_new(now - 9 * DAY, now + DAY)
    }

    assert told["News"] == ["A map of trees"]
    assert told["Events"] == ["Data school"]
    assert told["Asked of everybody"] == ["What next?"]
    assert "Stories" not in told


def test_pages_are_read_in_one_query(site, django_assert_num_queries):
    for number in range(3):
        news(site, f"News {number}")
    now = timezone.now()
    list(first_published(NewsPage)(now - DAY, now + DAY))
    with django_assert_num_queries(1):
        assert len(list(first_published(NewsPage)(now - DAY, now + DAY))) == 3


def test_pages_and_terms_that_end_are_told_without_names(site):
    today = timezone.localdate()
    about = StandardPage.objects.get(slug="about")
    StandardPage.objects.filter(pk=about.pk).update(expire_at=timezone.now() + 5 * DAY)
    OfficeHolder.objects.create(
        role="Treasurer", name="Pat Private", starts=today - 9 * DAY, ends=today + 7 * DAY
    )
    OfficeHolder.objects.create(
        role="Chair", name="Pat Private", starts=today - 9 * DAY, ends=today + 70 * DAY
    )

    found = [(row.kind, row.title) for row in ending(today, today + 14 * DAY)]

    assert found == [("page", about.title), ("office", "Treasurer")]


def as_it_was() -> Navigation:
    """The navigation as the first version laid it."""
    MainLink.objects.filter(address__in=["/events/", "/meetings/"]).delete()
    FooterLink.objects.filter(address__in=["/office-holders/", "/consultations/"]).delete()
    slugs = ["how-we-decide", "stories", "news", "partners"]
    FooterLink.objects.filter(page__slug__in=slugs).delete()
    return Navigation.objects.get()


def links(part) -> list[str]:
    return list(part.order_by("sort_order").values_list("title", flat=True))


def add_links() -> None:
    importlib.import_module(MIGRATION).add_links(apps, None)


def test_a_site_that_runs_gets_the_new_links_once(site):
    navigation = as_it_was()

    add_links()
    add_links()

    top = ["Opportunities", "Offers", "Events", "Meetings", "Skills", "What changed"]
    assert links(navigation.main_links) == top
    foot = links(navigation.footer_links)
    assert len(foot) == 16
    assert foot.index("Consultations") < foot.index("Search")
    assert FooterLink.objects.get(title="News").page.slug == "news"


def test_what_a_custodian_took_away_stays_away(site):
    navigation = Navigation.objects.get()
    MainLink.objects.filter(address="/events/").delete()
    FooterLink.objects.filter(page__slug="news").delete()

    add_links()

    assert "Events" not in links(navigation.main_links)
    assert "News" not in links(navigation.footer_links)


def test_a_full_top_keeps_its_links_and_the_foot_takes_the_rest(site):
    navigation = as_it_was()
    for number in range(2):
        MainLink.objects.create(
            navigation=navigation, title=f"Own {number}", address="/x/", sort_order=9
        )

    add_links()

    assert "Events" not in links(navigation.main_links)
    assert "Events" in links(navigation.footer_links)
