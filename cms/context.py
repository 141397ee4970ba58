"""The links around every page, read when a template asks for them."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from .models import FooterLink, MainLink


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``site_nav`` and ``footer_links``: lists of title, url and whether we are there now.

    One query each. Empty before a site exists, and the templates then show their own four links.
    """
    return {
        "site_nav": SimpleLazyObject(lambda: list(_links(MainLink, request))),
        "footer_links": SimpleLazyObject(lambda: list(_links(FooterLink, request))),
    }


def _links(model: type[MainLink] | type[FooterLink], request: HttpRequest) -> Iterator[dict]:
    site = Site.find_for_request(request)
    if site is None:
        return
    for link in model.objects.filter(navigation__site=site).select_related("page"):
        if link.page_id and not link.page.live:
            continue
        url = link.url_for(request)
        if url:
            yield {"title": link.title, "url": url, "current": _is_here(url, request.path)}


def _is_here(url: str, path: str) -> bool:
    return path == url or (url.startswith("/") and url != "/" and path.startswith(url))
