"""What every field of every table is for: the register of processing, as declarations beside the models.

An app's ``personal_data.py`` says of **each** concrete field either why it is kept about people (purpose,
legal basis, how long, who sees it) or that it is not about people. Nothing is guessed from names, so a new
field cannot be forgotten: :func:`faults` names every field that nobody declared, and a test asks it.

The page "what we hold about you", the export, ``docs/privacy.md`` and the check of retention clocks all
read these declarations; erasure has verbs of its own in :mod:`common.erasing`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

ACCOUNT = "account"
"""Kept while the account is there: ended by erasure, or by the clock of unused accounts."""

FREE_TEXT = (models.CharField, models.TextField, models.JSONField)
POINTS_AT_PEOPLE = ("_by_id", "actor_id", "user_id", "person_id")

BASES = {
    "contract": "to give you the account you asked for",
    "consent": "because you said so, which you can take back",
    "interests": "our legitimate interest in answering for what happened here",
}


@dataclass(frozen=True)
class Part:
    """Fields of one table that are kept about people for one purpose."""

    fields: tuple[str, ...]
    why: str
    basis: str
    kept: str
    seen: str
    secret: bool = False

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            raise ValueError(f"{self.basis!r} is no legal basis that we know.")


@dataclass(frozen=True)
class Declaration:
    """What one table holds. ``about`` are the paths from a row to the user it is about."""

    model: str
    title: str
    about: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    plain: frozenset[str] = frozenset()
    words: dict[str, str] = field(default_factory=dict)
    rows: Callable[[Any], Q] | None = None
    others: Callable[[Any, Any], set[str]] | None = None
    because: str = ""

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def names(self) -> list[str]:
        """Every declared field, one entry for each time it was declared."""
        named = [name for part in self.parts for name in part.fields]
        return [*named, *self.plain, *self.words]

    def rows_about(self, user: Any) -> QuerySet | None:
        """What the table holds about ``user``; None where no row leads to anybody."""
        if self.rows is not None:
            narrowed = self.rows(user)
        elif self.about:
            narrowed = reduce(or_, (Q(**{path: user.pk}) for path in self.about))
        else:
            return None
        return self.model_class._default_manager.filter(narrowed)


DECLARATIONS: dict[str, Declaration] = {}


def part(fields: str, *, why: str, basis: str, kept: str, seen: str, secret: bool = False) -> Part:
    """A part of a declaration; ``secret`` fields are named to the person and never shown."""
    return Part(tuple(fields.split()), why, basis, kept, seen, secret)


def personal(
    model: str,
    title: str,
    *parts: Part,
    about: str = "",
    plain: str = "",
    words: dict[str, str] | None = None,
    rows: Callable[[Any], Q] | None = None,
    others: Callable[[Any, Any], set[str]] | None = None,
) -> Declaration:
    """Declare a table that holds something about people.

    ``plain`` are fields that say nothing about anybody; texts among them are ``words`` with a reason.
    ``rows(user)`` narrows where no foreign key does. ``others(row, user)`` are fields of a row that
    somebody else wrote in confidence, left out of the reader's export.
    """
    return _keep(
        Declaration(
            model=model,
            title=title,
            about=tuple(about.split()),
            parts=parts,
            plain=frozenset(plain.split()),
            words=words or {},
            rows=rows,
            others=others,
        )
    )


def impersonal(model: str, fields: str, *, because: str) -> Declaration:
    """Declare a table that holds nothing about people, field by field, and say why."""
    if not because.strip():
        raise ValueError("Say why this table holds nothing about people.")
    return _keep(
        Declaration(model=model, title="", plain=frozenset(fields.split()), because=because)
    )


def _keep(declaration: Declaration) -> Declaration:
    known = DECLARATIONS.get(declaration.model)
    if known is not None and known.names != declaration.names:
        raise ValueError(f"Two apps declare {declaration.model}.")
    DECLARATIONS[declaration.model] = declaration
    return declaration


def declared() -> list[Declaration]:
    """Every declaration that holds something about people, by the order of the apps."""
    order = {model._meta.label: place for place, model in enumerate(_tables())}
    rows = [row for row in DECLARATIONS.values() if row.parts]
    return sorted(rows, key=lambda row: order.get(row.model, 0))


def faults(clocks: frozenset[str]) -> Iterator[str]:
    """A sentence for each field that is undeclared, declared twice or carelessly, or gone."""
    seen: set[str] = set()
    for model in _tables():
        label = model._meta.label
        seen.add(label)
        declaration = DECLARATIONS.get(label)
        if declaration is None:
            yield f"{label}: no personal_data.py says what its fields are for."
            continue
        yield from _faults_of(model, declaration)
        for one in declaration.parts:
            if one.kept not in {ACCOUNT, *clocks}:
                yield f"{label}: {one.kept!r} is no clock, so nothing would end it."
    for label in sorted(set(DECLARATIONS) - seen):
        yield f"{label}: declared, but there is no such table."


def _faults_of(model: type[models.Model], declaration: Declaration) -> Iterator[str]:
    fields = {one.name: one for one in model._meta.local_concrete_fields}
    named = declaration.names
    for name in fields:
        if name not in named:
            yield f"{model._meta.label}.{name}: say what it is for, or that it is not about people."
        elif named.count(name) > 1:
            yield f"{model._meta.label}.{name}: declared {named.count(name)} times."
    for name in sorted(set(named) - set(fields)):
        yield f"{model._meta.label}.{name}: declared, but there is no such field."
    for name in sorted(declaration.plain & set(fields)):
        if careless := _careless(fields[name], declaration):
            yield f"{model._meta.label}.{name}: {careless}"


def _careless(one: models.Field, declaration: Declaration) -> str:
    """Why a field can hardly be called not personal without a word more; empty if it can."""
    target: Any = one.related_model
    if target is not None:
        # A relation that Django has not resolved yet is still a name.
        label = target if isinstance(target, str) else target._meta.label
        return "it points at a user." if label == settings.AUTH_USER_MODEL else ""
    if isinstance(one, models.EmailField):
        return "an address is about somebody."
    if isinstance(one, models.GenericIPAddressField):
        return "an IP address is about somebody."
    if one.name.endswith(POINTS_AT_PEOPLE):
        return "it holds the id of a user."
    # A table that is impersonal has said why as a whole.
    is_text = isinstance(one, FREE_TEXT) and not isinstance(one, models.SlugField)
    if declaration.parts and is_text and not one.choices:
        return "free text in a table about people: give a reason under words."
    return ""


def _tables() -> list[type[models.Model]]:
    """Every table of the site, with those that many-to-many fields make."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
