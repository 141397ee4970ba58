"""What we hold about somebody, by kind of record: drawn from the register of processing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, Subquery
from django.db.models.functions import Coalesce

from common import personal
from common.personal import BASES, Declaration
from common.retention import CLOCKS

from ..models import User


@dataclass(frozen=True)
class Held:
    """One kind of record: what it is, how many there are, and each purpose in words."""

    declaration: Declaration
    count: int | None
    purposes: list[dict[str, str]]

    @property
    def slug(self) -> str:
        return slug_of(self.declaration)


def slug_of(declaration: Declaration) -> str:
    """The kind of record as a part of an address."""
    return declaration.model.lower().replace(".", "-").replace("_", "-")


def by_slug(slug: str) -> Declaration | None:
    """The kind of record that an address means, if records of it lead to people."""
    return next((row for row in personal.declared() if slug_of(row) == slug), None)


def held_about(user: User) -> list[Held]:
    """Every kind of record with how many there are about ``user``: one query, at any number."""
    rows = personal.declared()
    counts = {}
    for place, row in enumerate(rows):
        found = row.rows_about(user)
        if found is not None:
            counts[f"n{place}"] = _count(found)
    numbers: dict[str, Any] = (
        User.objects.filter(pk=user.pk).annotate(**counts).values(*counts).first() or {}
    )
    return [
        Held(
            declaration=row,
            count=numbers.get(f"n{place}"),
            purposes=[
                {
                    "why": one.why,
                    "basis": BASES[one.basis],
                    "kept": kept_words(one.kept),
                    "seen": one.seen,
                }
                for one in row.parts
            ],
        )
        for place, row in enumerate(rows)
    ]


def kept_words(name: str) -> str:
    """How long, in words, from the clock that ends it."""
    return CLOCKS[name].until if name in CLOCKS else "while you have an account"


def _count(rows):
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Coalesce(Subquery(rows.order_by().annotate(n=number).values("n")[:1]), 0)
