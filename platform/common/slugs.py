"""Addresses made from titles, unique and short."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import slugify

MOST_RIVALS = 20


def unique_slug(model: type[Model], text: str, *, max_length: int = 100) -> str:
    """A slug for ``text`` that no row of ``model`` has. Appends -2, -3, ... where it is taken."""
    stem = slugify(text)[:max_length].strip("-") or "untitled"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def insert_with_slug(
    row: Model,
    text: str,
    *,
    among: type[Model] | None = None,
    check: Callable[[], None] = lambda: None,
    save: Callable[[], None] | None = None,
) -> None:
    """Insert ``row`` under a free slug for ``text``, also while others insert the same title.

    ``check`` is asked before each attempt, and again when one fails: a rival may arrive between
    the question and the insert. It may raise what the caller wants to hear of that rival.
    ``among`` is the model whose slugs must differ, where it is not the row's own.
    Raises IntegrityError for whatever else is wrong with the row.
    """
    model = among or type(row)
    for _ in range(MOST_RIVALS):
        check()
        slug = unique_slug(model, text)
        row.slug = slug  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                (save or row.save)()
        except IntegrityError:
            check()
            if not model._default_manager.filter(slug=slug).exists():
                raise
        else:
            return
    raise IntegrityError(f"No free address for “{text}” after {MOST_RIVALS} attempts.")
