"""What must always be true, asked of the database as it is.

An app writes generators of sentences in its ``invariants.py``; silence means all is well.
``manage.py check_invariants``, the nightly job and every test with real processes ask them all.
"""

import datetime
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from common.models import Message, Work

logger = logging.getLogger(__name__)

Question = Callable[[], Iterable[str]]
INVARIANTS: dict[str, Question] = {}
MOST_SENTENCES = 20


def invariant(name: str) -> Callable[[Question], Question]:
    """Register a question under a name such as "INV-03: accepted never above capacity"."""

    def register(question: Question) -> Question:
        known = INVARIANTS.get(name)
        if known and known.__qualname__ != question.__qualname__:
            raise ValueError(f"Two invariants are called {name!r}.")
        INVARIANTS[name] = question
        return question

    return register


def answers() -> Iterator[tuple[str, list[str]]]:
    """Ask each invariant: (name, what is broken). One that cannot be asked counts as broken."""
    for name in sorted(INVARIANTS):
        try:
            with transaction.atomic():
                broken = list(itertools.islice(INVARIANTS[name](), MOST_SENTENCES))
        except Exception as error:
            logger.exception("the invariant %r could not be asked", name)
            broken = [f"could not be asked: {type(error).__name__}"]
        yield name, broken


def broken() -> dict[str, list[str]]:
    """What is broken, by the name of the invariant; empty when all is well."""
    return {name: sentences for name, sentences in answers() if sentences}


@invariant("INV-15: work older than 30 s is done, scheduled or listed as stuck")
def no_work_forgotten() -> Iterator[str]:
    late = timezone.now() - datetime.timedelta(seconds=30)
    for work in Work.objects.due().filter(due_at__lt=late, created_at__lt=late):
        yield f"Work {work.pk} ({work.kind}) was due at {work.due_at:%d %B %H:%M:%S} and waits."


@invariant("INV-16: each effect key at most once")
def effects_at_most_once() -> Iterator[str]:
    """Two unique indexes forbid it; a restore or a repair by hand may have left one out."""
    twice = (
        Work.objects.unfinished()
        .exclude(key="")
        .values("kind", "key")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
        .order_by("kind", "key")
    )
    for row in twice:
        yield f"{row['kind']} {row['key']} is to be done {row['times']} times."
    mails = (
        Message.objects.values("kind", "key", "address")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
        .order_by("kind", "key")
    )
    for row in mails:
        yield f"The mail {row['kind']} {row['key']} was written {row['times']} times to one reader."


@invariant("INV-21a: each sent mail has a reader, and each queued mail has work that sends it")
def mails_have_readers() -> Iterator[str]:
    for message in Message.objects.filter(state=Message.State.SENT).filter(
        Q(address="") | Q(sent_at__isnull=True)
    ):
        yield f"Mail {message.pk} counts as sent, but to nobody or at no time."
    sending = set(
        Work.objects.unfinished()
        .filter(kind="common.send_mail")
        .values_list("ids__message_id", flat=True)
    )
    for message in Message.objects.filter(state=Message.State.QUEUED).only("pk"):
        if message.pk not in sending:
            yield f"Mail {message.pk} is queued, but nothing will send it."
