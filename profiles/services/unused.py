"""What nobody uses: CVs and accounts left for long, sign-ups never confirmed. Two warnings come first."""

import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from common import activity, delivery
from common.models import Message
from common.policies import CUSTODIANS

from ..models import Curriculum, User
from .erasing import close_for_erasure

MONTH = datetime.timedelta(days=30.5)
CV_MONTHS = 12
DORMANT_MONTHS = 24
UNCONFIRMED_DAYS = 30
A_DAY, FOUR_WEEKS = datetime.timedelta(days=1), datetime.timedelta(days=28)
FIRST, SECOND = 2 * FOUR_WEEKS, FOUR_WEEKS
AT_ONCE = 500


def _quiet_since(before: datetime.datetime) -> QuerySet[User]:
    """Who has not signed in since then. Whoever runs the Forum is never ended by a clock."""
    return (
        User.objects.filter(is_active=True, is_superuser=False)
        .exclude(groups__name=CUSTODIANS)
        .annotate(seen=Coalesce("last_login", "date_joined"))
        .filter(seen__lt=before)
    )


def _seen(user: User) -> datetime.datetime:
    """When they were here last."""
    return user.last_login or user.date_joined


def _warned(kind: str, user: User, now: datetime.datetime, *, turn: str) -> bool:
    """Whether this warning left four weeks ago, and they have not been here since."""
    mail = (
        Message.objects.filter(
            kind=kind, recipient=user, key__startswith=f"{turn}:", state=Message.State.SENT
        )
        .order_by("-sent_at")
        .first()
    )
    return bool(mail and mail.sent_at and _seen(user) < mail.sent_at <= now - FOUR_WEEKS + A_DAY)


def _warn(kind: str, rows: QuerySet[User], after: datetime.timedelta, now, **words) -> None:
    """The first warning eight weeks before the end; the second four weeks after the first, or later.

    Where nobody warned for long, because the clock stood still, the end moves: never both at once.
    """
    for user in rows[:AT_ONCE]:
        turn, left = ("first", FIRST)
        if _warned(kind, user, now, turn="first"):
            turn, left = ("second", SECOND)
        end = _seen(user) + after
        if now >= end - left:
            delivery.notify(
                kind,
                to=user,
                key=f"{turn}:{_seen(user):%Y%m%d}",
                until=max(end, now + left),
                **words,
            )


def unused_cvs(now: datetime.datetime) -> list[Curriculum]:
    """CVs whose owners were warned twice and did not come back."""
    after = CV_MONTHS * MONTH
    owners = _quiet_since(now - after).filter(person__cv__isnull=False)
    ids = [
        user.pk
        for user in owners[:AT_ONCE]
        if _warned("profiles_cv_unused", user, now, turn="second")
    ]
    return list(Curriculum.objects.filter(person__user__in=ids).select_related("person"))


def end_unused_cvs(now: datetime.datetime) -> int:
    """Warn whom it concerns, and delete what nobody came back for."""
    ended = unused_cvs(now)
    for cv in ended:
        activity.record("profiles.cv_unused", by=None, about=cv.person)
        cv.delete()
    after = CV_MONTHS * MONTH
    rows = _quiet_since(now - after + FIRST).filter(person__cv__isnull=False)
    _warn("profiles_cv_unused", rows, after, now, link="/me/cv/")
    return len(ended)


def unused_accounts(now: datetime.datetime) -> list[User]:
    """Accounts whose owners were warned twice and did not come back."""
    rows = _quiet_since(now - DORMANT_MONTHS * MONTH)
    return [
        user
        for user in rows[:AT_ONCE]
        if _warned("profiles_account_unused", user, now, turn="second")
    ]


def end_dormant(now: datetime.datetime) -> int:
    """Warn whom it concerns, and put the erasure of who did not come back down as work."""
    ended = unused_accounts(now)
    for user in ended:
        with transaction.atomic():
            close_for_erasure(user)
            activity.record("profiles.account_unused", by=None, about=user)
    after = DORMANT_MONTHS * MONTH
    rows = _quiet_since(now - after + FIRST)
    _warn("profiles_account_unused", rows, after, now, link="/me/")
    return len(ended)


def unconfirmed(now: datetime.datetime) -> QuerySet[User]:
    """Sign-ups of which no address was ever confirmed and nobody ever signed in."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    before = now - datetime.timedelta(days=UNCONFIRMED_DAYS)
    return User.objects.filter(
        ~Exists(confirmed),
        date_joined__lt=before,
        last_login=None,
        is_staff=False,
        is_superuser=False,
        is_active=True,
    ).exclude(groups__name=CUSTODIANS)


def forget_unconfirmed(now: datetime.datetime) -> int:
    """Close and erase them like any account: something may hang on it."""
    rows = list(unconfirmed(now)[:AT_ONCE])
    for user in rows:
        with transaction.atomic():
            close_for_erasure(user)
    return len(rows)
