"""Which organisations may be the same as one that somebody is adding."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from ..models import Organisation, RegisterEntry
from ..skeletons import ALIKE, run_together, skeleton

SHARED_HOSTS = frozenset(
    {
        "bsky.app", "facebook.com", "github.com", "instagram.com", "justgiving.com", "linkedin.com",
        "linktr.ee", "sites.google.com", "twitter.com", "x.com", "youtube.com",
    }
)  # fmt: skip
"""Where many organisations have a page, so that it tells nothing about which one it is."""
SAME_NAME = "has the same name, or one that looks the same"
NEAR_NAME = "has nearly the same name"
SAME_DOMAIN = "uses the same web or e-mail address"
SAME_NUMBER = "has the same number in a public register"
MOST_SHOWN = 5


def domains_of(website: str, email_domains: str = "") -> set[str]:
    """The domains by which an organisation is known, without those that many share."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        host = ""
    found = {word.lower() for word in re.split(r"[\s,;|]+", email_domains) if word}
    found.add(host.removeprefix("www."))
    return found - SHARED_HOSTS - {""}


class Known:
    """Organisations read once, to hold many names against them."""

    def __init__(self, rows: QuerySet[Organisation]) -> None:
        self.skeletons: dict[int, str] = {}
        self.runs: dict[int, str] = {}
        self.by_domain: dict[str, set[int]] = {}
        plain = rows.order_by().values_list("pk", "name", "website", "email_domains")
        for pk, name, website, email_domains in plain:
            self.add(pk, name=name, website=website, email_domains=email_domains)
        entries = RegisterEntry.objects.filter(organisation__in=rows.order_by().values("pk"))
        self.by_number = {
            (register, number): pk
            for register, number, pk in entries.values_list("register", "number", "organisation")
        }

    def add(self, pk: int, *, name: str, website: str = "", email_domains: str = "") -> None:
        """One more that later ones are held against."""
        self.skeletons[pk] = skeleton(name)
        self.runs[pk] = run_together(name)
        for domain in domains_of(website, email_domains):
            self.by_domain.setdefault(domain, set()).add(pk)

    def like(
        self,
        *,
        name: str,
        website: str = "",
        email_domains: str = "",
        numbers: Mapping[str, str] | None = None,
        leaving_out: int | None = None,
    ) -> dict[int, str]:
        """Keys of those that may be the same, surest first, each with the reason in words."""
        found: dict[int, str] = {}
        for register, number in (numbers or {}).items():
            if number and (pk := self.by_number.get((register, number))):
                found.setdefault(pk, SAME_NUMBER)
        for own, others in ((skeleton(name), self.skeletons), (run_together(name), self.runs)):
            for other, _, pk in _near(own, others):
                found.setdefault(pk, SAME_NAME if other == own else NEAR_NAME)
        for domain in sorted(domains_of(website, email_domains)):
            for pk in sorted(self.by_domain.get(domain, ())):
                found.setdefault(pk, SAME_DOMAIN)
        found.pop(leaving_out or 0, None)
        return dict(list(found.items())[:MOST_SHOWN])


def _near(own: str, others: Mapping[int, str]) -> list[tuple[str, float, int]]:
    """Those nearly spelt like ``own``, nearest first."""
    if not own:
        return []
    return process.extract(own, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_SHOWN + 1)


def lookalikes(rows: QuerySet[Organisation], **described) -> list[tuple[Organisation, str]]:
    """Those among ``rows`` that may be the one described, each with the reason in words."""
    found = Known(rows).like(**described)
    things = Organisation.objects.select_related("district", "state").in_bulk(found)
    return [(things[pk], why) for pk, why in found.items() if pk in things]


def lookalikes_of(organisation: Organisation, among: QuerySet[Organisation] | None = None):
    """Those that may be the same as ``organisation``, for whoever has to confirm it."""
    rows = Organisation.objects.all() if among is None else among
    return lookalikes(
        rows,
        name=organisation.name,
        website=organisation.website,
        email_domains=organisation.email_domains,
        numbers=dict(_numbers(organisation)),
        leaving_out=organisation.pk,
    )


def _numbers(organisation: Organisation) -> Iterable[tuple[str, str]]:
    return organisation.register_entries.values_list("register", "number")
