"""Search that no text can break: Wagtail's index behind a cleaned query.

Unwrapped, a double quote on SQLite and a NUL on PostgreSQL end in a server error.
"""

import contextlib
import logging
import re
from typing import Any

from django.core.exceptions import FieldError
from django.db import DatabaseError, connections, transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex
from modelsearch.backends import get_search_backend

from common.search_sqlite import ranked_keys
from common.text import one_line

logger = logging.getLogger(__name__)

MOST_CHARACTERS = 200
MOST_TERMS = 12
MOST_RESULTS = 300
_NOT_A_WORD = re.compile(r"[^\w\s'’.+#&/-]", re.UNICODE)
_WORDLESS = re.compile(r"[\W_]+", re.UNICODE)


def clean_query(text: Any) -> str:
    """Words to look for: no controls, quotes or operators, at most 200 characters and 12 terms."""
    words = _NOT_A_WORD.sub(" ", one_line(str(text or "")[: MOST_CHARACTERS * 4]))
    terms = [term.strip("'’.-/&").lstrip("+#") for term in words[:MOST_CHARACTERS].split()]
    terms = [term for term in terms if _WORDLESS.sub("", term)]
    return " ".join(terms[:MOST_TERMS])


def search(queryset: QuerySet, text: Any, **options: Any) -> QuerySet:
    """Narrow ``queryset`` to what matches ``text``, best first; empty text leaves it unchanged.

    ``partial=True`` completes the last word; other options go to Wagtail's search (``fields``,
    ``operator``). What the database refuses is nothing found, and logged, never an error.
    """
    words = clean_query(text)
    if not words:
        return queryset if not str(text or "").strip() else queryset.none()
    keys = _ranked_keys(queryset.model, words, **options)
    if not keys:
        return queryset.none()
    # Where a key stands in the list, as text: a CASE of hundreds takes longer to write than to run.
    own = Concat(Value(","), Cast("pk", CharField()), Value(","), output_field=CharField())
    rank = StrIndex(Value(f",{','.join(map(str, keys))},"), own)
    # In the order and nowhere else: what is counted need not be ranked.
    return queryset.filter(pk__in=keys).order_by(rank, "pk")


def _ranked_keys(model: Any, words: str, *, partial: bool = False, **options: Any) -> list[Any]:
    """Keys of all matching rows of the model; visibility is the caller's queryset's business."""
    backend = get_search_backend()
    look = backend.autocomplete if partial else backend.search
    rows = model._default_manager.only("pk")
    connection = connections[model._default_manager.db]
    # Inside the caller's transaction a savepoint, because a refused query would spoil it on
    # PostgreSQL. Outside none: on SQLite it would take the write lock for a mere look.
    guard = transaction.atomic if connection.in_atomic_block else contextlib.nullcontext
    try:
        with guard():
            if connection.vendor == "sqlite":
                return ranked_keys(
                    backend, rows, words, partial=partial, most=MOST_RESULTS, **options
                )
            return [thing.pk for thing in look(words, rows, **options)[:MOST_RESULTS]]
    except (DatabaseError, FieldError, ValueError) as error:
        logger.warning("a search was refused by the database: %s", type(error).__name__)
        return []
