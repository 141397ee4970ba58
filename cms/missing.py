"""What somebody may have meant who came to an address that does not exist: at most two queries.

Only what is public is ever named, so that the answer says nothing about what is hidden.
"""

import re
from typing import Any
from urllib.parse import unquote

from django.db import DatabaseError, InterfaceError
from django.db.models import Q, QuerySet
from django.urls import reverse
from rapidfuzz import fuzz, process
from wagtail.models import Page

from community.models import Consultation, Event
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation

from .queries.written import readable

MOST = 3
LEAST_LIKE = 70
LOOKED_AT = 200
LONGEST = 200
PREFIX = 4
LISTS = {
    "opportunities": ("Opportunities", "opportunities:list"),
    "challenges": ("Challenges", "opportunities:challenges"),
    "placements": ("Placements", "opportunities:placements"),
    "jobs": ("Jobs", "opportunities:jobs"),
    "offers": ("Offers", "profiles:offers"),
    "organisations": ("Organisations", "profiles:organisations"),
    "skills": ("Skills", "skills:list"),
    "search": ("Search", "cms:search"),
    "office-holders": ("Office-holders", "community:office_holders"),
    "events": ("Events", "community:events"),
    "calendar": ("Events", "community:events"),
    "meetings": ("Meetings", "community:meetings"),
    "minutes": ("Meetings and their notes", "community:meetings"),
    "actions": ("Open actions", "community:actions"),
    "hosting": ("Who hosts the meetings", "community:hosting"),
    "consultations": ("Consultations", "community:consultations"),
    "outcomes": ("Outcomes", "impact:outcomes"),
    "rounds": ("Placement rounds", "matching:rounds"),
    "rings": ("Rings", "matching:rings"),
    "people": ("People", "profiles:people"),
    "newsletter": ("The newsletter", "desk:newsletters"),
}
_WORDS = re.compile(r"[a-z0-9]+")


def suggestions(path: str) -> list[dict[str, str]]:
    """Up to three public addresses that look like ``path``, the likest first; none if it is odd."""
    segments = [one for one in unquote(path)[:LONGEST].lower().split("/") if one]
    if not segments or not segments[-1].isascii():
        return []
    asked = "-".join(_WORDS.findall(segments[-1]))
    if len(asked) < PREFIX or asked.isdecimal():
        return []
    lists = _lists() if len(segments) == 1 else []
    try:
        return _likest(asked, [*lists, *_records(segments[0], asked), *_pages(asked)])
    except (DatabaseError, InterfaceError):
        return []


def _likest(asked: str, known: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    found = process.extract(
        asked,
        [slug for slug, _, _ in known],
        scorer=fuzz.ratio,
        limit=MOST,
        score_cutoff=LEAST_LIKE,
    )
    chosen = {known[place][2]: known[place][1] for _, _, place in found}
    return [{"title": title, "url": url} for url, title in chosen.items()]


def _lists() -> list[tuple[str, str, str]]:
    return [(slug, title, reverse(name)) for slug, (title, name) in LISTS.items()]


def _pages(asked: str) -> list[tuple[str, str, str]]:
    rows = _alike(readable(Page.objects.filter(depth__gt=2)), asked)
    return [(page.slug, page.title, page.get_url() or "/") for page in rows]


def _records(first: str, asked: str) -> list[tuple[str, str, str]]:
    """Those of the list that the address begins with, if it begins with one."""
    rows: QuerySet
    if first in ("opportunities", "challenges", "placements", "jobs"):
        rows = Opportunity.objects.public()
    elif first == "offers":
        rows = Offer.objects.open()
    elif first == "organisations":
        rows = Organisation.objects.public()
    elif first == "events":
        rows = Event.objects.public()
    elif first == "consultations":
        rows = Consultation.objects.public()
    else:
        return []
    return [(row.slug, str(row), row.get_absolute_url()) for row in _alike(rows, asked)]


def _alike(rows: QuerySet, asked: str) -> list[Any]:
    """Those with a word that begins like one of the words asked for."""
    beginnings = {word[:PREFIX] for word in asked.split("-") if len(word) >= PREFIX}
    some = Q()
    for beginning in sorted(beginnings)[:6]:
        some |= Q(slug__contains=beginning)
    return list(rows.filter(some)[:LOOKED_AT]) if beginnings else []
