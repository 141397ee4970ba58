"""Many new rows at once: by COPY on PostgreSQL, by large inserts elsewhere."""

import io
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

IN_ONE_INSERT = 500
IN_ONE_COPY = 2_000
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, in their order. Their primary keys are not read back."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=IN_ONE_INSERT)
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for first in range(0, len(rows), IN_ONE_COPY):
            lines = "".join(_line(row, fields) for row in rows[first : first + IN_ONE_COPY])
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(lines))


def _line(row: models.Model, fields: Sequence[models.Field]) -> str:
    return "\t".join(_text(getattr(row, field.attname), field) for field in fields) + "\n"


def _text(value: Any, field: models.Field) -> str:
    """One value in COPY's text format."""
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).translate(_ESCAPED)
