"""Every public address of the site, for search engines: nothing that needs a sign-in."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page

from community.models import Consultation, Event, Meeting
from impact.models import Outcome
from mission.models import Node, Priority, Strand
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation
from skills.models import Skill


class ForumSitemap(Sitemap):
    """Addresses begin with the site's own address, whatever host the request names."""

    limit = 10_000

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> Any:
        base = urlsplit(settings.PUBLIC_BASE_URL)
        return super().get_urls(
            page=page,
            site=cast("Any", SimpleNamespace(domain=base.netloc, name=base.netloc)),
            protocol=base.scheme,
        )


class ListSitemap(ForumSitemap):
    """The lists themselves."""

    def items(self) -> Sequence[str]:
        return [
            "community:hosting",
            "community:meetings",
            "desk:newsletters",
            "opportunities:list",
            "opportunities:challenges",
            "opportunities:placements",
            "community:events",
            "profiles:offers",
            "profiles:organisations",
            "skills:list",
            "community:office_holders",
            "community:consultations",
            "impact:outcomes",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class PageSitemap(ForumSitemap):
    """Live pages without a lock."""

    def items(self) -> QuerySet[Page]:
        return Page.objects.live().public().filter(depth__gt=1).order_by("path")

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> Any:
        return item.last_published_at


class StrandSitemap(ForumSitemap):
    """Strands of the mission."""

    def items(self) -> QuerySet[Strand]:
        return Strand.objects.order_by("pk")


class PrioritySitemap(ForumSitemap):
    """Priorities of the vision."""

    def items(self) -> QuerySet[Priority]:
        return Priority.objects.order_by("pk")


class NodeSitemap(ForumSitemap):
    """Steps of the theory of change."""

    def items(self) -> QuerySet[Node]:
        return Node.objects.order_by("pk")


class OpportunitySitemap(ForumSitemap):
    """Published challenges, placements and jobs."""

    def items(self) -> QuerySet[Opportunity]:
        return Opportunity.objects.public().order_by("pk")

    def lastmod(self, item: Opportunity) -> Any:
        return item.last_published_at


class EventSitemap(ForumSitemap):
    """Published events, past ones too: they stay findable."""

    def items(self) -> QuerySet[Event]:
        return Event.objects.public().order_by("pk")

    def lastmod(self, item: Event) -> Any:
        return item.last_published_at


class OfferSitemap(ForumSitemap):
    """Offers that are open."""

    def items(self) -> QuerySet[Offer]:
        return Offer.objects.open().order_by("pk")

    def lastmod(self, item: Offer) -> Any:
        return item.last_published_at


class OrganisationSitemap(ForumSitemap):
    """Verified organisations."""

    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.public().order_by("pk")


class MeetingSitemap(ForumSitemap):
    """Announced meetings."""

    def items(self) -> QuerySet[Meeting]:
        return Meeting.objects.public().order_by("pk")

    def lastmod(self, item: Meeting) -> Any:
        return item.changed_at


class SkillSitemap(ForumSitemap):
    """Skills in use."""

    def items(self) -> QuerySet[Skill]:
        return Skill.objects.live().order_by("pk")


class ConsultationSitemap(ForumSitemap):
    """Consultations that anybody may see."""

    def items(self) -> QuerySet[Consultation]:
        return Consultation.objects.public().order_by("pk")


class OutcomeSitemap(ForumSitemap):
    """Verified outcomes."""

    def items(self) -> QuerySet[Outcome]:
        return Outcome.objects.public().order_by("pk")

    def lastmod(self, item: Outcome) -> Any:
        return item.published_at


SITEMAPS: dict[str, type[Sitemap] | Sitemap] = {
    "lists": ListSitemap,
    "pages": PageSitemap,
    "strands": StrandSitemap,
    "priorities": PrioritySitemap,
    "nodes": NodeSitemap,
    "opportunities": OpportunitySitemap,
    "events": EventSitemap,
    "offers": OfferSitemap,
    "organisations": OrganisationSitemap,
    "meetings": MeetingSitemap,
    "skills": SkillSitemap,
    "consultations": ConsultationSitemap,
    "outcomes": OutcomeSitemap,
}
