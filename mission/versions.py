"""What a record said before: kept at every change, and told to everybody without names."""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from .choices import COLUMN_HEADINGS
from .models import Node, Strand, TheoryRow, Versioned
from .queries import Line

MOST_VERSIONS = 60
WORDS_OF: dict[str, str] = {
    "title": "Title",
    "summary": "Words",
    "text": "Words",
    "short": "In a few words",
    "column": "Where it stands",
    "row": "Row",
    "strands": "Strands it serves",
    "leads_to": "What it leads to",
}
LISTS: dict[str, type[Versioned]] = {"row": TheoryRow, "strands": Strand, "leads_to": Node}


@dataclass(frozen=True)
class Difference:
    """One field of one change, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What was said until a day, and what since."""

    at: datetime.datetime
    differences: tuple[Difference, ...]


def keep_what_is_live(thing: Versioned) -> None:
    """Before an edit: keep the saved record as a version, unless the last version says the same.

    Records that come with the site have none yet, and order is changed in lists without one.
    """
    saved = type(thing)._default_manager.get(pk=thing.pk)
    last = saved.latest_revision
    if last is None or _said(last.content) != _said(saved.serializable_data()):
        saved.save_revision(clean=False, changed=False)


def changes_of(thing: Versioned) -> list[Change]:
    """How its words came to be what they are, the newest change first. Who wrote is not in it."""
    newest = Revision.objects.for_instance(thing).order_by("-created_at", "-pk")
    versions = list(newest.values_list("created_at", "content")[:MOST_VERSIONS])
    pairs = [
        (at, _said(before), _said(after))
        for (at, after), (_, before) in itertools.pairwise(versions)
    ]
    names = _names((before, after) for _, before, after in pairs)
    found = [Change(at, tuple(_differences(old, new, names))) for at, old, new in pairs]
    return [change for change in found if change.differences]


def last_changes(lines: Iterable[Line], *, most: int = 5) -> list[Node]:
    """The steps of the table that were changed last, by the ``changed_at`` they were read with."""
    nodes = [node for line in lines for cell in line.cells for node in cell.nodes]
    changed: list[Any] = [node for node in nodes if node.changed_at]  # type: ignore[attr-defined]
    return sorted(changed, key=lambda node: node.changed_at, reverse=True)[:most]


def _said(content: dict[str, Any]) -> dict[str, Any]:
    """What readers are told: neither keys of versions nor the order in lists."""
    return {name: _plain(content.get(name)) for name in WORDS_OF if name in content}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _differences(
    old: dict[str, Any], new: dict[str, Any], names: dict[tuple[str, Any], str]
) -> Iterator[Difference]:
    for field, label in WORDS_OF.items():
        if field in new and old.get(field) != new[field]:
            yield Difference(
                label, _words(field, old.get(field), names), _words(field, new[field], names)
            )


def _words(field: str, value: Any, names: dict[tuple[str, Any], str]) -> str:
    if field == "column":
        return COLUMN_HEADINGS.get(value, "")
    if field in LISTS:
        keys = value if isinstance(value, list) else [value] if value else []
        return ", ".join(names.get((field, key), "one that is no longer there") for key in keys)
    return str(value or "")


def _names(pairs: Any) -> dict[tuple[str, Any], str]:
    """Titles of what changes point at, by field and key: one query for each field that changed."""
    wanted: dict[str, set[Any]] = {}
    for old, new in pairs:
        for field in LISTS:
            if field in new and old.get(field) != new[field]:
                for value in (old.get(field), new[field]):
                    keys = value if isinstance(value, list) else [value]
                    wanted.setdefault(field, set()).update(key for key in keys if key)
    return {
        (field, key): title
        for field, keys in wanted.items()
        for key, title in LISTS[field]
        ._default_manager.filter(pk__in=keys)
        .values_list("pk", "title")
    }
