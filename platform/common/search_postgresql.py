"""The keys that PostgreSQL's index of words finds, best first, whatever the size of the table.

Wagtail's own search joins title and body before it compares, which no index serves, and then weighs
every row that matches. Here the index finds each word, and of a common word only the newest rows are weighed.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Value

_BETWEEN = re.compile(r"[\s\-]+")


def ranked_keys(
    backend: Any, rows: QuerySet, words: str, *, partial: bool, most: int, operator: str = "and"
) -> list[Any]:
    """Keys of rows of the model that match ``words``, of the ``most`` newest that do."""
    found = entries(backend, rows, words, partial=partial, most=most, operator=operator)
    if found is None:
        return []
    ranked = found.order_by("-score", "-pk")
    to_python = rows.model._meta.pk.to_python
    return [to_python(key) for key in ranked.values_list("object_id", flat=True)]


def ranked_of_each(looks: list[QuerySet], most: int) -> Iterator[tuple[int, str]]:
    """The place in ``looks`` and the key of each match, the best first, in one look."""
    first, *others = [
        look.order_by()
        .annotate(place=Value(place))
        .values_list("place", "object_id", "score", "pk")
        for place, look in enumerate(looks)
    ]
    for place, key, _score, _pk in sorted(
        first.union(*others, all=True), key=lambda row: (-row[2], -row[3])
    ):
        yield place, key


def entries(
    backend: Any, rows: QuerySet, words: str, *, partial: bool, most: int, operator: str = "and"
) -> QuerySet | None:
    """Entries of the index, the ``most`` newest that match, with their ``score``: the larger the better.

    None where the words say nothing.
    """
    # Imported late: SQLite has another table.
    from modelsearch.backends.database.postgres.query import Lexeme
    from modelsearch.utils import get_descendants_content_types_pks
    from wagtail.search.models import IndexEntry

    kind = backend.autocomplete_query_compiler_class if partial else backend.query_compiler_class
    compiler = kind(rows, words, operator=operator)
    config = compiler.get_config(backend)
    whole = compiler.build_tsquery(compiler.query, config=config)
    terms = [term for term in _BETWEEN.split(words) if term]
    completes = compiler.LAST_TERM_IS_PREFIX
    lexemes = [Lexeme(term) for term in terms[:-1]] + [Lexeme(terms[-1], prefix=completes)]
    asked = [type(whole)(one, search_type="raw", config=config) for one in _kept(lexemes, config)]
    names = ["autocomplete"] if partial else ["title", "body"]
    found = Q()
    for one in [whole] if operator == "or" else asked:
        anywhere = Q()
        for name in names:
            anywhere |= Q(**{name: one})
        found &= anywhere
    if not asked:
        return None
    matching = IndexEntry.objects.filter(
        found, content_type__in=get_descendants_content_types_pks(rows.model)
    )
    vectors = [(F(name), F("title_norm") if name == "title" else 1.0) for name in names]
    newest = matching.order_by("-pk").values("pk")[:most]
    score = compiler._build_rank_expression(vectors, config)
    ranked: QuerySet = IndexEntry.objects.filter(pk__in=newest).annotate(score=score)
    return ranked


def _kept(lexemes: list[Any], config: str | None) -> list[Any]:
    """Those that the database does not leave out as words that say nothing ("the")."""
    if len(lexemes) == 1:
        return lexemes
    sizes = _sizes(config, tuple(one.as_sql(None, None)[1][0] for one in lexemes))
    return [one for one, size in zip(lexemes, sizes, strict=True) if size]


@functools.lru_cache(1_000)
def _sizes(config: str | None, given: tuple[str, ...]) -> tuple[int, ...]:
    """How much of each the database looks for. Its dictionaries do not change while we run."""
    each = "numnode(to_tsquery(%s::regconfig, %s))" if config else "numnode(to_tsquery(%s))"
    params = [part for text in given for part in ((config, text) if config else (text,))]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([each] * len(given))}", params)
        return tuple(cursor.fetchone())
