"""The one search, and the small files that programs look for."""

import datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import errors
from common.policies import SignedInRequest, is_custodian, public, requires
from common.search import MOST_CHARACTERS, clean_query
from common.search_kinds import kinds

from . import searching
from .feeds import NewsFeed
from .link_report import report
from .missing import suggestions
from .models import NewsIndex
from .queries.written import readable
from .sitemaps import SITEMAPS

SECURITY_DAYS = 180
MOST_BROKEN = 200
HIDDEN_FROM_ROBOTS = (
    "/accounts/",
    "/admin/",
    "/demo/",
    "/desk/",
    "/introductions/",
    "/matches/",
    "/me/",
    "/search/",
)


@public("Everything the search finds is asked of each app's own rules about who may see it.")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages and public objects of every kind for ``q``; ``kind`` pages through one of them."""
    asked = request.GET.get("q", "")[:MOST_CHARACTERS].strip()
    words = clean_query(asked)
    chosen = next((kind for kind in kinds() if kind.name == request.GET.get("kind")), None)
    context: dict[str, Any] = {
        "asked": asked,
        "words": words,
        "chosen": chosen,
        "crumbs": [{"title": "Home", "url": "/"}, {"title": "Search", "url": ""}],
    }
    if words and chosen:
        context |= searching.of_one_kind(request, chosen, words)
        context["query"] = urlencode({"q": asked, "kind": chosen.name})
        context["keep"] = [{"name": "kind", "value": chosen.name}]
    elif words:
        context["groups"] = searching.everything(request, words, asked)
        context["numbers"] = [(group.kind, group.number) for group in context["groups"]]
    if words:
        context["choices"] = searching.choices(context["numbers"], asked, chosen)
    return render(request, "cms/search.html", context)


@public("Lists public addresses only.")
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Public addresses in the format of sitemaps.org."""
    return sitemap_view(request, sitemaps=SITEMAPS)


@public("Tells search engines where not to look; it guards nothing.")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where search engines may look."""
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in HIDDEN_FROM_ROBOTS)]
    if settings.FORUM_DEMO:
        # Invented people and organisations must not turn up in search engines.
        lines = ["User-agent: *", "Disallow: /"]
    lines += ["", f"Sitemap: {settings.PUBLIC_BASE_URL}{reverse('cms:sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public("Whom to tell about a weakness, as RFC 9116 asks.")
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """How to report a weakness. It never expires while the site runs: the date moves along."""
    contact = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    midnight = (
        timezone.now().astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    expires = midnight + datetime.timedelta(days=SECURITY_DAYS)
    base = settings.PUBLIC_BASE_URL
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {base}{reverse('cms:security_txt')}",
        f"Policy: {base}/contact/",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public("The same pieces as the list of news, which is a public page.", row="P148")
@require_safe
def news_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The Atom feed of a list of news, one step below its page whatever that is called."""
    index = get_object_or_404(readable(NewsIndex.objects.all()), slug=slug)
    return NewsFeed(index)(request)


@requires(is_custodian, hidden=True)
@require_safe
def links(request: SignedInRequest) -> HttpResponse:
    """Links of the pages that lead nowhere, and pages that nothing leads to."""
    return render(request, "cms/links.html", {"report": report(), "most": MOST_BROKEN})


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what is missing and what is hidden, with public addresses that look alike."""
    return errors.page(request, 404, suggestions=suggestions(request.path_info))
