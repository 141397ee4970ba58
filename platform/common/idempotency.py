"""Sending a form twice does it once: same key and body, same answer; another body, refused."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from common.models import SentForm

KEPT_DAYS = 7
NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "idempotency_key"})
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


class KeyReused(Exception):
    """A form's key came again with other answers in the form."""

    def __str__(self) -> str:
        return "This form was already sent with different answers. Open it again to send new ones."


@dataclass
class Attempt:
    """One sending of a form. ``answer`` is where to go: read it when repeated, else set it."""

    repeated: bool = False
    answer: str = ""


def valid_key(key: str) -> bool:
    """Whether ``key`` has the shape of a key that our forms give out."""
    return bool(_KEY.fullmatch(key))


@contextmanager
def once(key: str, *, actor: Any, body: Mapping[str, Any]) -> Iterator[Attempt]:
    """Do what follows once for each (actor, key), in a transaction of its own or the caller's.

    The block looks at ``attempt.repeated``: when true, ``attempt.answer`` is the earlier answer and
    nothing is to be done; otherwise it does its work and sets ``attempt.answer``. Two at the same
    time: the second waits for the first. Without a key (a script) each sending stands alone.
    Raises KeyReused when the key came before with another body.
    """
    with transaction.atomic():
        if not key:
            yield Attempt()
            return
        who = "" if actor is None or actor.pk is None else str(actor.pk)
        found = digest(body)
        try:
            with transaction.atomic():
                row = SentForm.objects.create(key=key[:64], actor=who, body_digest=found)
        except IntegrityError:
            row = SentForm.objects.get(key=key[:64], actor=who)
            if row.body_digest != found:
                raise KeyReused from None
            yield Attempt(repeated=True, answer=row.answer)
            return
        attempt = Attempt()
        yield attempt
        row.answer = attempt.answer
        row.save(update_fields=["answer"])


def is_new(key: str, *, actor: Any) -> bool:
    """Whether no form with this key has been answered for ``actor`` yet."""
    who = "" if actor is None or actor.pk is None else str(actor.pk)
    return not SentForm.objects.filter(key=key[:64], actor=who).exists()


def digest(body: Mapping[str, Any]) -> str:
    """A fingerprint of what a form says, whatever the order of its fields."""
    if isinstance(body, QueryDict):
        pairs: dict[str, Any] = {name: body.getlist(name) for name in body}
    else:
        pairs = dict(body)
    content = {name: _plain(pairs[name]) for name in sorted(pairs) if name not in NOT_CONTENT}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(getattr(name, "slug", name)): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "size") and hasattr(value, "name"):
        return [str(value.name), value.size]
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(item) for item in value]  # a queryset
    pk = getattr(value, "pk", None)
    return str(value if pk is None else pk)


def forget_old() -> int:
    """Delete keys older than a week; returns how many."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    return SentForm.objects.filter(created_at__lt=before).delete()[0]
