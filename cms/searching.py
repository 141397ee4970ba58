"""The one search: what of each kind holds the words, how many, and the words in what is found."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, QuerySet, Value, Window
from django.http import HttpRequest
from django.urls import reverse

from common.highlight import excerpt, marked, terms_of
from common.pages import paginate
from common.search import MOST_RESULTS, looking_at
from common.search_kinds import Kind, kinds

FEW = 5


@dataclass(frozen=True)
class Group:
    """The best few of one kind, and how many there are."""

    kind: Kind
    number: int
    rows: list[dict[str, Any]]
    more: str


def everything(request: HttpRequest, words: str, asked: str) -> list[Group]:
    """Each kind of which something was found. At most two looks a kind."""
    terms = terms_of(words)
    groups = []
    for kind, rows in _looks(words, request.user).items():
        things, number = _first(rows)
        if number:
            more = address_of(asked, kind.name) if number > len(things) else ""
            groups.append(Group(kind, number, rows_of(kind, things, terms), more))
    return groups


def _looks(words: str, user: Any) -> dict[Kind, Any]:
    """What each kind finds, not read yet. The index of words is looked at once for all."""
    known = kinds()
    with looking_at([kind.model for kind in known if kind.model], words):
        return {kind: kind.search(words, user) for kind in known}


def of_one_kind(request: HttpRequest, chosen: Kind, words: str) -> dict[str, Any]:
    """One kind in pages, and how many of each kind there are."""
    found = _looks(words, request.user)
    page = paginate(request, found[chosen])
    numbers = _numbers(found)
    return {
        "page": page,
        "rows": rows_of(chosen, list(page), terms_of(words)),
        "numbers": [
            (kind, numbers.get(kind.name, 0))
            for kind in found
            if kind is chosen or numbers.get(kind.name)
        ],
    }


def choices(
    numbers: list[tuple[Kind, int]], asked: str, chosen: Kind | None
) -> list[dict[str, Any]]:
    """Kinds with their counts, as ``components/jump.html`` takes them."""
    total = sum(number for _, number in numbers)
    return [
        {
            "title": "Everything",
            "url": address_of(asked),
            "count": f"{total:,}",
            "current": chosen is None,
        },
        *(
            {
                "title": kind.title,
                "url": address_of(asked, kind.name),
                "count": f"{number}+" if number >= MOST_RESULTS else f"{number:,}",
                "current": kind is chosen,
            }
            for kind, number in numbers
        ),
    ]


def address_of(asked: str, kind: str = "") -> str:
    """Where these words are looked for, in one kind or in all."""
    parts = {"q": asked, **({"kind": kind} if kind else {})}
    return f"{reverse('cms:search')}?{urlencode(parts)}"


def rows_of(kind: Kind, things: list[Any], terms: list[str]) -> list[dict[str, Any]]:
    """Results as ``components/row.html`` takes them."""
    texts = kind.texts(things)
    return [_row(kind, thing, text, terms) for thing, text in zip(things, texts, strict=True)]


def _row(kind: Kind, thing: Any, text: str, terms: list[str]) -> dict[str, Any]:
    of_kind = getattr(thing, "get_kind_display", None)
    return {
        "kind": of_kind() if of_kind else "",
        "title": marked(str(thing), terms),
        "url": kind.address(thing),
        "summary": excerpt(text, terms),
        "aside": kind.aside(thing),
    }


def _first(found: Any) -> tuple[list[Any], int]:
    """The best few, and how many there are, in one look."""
    if not isinstance(found, QuerySet):
        return list(found[:FEW]), len(found)
    things = list(found.annotate(of_all=Window(Count("pk")))[:FEW])
    return things, things[0].of_all if things else 0


def _numbers(found: dict[Kind, Any]) -> dict[str, int]:
    """How many of each kind there are, all in one look."""
    read = {kind.name: len(rows) for kind, rows in found.items() if not isinstance(rows, QuerySet)}
    looks = [
        rows.order_by()
        .annotate(of_kind=Value(kind.name, output_field=CharField()))
        .values("of_kind")
        .annotate(number=Count("pk"))
        .values_list("of_kind", "number")
        for kind, rows in found.items()
        if isinstance(rows, QuerySet)
    ]
    if not looks:
        return read
    first, *others = looks
    return read | dict(first.union(*others, all=True))
