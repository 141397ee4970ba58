"""The keys that SQLite's index of words finds, best first, in one look.

Wagtail's own search asks for the score of each row by a search of its own, so that ten times as many
rows cost a hundred times as much.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, Value


def ranked_keys(backend: Any, rows: QuerySet, words: str, *, partial: bool, most: int, **options):
    """Keys of rows of the model that match ``words``, at most ``most``."""
    found = entries(backend, rows, words, partial=partial, most=most, **options)
    ranked = found.order_by("score", "-index_entry__pk")[:most]
    to_python = rows.model._meta.pk.to_python
    return [to_python(key) for key in ranked.values_list("index_entry__object_id", flat=True)]


def ranked_of_each(looks: list[QuerySet], most: int) -> Iterator[tuple[int, str]]:
    """The place in ``looks`` and the key of each match, the best first, in one look.

    How many is cut afterwards: SQLite limits no part of a union.
    """
    columns = ("place", "index_entry__object_id", "score", "index_entry__pk")
    first, *others = [
        look.order_by().annotate(place=Value(place)).values_list(*columns)
        for place, look in enumerate(looks)
    ]
    for place, key, _score, _pk in sorted(
        first.union(*others, all=True), key=lambda row: (row[2], -row[3])
    ):
        yield place, key


def entries(
    backend: Any, rows: QuerySet, words: str, *, partial: bool, most: int, **options: Any
) -> QuerySet:
    """Entries of the index that match, with their ``score``: the smaller the better."""
    # Imported late: PostgreSQL has another table.
    from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
    from modelsearch.backends.database.sqlite.sqlite import SQLiteFTSIndexEntry
    from modelsearch.utils import get_descendants_content_types_pks

    kind = backend.autocomplete_query_compiler_class if partial else backend.query_compiler_class
    compiler = kind(rows, words, **options)
    asked = compiler.build_search_query(normalize(compiler.query))
    match = MatchExpression(compiler.fields or compiler.FTS_TABLE_FIELDS, asked)
    score = compiler._build_rank_expression(compiler.get_search_vectors(), None)
    kinds = get_descendants_content_types_pks(rows.model)
    found: QuerySet = SQLiteFTSIndexEntry.objects.filter(match)
    return found.filter(index_entry__content_type__in=kinds).annotate(score=score)
