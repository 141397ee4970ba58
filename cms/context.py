"""The links around every page, read when a template asks for them."""

import functools
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from .models import FooterLink, MainLink

HOUR = 60 * 60
PARTS: dict[str, type[MainLink] | type[FooterLink]] = {
    "site_nav": MainLink,
    "footer_links": FooterLink,
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``site_nav`` and ``footer_links``: lists of title, url and whether we are there now.

    A query for the site where there are several; the links are remembered until one of them or a page changes
    (``receivers.py``). Empty before a site exists, and the templates then show their own four links.
    """
    links = SimpleLazyObject(lambda: _links(request))

    def part(name: str) -> list[dict[str, Any]]:
        return [
            {"title": title, "url": url, "current": _is_here(url, request.path)}
            for title, url in links[name]
        ]

    return {name: SimpleLazyObject(functools.partial(part, name)) for name in PARTS}


def key_of(site_id: int) -> str:
    """Under which name the links of a site are remembered."""
    return f"navigation-{site_id}"


def _links(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    site = _site(request)
    if site is None:
        return {name: [] for name in PARTS}
    found = cache.get(key_of(site))
    if found is None:
        found = {name: _read(model, site, request) for name, model in PARTS.items()}
        cache.set(key_of(site), found, HOUR)
    return found


def _site(request: HttpRequest) -> int | None:
    """Whose links these are. Where there is one site, Wagtail remembers which, and no query is needed."""
    known = {root.site_id for root in Site.get_site_root_paths()}
    if len(known) == 1:
        return known.pop()
    site = Site.find_for_request(request)
    return site.pk if site else None


def _read(
    model: type[MainLink] | type[FooterLink], site: int, request: HttpRequest
) -> list[tuple[str, str]]:
    rows = model.objects.filter(navigation__site=site).select_related("page")
    shown = [row for row in rows if not row.page_id or row.page.live]
    return [(row.title, url) for row in shown if (url := row.url_for(request))]


def _is_here(url: str, path: str) -> bool:
    return path == url or (url.startswith("/") and url != "/" and path.startswith(url))
