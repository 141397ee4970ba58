"""Strands, priorities and steps in the one search: a few dozen, so they are read and remembered, not indexed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from common.highlight import holds_all, terms_of
from common.remembered import remembered
from common.search_kinds import Kind, register

from .models import Node, Priority, Strand

WORDS = "words-of-the-mission"
NAMES = {
    "strand": (Strand, "summary", "Strand of the mission"),
    "priority": (Priority, "summary", "Priority of the vision"),
    "node": (Node, "text", "Step of the theory of change"),
}


@dataclass(frozen=True)
class Found:
    """A record as the search shows it."""

    record: str
    slug: str
    title: str
    summary: str

    def __str__(self) -> str:
        return self.title

    def get_kind_display(self) -> str:
        return NAMES[self.record][2]

    def get_absolute_url(self) -> str:
        return NAMES[self.record][0](slug=self.slug).get_absolute_url()


def look(text: str, user: Any) -> list[Found]:
    """Records that hold every word, those with it in their title first."""
    terms = terms_of(text)
    if not terms:
        return []
    records = remembered(WORDS, _records)
    found = [one for one in records if holds_all(f"{one.title} {one.summary}", terms)]
    return sorted(found, key=lambda one: (not holds_all(one.title, terms), one.title))


def _records() -> list[Found]:
    """All of them, in one query."""
    looks = [
        model.objects.order_by().values_list(
            Value(record, output_field=CharField()),
            "slug",
            "title",
            Cast(words, TextField()),
        )
        for record, (model, words, _) in NAMES.items()
    ]
    first, *others = looks
    return [Found(*row) for row in first.union(*others, all=True)]


register(Kind(name="mission", title="Mission and theory of change", search=look, order=70))
