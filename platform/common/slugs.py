"""Addresses made from titles, unique and short."""

from django.db.models import Model
from django.utils.text import slugify


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
