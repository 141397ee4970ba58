"""The database's search behind every box of the page editor, with few words at a time.

The site's own pages go through ``common.search``. Wagtail's pass on whatever was typed: on SQLite
one double quote is then a database error, and a pasted page exceeds Python's depth of calls.
What goes into the index is folded, and what is looked for as well: PostgreSQL keeps accents apart.
"""

import importlib
from typing import Any

from modelsearch.backends.database import SearchBackend as database_backend
from modelsearch.query import And, Or, Phrase, PlainText, SearchQuery

from common.letters import fold
from common.search import MOST_CHARACTERS, MOST_TERMS, clean_query


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend of the database in use, whose searches are shortened first."""
    backend = database_backend(params)
    _fold_what_is_indexed(importlib.import_module(type(backend).__module__))
    look = backend._search

    def look_for_less(compiler: Any, query: Any, rows: Any, **options: Any) -> Any:
        return look(compiler, shortened(query), rows, **options)

    backend._search = look_for_less
    return backend


def shortened(query: Any) -> Any:
    """Typed text without operators; of what Wagtail has parsed, the first few words and parts."""
    if isinstance(query, str):
        return fold(clean_query(query))
    if isinstance(query, PlainText):
        return PlainText(_few(query.query_string), operator=query.operator, boost=query.boost)
    if isinstance(query, Phrase):
        return Phrase(_few(query.query_string))
    if isinstance(query, And | Or):
        parts: list[SearchQuery] = [shortened(part) for part in query.subqueries[:MOST_TERMS]]
        return type(query)(parts)
    return query


def _few(text: str) -> str:
    return fold(" ".join(text[:MOST_CHARACTERS].split()[:MOST_TERMS]))


def _fold_what_is_indexed(module: Any) -> None:
    """Let the database's indexer read folded texts. Its index names the class of its module."""
    if getattr(module.ObjectIndexer, "folds", False):
        return

    class FoldingIndexer(module.ObjectIndexer):
        folds = True

        def prepare_value(self, value: Any) -> str:
            return fold(super().prepare_value(value))

    module.ObjectIndexer = FoldingIndexer
