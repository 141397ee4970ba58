"""The keys that SQLite's index of words finds, best first, in one look.

Wagtail's own search asks for the score of each row by a search of its own, so that ten times as many
rows cost a hundred times as much.
"""

from typing import Any

from django.db.models import QuerySet


def ranked_keys(backend: Any, rows: QuerySet, words: str, *, partial: bool, most: int, **options):
    """Keys of rows of the model that match ``words``, at most ``most``."""
    # Imported late: PostgreSQL has another table.
    from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
    from modelsearch.backends.database.sqlite.sqlite import SQLiteFTSIndexEntry
    from modelsearch.utils import get_descendants_content_types_pks

    kind = backend.autocomplete_query_compiler_class if partial else backend.query_compiler_class
    compiler = kind(rows, words, **options)
    asked = compiler.build_search_query(normalize(compiler.query))
    match = MatchExpression(compiler.fields or compiler.FTS_TABLE_FIELDS, asked)
    score = compiler._build_rank_expression(compiler.get_search_vectors(), None)
    found = (
        SQLiteFTSIndexEntry.objects.filter(match)
        .filter(index_entry__content_type__in=get_descendants_content_types_pks(rows.model))
        .annotate(score=score)
        .order_by("score", "-index_entry__pk")
    )
    to_python = rows.model._meta.pk.to_python
    return [to_python(key) for key in found.values_list("index_entry__object_id", flat=True)[:most]]
