"""Written pages as rows of a list: stories and news, newest first, one query for each list."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest
from django.utils.formats import date_format
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from common.pages import paginate

PER_PAGE = 12
Rows = Callable[[Iterable[Any], HttpRequest | None], list[dict[str, Any]]]


def readable(pages: PageQuerySet) -> PageQuerySet:
    """Live pages that anybody may read, newest first, in one query with what it is joined to.

    Wagtail's own ``public()`` reads all locks first, in a query of its own.
    """
    asked = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    locks = PageViewRestriction.objects.annotate(asked=asked).filter(
        asked__startswith=F("page__path")
    )
    return pages.live().filter(~Exists(locks)).order_by(F("first_published_at").desc(), "-pk")


def listing(
    request: HttpRequest,
    pages: PageQuerySet,
    *,
    field: str,
    choices: list[tuple[str, str]],
    rows: Rows,
) -> dict[str, Any]:
    """What a list of written pages shows: its rows, and links to one of its kinds."""
    wanted = request.GET.get(field, "")
    chosen = wanted if wanted in dict(choices) else ""
    found = readable(pages)
    if chosen:
        found = found.filter(**{field: chosen})
    page = paginate(request, found, PER_PAGE)
    return {
        "found": page,
        "rows": rows(page, request),
        "chosen": chosen,
        "chosen_title": dict(choices).get(chosen, ""),
        "kinds": [
            {"title": title, "url": f"?{field}={value}", "current": value == chosen}
            for value, title in choices
        ],
        "query": f"{field}={chosen}" if chosen else "",
    }


def news_rows(pages: Iterable[Any], request: HttpRequest | None = None) -> list[dict[str, Any]]:
    """News as ``components/row.html`` takes it."""
    return [_row(page, request, page.get_category_display()) for page in pages]


def story_rows(pages: Iterable[Any], request: HttpRequest | None = None) -> list[dict[str, Any]]:
    """Stories as ``components/row.html`` takes them."""
    return [_row(page, request, page.get_kind_display()) for page in pages]


def _row(page: Page, request: HttpRequest | None, kind: str) -> dict[str, Any]:
    day = page.first_published_at
    return {
        "kind": kind,
        "title": page.title,
        "url": page.get_url(request) or "/",
        "summary": page.summary,
        "aside": [date_format(day, "j F Y").replace(" ", "\N{NO-BREAK SPACE}")] if day else [],
    }
