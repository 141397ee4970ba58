"""What templates of consultations need beyond ``if`` and ``for``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def any_shown(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether any of the counts may be shown."""
    return any(row["count"] is not None for row in rows or ())
