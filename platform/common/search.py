"""Search that no text can break: Wagtail's index behind a cleaned query.

Unwrapped, a double quote on SQLite and a NUL on PostgreSQL end in a server error.
"""

import contextlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import FieldError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex
from modelsearch.backends import get_search_backend

from common import search_postgresql, search_sqlite
from common.letters import fold
from common.text import one_line

logger = logging.getLogger(__name__)

MOST_CHARACTERS = 200
MOST_TERMS = 12
MOST_RESULTS = 300
MOST_LOOKED_THROUGH = 1_000
"""Of a word that more rows hold, PostgreSQL weighs the newest so many, and SQLite gives the best."""
_TOGETHER: ContextVar[tuple[str, dict[Any, list[Any]]]] = ContextVar("together", default=("", {}))
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

    ``partial=True`` completes the last word; ``operator="or"`` asks for any of the words.
    What the database refuses is nothing found, and logged, never an error.
    """
    words = clean_query(text)
    if not words:
        return queryset if not str(text or "").strip() else queryset.none()
    keys = _ranked_keys(queryset.model, words, **options)[:MOST_RESULTS]
    if not keys:
        return queryset.none()
    # Where a key stands in the list, as text: a CASE of hundreds takes longer to write than to run.
    own = Concat(Value(","), Cast("pk", CharField()), Value(","), output_field=CharField())
    rank = StrIndex(Value(f",{','.join(map(str, keys))},"), own)
    # In the order and nowhere else: what is counted need not be ranked.
    return queryset.filter(pk__in=keys).order_by(rank, "pk")


@contextlib.contextmanager
def looking_at(models: Iterable[Any], text: Any) -> Iterator[None]:
    """Within it each of these models is looked through for ``text`` by one look at the index for all."""
    words = fold(clean_query(text))
    token = _TOGETHER.set((words, _ranked_together(list(models), words) if words else {}))
    try:
        yield
    finally:
        _TOGETHER.reset(token)


def keys_of(model: Any, text: Any) -> tuple[list[Any], bool]:
    """Keys of all rows that match, visible or not, best first; and whether there are more than
    :data:`MOST_LOOKED_THROUGH`, so that whoever counts them can say so."""
    words = clean_query(text)
    keys = _ranked_keys(model, words) if words else []
    return keys[:MOST_LOOKED_THROUGH], len(keys) > MOST_LOOKED_THROUGH


def _ranked_keys(model: Any, words: str, *, partial: bool = False, **options: Any) -> list[Any]:
    """Keys of all matching rows of the model; visibility is the caller's queryset's business."""
    words = fold(words)  # as what is in the index is
    looked_for, found = _TOGETHER.get()
    if words == looked_for and model in found and not partial and not options:
        return found[model]
    rows = model._default_manager.only("pk")
    options = {"partial": partial, "most": MOST_LOOKED_THROUGH + 1, **options}
    return _guarded(
        connections[model._default_manager.db],
        lambda look: look.ranked_keys(get_search_backend(), rows, words, **options),
    )


def _ranked_together(models: list[Any], words: str) -> dict[Any, list[Any]]:
    """The same of several models, in one look at the index."""
    most = MOST_LOOKED_THROUGH + 1
    found: dict[Any, list[Any]] = {model: [] for model in models}

    def keys(look: Any) -> list[Any]:
        backend = get_search_backend()
        looks = [
            look.entries(
                backend, model._default_manager.only("pk"), words, partial=False, most=most
            )
            for model in models
        ]
        if not models or None in looks:
            return []
        return list(look.ranked_of_each(looks, most))

    for place, key in _guarded(connections[DEFAULT_DB_ALIAS], keys):
        model = models[place]
        if len(found[model]) < most:
            found[model].append(model._meta.pk.to_python(key))
    return found


def _guarded(connection: Any, keys: Callable[[Any], list[Any]]) -> list[Any]:
    """What ``keys`` finds with the index of this database; nothing where the database refuses."""
    # Inside the caller's transaction a savepoint, because a refused query would spoil it on
    # PostgreSQL. Outside none: on SQLite it would take the write lock for a mere look.
    guard = transaction.atomic if connection.in_atomic_block else contextlib.nullcontext
    look = search_sqlite if connection.vendor == "sqlite" else search_postgresql
    try:
        with guard():
            return keys(look)
    except (DatabaseError, FieldError, ValueError) as error:
        logger.warning("a search was refused by the database: %s", type(error).__name__)
        return []
