"""Work is a row; the broker is only a doorbell.

:func:`put` writes a row in the caller's transaction and rings Celery on commit. If the bell is
lost, the worker is killed or the message is delivered twice, :func:`run_due` (rung by beat) makes
up for it. A handler runs in one transaction with the mark that finishes its row, so an effect that
is only rows happens exactly once. What leaves the database (a mail) happens at least once.

Failures are retried after 5 s, 30 s, 2 min and 10 min; then the row is stuck, and a custodian sees
it.
"""

import datetime
import logging
import re
import time
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Case, DateTimeField, F, Min, Q, Value, When
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from common import bell, leases
from common.activity import record
from common.handlers import HANDLERS, Handler, handler
from common.models import Work
from common.policies import demand, is_custodian

__all__ = ["HANDLERS", "Handler", "handler"]  # said at the outbox, kept in a module of their own

logger = logging.getLogger(__name__)

BACK_OFF = (5, 30, 120, 600)
LEASE_SECONDS = 90
MOST_ATTEMPTS = len(BACK_OFF) + 1
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


class LeaseLost(Exception):
    """Somebody else took the row over while this run was under way; what it did is undone."""


def put(
    kind: str, *, key: str | None = None, due: datetime.datetime | None = None, **ids: Any
) -> Work:
    """Write down work to be done, in the caller's transaction, and ring when it commits.

    Work of the same kind and key that is not finished is the same work: its row is returned. If it
    was running at that moment it runs once more, when it was asked for; if it was stuck it is tried
    again.
    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "outbox.put belongs inside the transaction that makes the work necessary."
        )
    due = due or timezone.now()
    work = _ask_again(kind, key, due, ids) if key else None
    if work is None:
        try:
            with transaction.atomic():
                work = Work.objects.create(kind=kind, key=key or "", due_at=due, ids=ids)
        except IntegrityError:
            work = _ask_again(kind, key or "", due, ids)
            if work is None:
                raise
    if work.due_at <= timezone.now():
        transaction.on_commit(partial(bell.ring, work.pk), robust=True)
    return work


def _ask_again(kind: str, key: str, due: datetime.datetime, ids: dict[str, Any]) -> Work | None:
    rows = Work.objects.unfinished().filter(kind=kind, key=key)
    revived = rows.filter(stuck_at__isnull=False).update(
        asked=F("asked") + 1, ids=ids, due_at=due, attempts=0, stuck_at=None
    )
    if revived or rows.update(asked=F("asked") + 1, ids=ids, due_at=_sooner(kind, due)):
        return rows.first()
    return None


def _sooner(kind: str, due: datetime.datetime) -> Case:
    """When a row is due that is asked for again: at the earlier of two times, or when it runs, anew.

    While it runs the time that it was due at is spent, and wishes are later than the claim, whatever
    the clock of the machine that they come from says.
    """
    asked = Value(due, output_field=DateTimeField())
    claimed = F("leased_until") - _lease(kind)
    wished = Greatest(asked, claimed + datetime.timedelta(microseconds=1))
    running = Q(leased_until__gt=timezone.now())
    return Case(
        When(running & Q(due_at__lte=claimed), then=wished),
        When(running, then=Least(F("due_at"), wished)),
        default=Least(F("due_at"), asked),
    )


def run_due(limit: int = 100, *, seconds: float | None = None) -> int:
    """Claim rows that are due and run them, oldest first; returns how many were tried.

    Stops after ``limit`` rows or ``seconds``. What a run puts down as due now is run as well.
    """
    started = time.monotonic()
    tried = 0
    while tried < limit and (seconds is None or time.monotonic() - started < seconds):
        work = _claim()
        if work is None:
            break
        _run(work)
        tried += 1
    return tried


def run_one(work_id: int) -> bool:
    """Run one row if it is due and nobody else holds it; whether it was tried."""
    work = _claim(work_id)
    if work is None:
        return False
    _run(work)
    return True


def _claim(work_id: int | None = None) -> Work | None:
    """Take a lease and count the attempt, both committed before anything runs."""
    while True:
        now = timezone.now()
        with transaction.atomic(durable=True):
            rows = Work.objects.due(now=now).order_by("due_at", "id")
            if work_id is not None:
                rows = rows.filter(pk=work_id)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            work = rows.first()
            if work is None:
                return None
            guarded = Work.objects.filter(
                pk=work.pk, lease_token=work.lease_token, attempts=work.attempts, done_at=None
            )
            if work.attempts >= MOST_ATTEMPTS:
                # Each attempt died without a word, or it would have been marked by _fail.
                if guarded.update(
                    stuck_at=now, leased_until=None, last_error="The worker stopped at each try."
                ):
                    _tell_stuck(work)
                continue
            work.lease_token, token = uuid.uuid4().hex, work.lease_token
            work.leased_until = now + _lease(work.kind)
            taken = Work.objects.filter(
                pk=work.pk, lease_token=token, attempts=work.attempts, done_at=None
            ).update(
                lease_token=work.lease_token,
                leased_until=work.leased_until,
                attempts=F("attempts") + 1,
            )
            work.attempts += 1
        if taken:
            return work


def _lease(kind: str) -> datetime.timedelta:
    known = HANDLERS.get(kind)
    usual: int = getattr(settings, "FORUM_LEASE_SECONDS", LEASE_SECONDS)
    return datetime.timedelta(seconds=(known.lease if known else None) or usual)


def _run(work: Work) -> None:
    try:
        known = HANDLERS.get(work.kind)
        if known is None:
            raise LookupError(f"Nothing here does {work.kind}.")
        with leases.kept(work, length=_lease(work.kind), seconds=known.renewed):
            first = (known.outside(**work.ids),) if known.outside else ()
            with transaction.atomic():
                known.run(*first, **work.ids)
                _finish(work)
    except LeaseLost:
        logger.warning("work %s (%s) was taken over; this run is undone", work.pk, work.kind)
    except Exception as error:
        _fail(work, error)


def _finish(work: Work) -> None:
    mine = Work.objects.filter(pk=work.pk, lease_token=work.lease_token, done_at=None)
    if mine.filter(asked=work.asked).update(
        done_at=timezone.now(), leased_until=None, lease_token="", last_error=""
    ):
        return
    # Asked for again since it was claimed: what was read may be out of date, so once more.
    if mine.update(attempts=0, leased_until=None, lease_token=""):
        if not Work.objects.due().filter(pk=work.pk).exists():
            return  # for later: beat will sweep
        transaction.on_commit(partial(bell.ring, work.pk), robust=True)
        return
    raise LeaseLost(work.pk)


def _fail(work: Work, error: Exception) -> None:
    logger.warning("work %s (%s) failed", work.pk, work.kind, exc_info=error)
    now = timezone.now()
    values: dict[str, Any] = {
        "leased_until": None,
        "lease_token": "",
        "last_error": _in_words(error),
    }
    if work.attempts >= MOST_ATTEMPTS:
        values["stuck_at"] = now
    else:
        values["due_at"] = now + datetime.timedelta(seconds=BACK_OFF[work.attempts - 1])
    with transaction.atomic():
        mine = Work.objects.filter(pk=work.pk, lease_token=work.lease_token, done_at=None)
        if mine.update(**values) and "stuck_at" in values:
            _tell_stuck(work)


def _tell_stuck(work: Work) -> None:
    """Let the handler say so where people look, in the transaction that marks the row."""
    known = HANDLERS.get(work.kind)
    if known and known.stuck:
        known.stuck(**work.ids)


def _in_words(error: Exception) -> str:
    first_line = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {_ADDRESS.sub('(an address)', first_line)}"[:300]


@transaction.atomic
def retry(work: Work, *, by: Any) -> Work:
    """Try stuck or waiting work again now, with five fresh attempts.

    Raises PermissionDenied unless ``by`` is a custodian. Finished work stays finished.
    """
    demand(is_custodian(by))
    rows = Work.objects.unfinished().filter(pk=work.pk)
    if rows.update(attempts=0, stuck_at=None, due_at=timezone.now()):
        record("common.work_retried", by=by, about=work, kind=work.kind)
        transaction.on_commit(partial(bell.ring, work.pk), robust=True)
    work.refresh_from_db()
    return work


@transaction.atomic
def drop(work: Work, *, by: Any) -> Work:
    """Give work up for good. Raises PermissionDenied unless ``by`` is a custodian."""
    demand(is_custodian(by))
    rows = Work.objects.unfinished().filter(pk=work.pk)
    if rows.update(done_at=timezone.now(), dropped=True, leased_until=None, lease_token=""):
        record("common.work_dropped", by=by, about=work, kind=work.kind)
        known = HANDLERS.get(work.kind)
        if known and known.dropped:
            known.dropped(**work.ids)
    work.refresh_from_db()
    return work


def asked_for(*kinds: str) -> dict[int, int]:
    """Waiting work of these kinds as it stands now: its id, and how often it has been asked for."""
    rows = Work.objects.unfinished().filter(kind__in=kinds, leased_until__isnull=True)
    return dict(rows.values_list("pk", "asked"))


@transaction.atomic
def answered(waiting: Mapping[int, int]) -> int:
    """Finish work that a wider piece of work has just done as well; returns how many.

    ``waiting`` is what :func:`asked_for` gave *before* the wider work read its facts. A row that was
    asked for again since then, or that somebody has begun, is left to be done.
    """
    finished = 0
    by_count: dict[int, list[int]] = {}
    for pk, asked in waiting.items():
        by_count.setdefault(asked, []).append(pk)
    for asked, pks in by_count.items():
        for start in range(0, len(pks), 500):
            finished += (
                Work.objects.unfinished()
                .filter(pk__in=pks[start : start + 500], asked=asked, leased_until__isnull=True)
                .update(done_at=timezone.now())
            )
    return finished


def oldest_due_age(*, now: datetime.datetime | None = None) -> float:
    """Seconds that the oldest due row has waited; 0 when nothing is due."""
    now = now or timezone.now()
    waiting = Work.objects.unfinished().filter(stuck_at__isnull=True, due_at__lte=now)
    oldest = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return max((now - oldest).total_seconds(), 0.0) if oldest else 0.0


def forget_done(*, older_than_days: int = 30) -> int:
    """Delete rows finished long ago; returns how many."""
    before = timezone.now() - datetime.timedelta(days=older_than_days)
    return Work.objects.filter(done_at__lt=before).delete()[0]
