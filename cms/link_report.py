"""Where the pages lead: links to what is not there, and pages that nothing leads to.

Read from what is published, when a custodian asks. The number of queries does not depend on how much there is.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve, reverse
from wagtail.blocks import PageChooserBlock
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from community.choices.consultations import ConsultationState
from community.models import Consultation, Event, Meeting
from mission.models import Node, Priority, Strand
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation

from .content_checks import rich_texts
from .models import FooterLink, MainLink, NewsIndex, NewsPage, StoryIndex, StoryPage

WAGTAIL = "wagtail_serve"
MEETINGS = ("community:meeting", "community:meeting_part", "community:meeting_pack")
OPPORTUNITIES = ("opportunities:challenge", "opportunities:placement", "opportunities:job")
_LINK = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
_PAGE = re.compile(r'\bid="(\d+)"')
_HREF = re.compile(r'\bhref="([^"]*)"')


@dataclass(frozen=True)
class Broken:
    """A link that leads nowhere, and where to mend it."""

    source: str
    edit_url: str
    target: str
    why: str


@dataclass(frozen=True)
class Report:
    """What leads nowhere, what nothing leads to, and how much was read."""

    broken: list[Broken]
    alone: list[dict[str, Any]]
    pages: int
    links: int


@dataclass(frozen=True)
class _Link:
    source: str
    edit_url: str
    page: int = 0
    address: str = ""


def report() -> Report:
    """Read every published page and the links around them."""
    pages = list(Page.objects.live().filter(depth__gt=1).specific())
    links = [*_around(), *(link for page in pages for link in _of_page(page))]
    live = {page.pk: page for page in pages}
    by_address = {page.get_url() or "": page.pk for page in pages}
    there = _There.find(links, set(by_address))
    broken = []
    led_to: Counter[int] = Counter()
    for link in links:
        if link.page:
            led_to[link.page] += 1
            if link.page not in live:
                broken.append(_broken(link, "a page", "The page was taken down or deleted."))
            continue
        path = _own_path(link.address)
        if path is None:
            continue
        led_to[by_address.get(path, 0)] += 1
        if why := there.why_not(path):
            broken.append(_broken(link, link.address, why))
    return Report(
        broken=broken,
        alone=[
            {"title": page.title, "url": page.get_url(), "edit_url": _edit(page)}
            for page in pages
            if not led_to[page.pk] and not _is_listed(page)
        ],
        pages=len(pages),
        links=len(links),
    )


@dataclass(frozen=True)
class _There:
    """What exists, read once for all links: pages, old addresses, slugs of public records."""

    pages: set[str]
    old: set[str]
    slugs: Mapping[str, set[str]]
    meetings: set[tuple[datetime.date, int]]

    @classmethod
    def find(cls, links: list[_Link], pages: set[str]) -> "_There":
        asked: dict[str, set[str]] = {}
        days = set()
        for link in links:
            path = _own_path(link.address) if link.address else None
            match = _match(path) if path else None
            if match and "slug" in match.kwargs:
                asked.setdefault(match.view_name, set()).add(match.kwargs["slug"])
            elif match and (held := _meeting(match)):
                days.add(held[0])
        rows: dict[str, QuerySet] = {
            **{name: Opportunity.objects.public() for name in OPPORTUNITIES},
            "mission:node": Node.objects.all(),
            "mission:strand": Strand.objects.all(),
            "mission:priority": Priority.objects.all(),
            "profiles:offer": Offer.objects.open(),
            "profiles:organisation": Organisation.objects.public(),
            "community:event": Event.objects.public(),
            "community:consultation": Consultation.objects.public(),
            "community:consultation_report": Consultation.objects.filter(
                state=ConsultationState.REPORTED
            ),
        }
        slugs = {
            name: set(rows[name].filter(slug__in=asked[name]).values_list("slug", flat=True))
            for name in rows
            if name in asked
        }
        announced = Meeting.objects.public().filter(on__in=days).values_list("on", "part")
        old = set(Redirect.objects.values_list("old_path", flat=True))
        return cls(pages, old, slugs, set(announced) if days else set())

    def why_not(self, path: str) -> str:
        """Why nothing is at this address; empty where something is, or where only asking would tell."""
        match = _match(path)
        moved = Redirect.normalise_path(path) in self.old
        if match is None or match.view_name == WAGTAIL:
            known = path in self.pages or f"{path}/" in self.pages
            return "" if known or moved else "No page has this address."
        if (held := _meeting(match)) and held not in self.meetings and not moved:
            return "No meeting of that day is announced."
        if (
            match.view_name in self.slugs
            and match.kwargs["slug"] not in self.slugs[match.view_name]
        ):
            return "It is not public any more."
        return ""


def _match(path: str) -> Any:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _meeting(match: Any) -> tuple[datetime.date, int] | None:
    """The day and the part of the meeting that an address means; None for other addresses."""
    if match.view_name not in MEETINGS:
        return None
    day = "-".join(match.kwargs[name] for name in ("year", "month", "day"))
    try:
        return datetime.date.fromisoformat(day), int(match.kwargs.get("part", 1))
    except ValueError:
        return datetime.date.min, 0


def _own_path(address: str) -> str | None:
    """The path of an address on this site; None for others, for mail, for a place on the same page."""
    address = address.removeprefix(settings.PUBLIC_BASE_URL)
    if not address.startswith("/") or address.startswith("//"):
        return None
    return unquote(urlsplit(address).path)


def _of_page(page: Page) -> Iterator[_Link]:
    """What one page links to, in its rich text, its buttons and its choosers."""
    source, edit = page.title, _edit(page)
    for field in page._meta.concrete_fields:
        if not isinstance(field, StreamField | RichTextField):
            continue
        value = getattr(page, field.name)
        for html in rich_texts(value):
            for tag in _LINK.findall(html):
                key, href = _PAGE.search(tag), _HREF.search(tag)
                if 'linktype="page"' in tag and key:
                    yield _Link(source, edit, page=int(key[1]))
                elif href and "linktype" not in tag:
                    yield _Link(source, edit, address=href[1])
        if hasattr(value, "raw_data"):
            yield from _chosen(value, source, edit)


def _chosen(stream: Any, source: str, edit: str) -> Iterator[_Link]:
    for raw in stream.raw_data:
        block = stream.stream_block.child_blocks.get(raw["type"])
        value = raw["value"]
        for name, inner in getattr(block, "child_blocks", {}).items():
            found = value.get(name) if isinstance(value, Mapping) else None
            if isinstance(inner, PageChooserBlock) and found:
                yield _Link(source, edit, page=int(found))
            elif name == "address" and found:
                yield _Link(source, edit, address=found)


def _around() -> Iterator[_Link]:
    """The links at the top and the foot of every page."""
    for model, where in ((MainLink, "Links at the top"), (FooterLink, "Links at the foot")):
        for page, address in model.objects.values_list("page", "address"):
            edit = reverse("wagtailsettings:edit", args=["cms", "navigation"])
            yield _Link(where, edit, page=page or 0, address=address)


def _is_listed(page: Page) -> bool:
    """Whether readers come to it without a link that somebody wrote."""
    return page.depth == 2 or isinstance(page, NewsPage | StoryPage | NewsIndex | StoryIndex)


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _broken(link: _Link, target: str, why: str) -> Broken:
    return Broken(link.source, link.edit_url, target, why)
