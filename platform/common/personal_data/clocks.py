"""How long the ground floor keeps what it keeps."""

import datetime

from django.contrib.sessions.models import Session
from django.db import models

from common import delivery, idempotency, outbox
from common.models import ActivityEntry, Message, SentForm, Work
from common.retention import clock

MAILS_DAYS = 90
WORK_DAYS = 30
LOG_YEARS = 6


def _days(now: datetime.datetime, number: int) -> datetime.datetime:
    return now - datetime.timedelta(days=number)


@clock(
    "common.sent_forms",
    keeps="Sent forms",
    until=f"{idempotency.KEPT_DAYS} days",
    due=lambda now: SentForm.objects.filter(
        created_at__lt=_days(now, idempotency.KEPT_DAYS)
    ).count(),
)
def forget_forms(now: datetime.datetime) -> int:
    """A form that comes again after a week is a new one."""
    return idempotency.forget_old()


@clock(
    "common.work",
    keeps="Work that is done",
    until=f"{WORK_DAYS} days",
    due=lambda now: Work.objects.filter(done_at__lt=_days(now, WORK_DAYS)).count(),
)
def forget_work(now: datetime.datetime) -> int:
    """Finished rows of the outbox."""
    return outbox.forget_done(older_than_days=WORK_DAYS)


@clock(
    "common.mails",
    keeps="Mails that were sent",
    until=f"{MAILS_DAYS} days",
    due=lambda now: (
        Message.objects.exclude(state__in=[Message.State.QUEUED, Message.State.HELD])
        .filter(created_at__lt=_days(now, MAILS_DAYS))
        .count()
    ),
)
def forget_mails(now: datetime.datetime) -> int:
    """Mails that were settled; what still waits stays."""
    return delivery.forget_old(older_than_days=MAILS_DAYS)


@clock(
    "common.sessions",
    keeps="Sessions of browsers",
    until="two weeks, or until you sign out",
    due=lambda now: Session.objects.filter(expire_date__lt=now).count(),
)
def forget_sessions(now: datetime.datetime) -> int:
    """Sessions that have run out: Django leaves their rows lying."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _old_log(now: datetime.datetime) -> models.QuerySet[ActivityEntry]:
    # Past the log's own manager, which neither changes nor deletes: this is the one exception.
    return models.QuerySet(ActivityEntry).filter(at__lt=_days(now, round(LOG_YEARS * 365.25)))


@clock(
    "common.activity",
    keeps="The log of who did what, as ids and verbs",
    until=f"{LOG_YEARS} years",
    due=lambda now: _old_log(now).count(),
)
def roll_log(now: datetime.datetime) -> int:
    """The period in which somebody could bring a claim."""
    rows = _old_log(now)
    return rows._raw_delete(rows.db)
