"""What of the pages the one search finds: the live ones that anybody may read."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, TextField, Value
from django.db.models.functions import Cast
from django.utils.html import strip_tags
from wagtail.models import Page, PageViewRestriction, get_page_models

from common.search import search
from common.search_kinds import Kind, register

WORDS = ("intro", "body")
_BLOCK = re.compile(r"<(?:br|p|li|h[1-6]|ul|ol|div)\b")
NO_PROSE = {"id", "type", "address", "url", "link"}


def search_pages(text: str, user: Any) -> Any:
    """Live pages without a lock, whoever asks: what only some may read is not in the search."""
    locked = PageViewRestriction.objects.annotate(
        own=ExpressionWrapper(OuterRef("path"), CharField())
    )
    locked = locked.filter(own__startswith=F("page__path"))
    found: Any = search(Page.objects.live().filter(~Exists(locked), depth__gt=1), text)
    return found


def texts_of(pages: Sequence[Any]) -> list[str]:
    """Opening line and prose of each page: one query, however many types of page there are."""
    keys = [page.pk for page in pages]
    if not keys:
        return []
    looks = []
    for model in get_page_models():
        names = {field.name for field in model._meta.get_fields()}
        if names & set(WORDS):
            columns = [
                Cast(name, TextField()) if name in names else Value("", output_field=TextField())
                for name in WORDS
            ]
            looks.append(model.objects.filter(pk__in=keys).order_by().values_list("pk", *columns))
    first, *others = looks
    read = {key: (intro, prose(body)) for key, intro, body in first.union(*others, all=True)}
    return [
        " ".join(part for part in (*read.get(page.pk, ()), page.search_description) if part)
        for page in pages
    ]


def prose(body: str | None) -> str:
    """What a stored stream of blocks says, without its markup."""
    try:
        stored = json.loads(body or "[]")
    except ValueError:
        return ""
    return " ".join(_said(stored))


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        text = strip_tags(_BLOCK.sub(r" \g<0>", value)).strip()
        if " " in text:  # a sentence, not a key
            yield text
    elif isinstance(value, list):
        for one in value:
            yield from _said(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in NO_PROSE:
                yield from _said(one)


def address_of(page: Any) -> str:
    """Where a page is shown, whatever its type."""
    return page.get_url() or "/"


register(
    Kind(
        name="pages",
        title="Pages",
        search=search_pages,
        model=Page,
        order=90,
        texts=texts_of,
        address=address_of,
    )
)
