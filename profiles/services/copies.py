"""A copy of all that is held about somebody: a zip with JSON and CSV, made by the worker."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from common import activity, delivery, outbox, personal
from common.personal import BASES, Declaration
from common.spreadsheets import csv_text

from ..documents import vault
from ..models import Copy, Curriculum, User
from ..models.privacy import COPY_LASTS
from ..queries.held import kept_words

MOST_ROWS = 50_000


@transaction.atomic
def ask_for_copy(user: User, *, by: User) -> Copy:
    """Put the making of a copy down as work; asking while one is being made is asking once.

    Raises PermissionDenied for anybody else's data.
    """
    if by.pk != user.pk:
        raise PermissionDenied("You can only have a copy of your own data.")
    copy = Copy.objects.filter(user=user, ready_at=None).first()
    if copy is None:
        try:
            with transaction.atomic():
                copy = Copy.objects.create(user=user)
        except IntegrityError:
            return Copy.objects.get(user=user, ready_at=None)
        activity.record("profiles.copy_asked", by=by, about=copy)
    outbox.put("profiles.make_copy", key=f"copy:{copy.pk}", copy_id=copy.pk)
    return copy


@transaction.atomic
def make_copy(copy_id: int) -> bool:
    """Write the zip and tell its owner; whether it was made. A copy that has gone is passed over."""
    copy = Copy.objects.select_for_update().filter(pk=copy_id, ready_at=None).first()
    if copy is None:
        return False
    user = User.objects.get(pk=copy.user_id)
    content = packed(user)
    now = timezone.now()
    copy.stored = vault.put(content)
    copy.size = len(content)
    copy.ready_at = now
    copy.expires_at = now + COPY_LASTS
    copy.save(update_fields=["stored", "size", "ready_at", "expires_at"])
    delivery.notify(
        "profiles_copy_ready",
        to=user,
        key=f"copy:{copy.pk}",
        until=copy.expires_at,
        link="/me/held/",
    )
    return True


def copy_content(copy: Copy, *, by: User) -> bytes:
    """The zip, to its owner while it lasts. Raises PermissionDenied, FileNotFoundError."""
    if copy.user_id != by.pk or not copy.is_open:
        raise PermissionDenied("This copy is not yours, or has gone.")
    content = vault.read(copy.stored)
    activity.record("profiles.copy_fetched", by=by, about=copy)
    return content


def packed(user: User) -> bytes:
    """The zip: one JSON file with everything, a CSV for each kind of record, and the CV."""
    everything = {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for declaration in personal.declared():
            rows = list(rows_of(declaration, user))
            everything[declaration.model] = {**told(declaration), "records": rows}
            if rows:
                header = list(rows[0])
                cells = [[_cell(row[name]) for name in header] for row in rows]
                name = declaration.model.lower().replace(".", "_")
                file.writestr(f"tables/{name}.csv", csv_text(header, cells))
        file.writestr("everything.json", json.dumps(everything, indent=1, ensure_ascii=False))
        cv = Curriculum.objects.filter(person__user=user).first()
        if cv is not None:
            file.writestr(f"files/cv.{cv.extension}", vault.read(cv.stored))
        file.writestr("README.txt", README)
    return out.getvalue()


def told(declaration: Declaration) -> dict[str, Any]:
    """What a kind of record is, and why, on which basis and how long it is kept."""
    return {
        "what": declaration.title,
        "why": [
            {
                "fields": list(part.fields),
                "purpose": part.why,
                "basis": BASES[part.basis],
                "kept": kept_words(part.kept),
                "seen by": part.seen,
                **({"secret": "named here, never handed out"} if part.secret else {}),
            }
            for part in declaration.parts
        ],
    }


def rows_of(declaration: Declaration, user: User) -> Iterator[dict[str, Any]]:
    """Each record about ``user``, without secrets and without what others wrote in confidence."""
    rows = declaration.rows_about(user)
    if rows is not None:
        yield from records_of(declaration, list(rows.order_by("pk")[:MOST_ROWS]), user)


def records_of(declaration: Declaration, rows: list[Any], user: User) -> Iterator[dict[str, Any]]:
    """Rows that were found about ``user``, field by field, as they may read them."""
    secret = {name for part in declaration.parts if part.secret for name in part.fields}
    wanted = [name for name in declaration.names if name not in secret and name != "id"]
    fields = {field.name: field for field in declaration.model_class._meta.local_concrete_fields}
    shown = [fields[name] for name in fields if name in wanted]
    related = [field.name for field in shown if field.related_model and not _is_user(field)]
    models.prefetch_related_objects(rows, *related)
    for row in rows:
        left_out = declaration.others(row, user) if declaration.others else set()
        yield {
            field.name: _value(row, field, user) for field in shown if field.name not in left_out
        }


def _is_user(field: models.Field) -> bool:
    return field.related_model is User


def _value(row: Any, field: Any, user: User) -> Any:
    if _is_user(field):
        key = getattr(row, field.attname)
        return None if key is None else "you" if key == user.pk else "another person"
    value = getattr(row, field.name)
    if field.related_model is not None:
        return None if value is None else str(value)
    if field.choices:
        return row._get_FIELD_display(field)
    if isinstance(value, bool | int | float | str | list | dict) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


README = """\
What the Forum holds about you.

everything.json  All of it, with the purpose, the legal basis and the time of each field.
tables/          The same as tables, one for each kind of record.
files/           Your CV, where you handed one in.

Passwords, second steps and keys of sessions are named and not handed out. Where a record names somebody
else, it says "another person". Web address of the terms: /terms/
"""
