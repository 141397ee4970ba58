"""Following one consultation: asked for and stopped, and the two mails that come of it."""

import datetime
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from common.activity import record
from common.delivery import notify
from common.policies import demand
from profiles.models import User

from ..choices.consultations import ConsultationState, Respondent, ResponseState
from ..models import Consultation, ConsultationFollower, Response
from ..policies.consultations import may_follow

SOON = datetime.timedelta(days=3)
AT_A_TIME = 200


@transaction.atomic
def follow(consultation: Consultation, *, by: User) -> ConsultationFollower:
    """Be told when it closes soon and when its report is out. Twice is the same as once.

    Whoever asks within its last days has just read the closing date, so only the report is due.
    Raises PermissionDenied once there is nothing more to hear of.
    """
    demand(may_follow(by, consultation))
    now = timezone.now()
    late = consultation.closes - SOON <= now
    row, made = ConsultationFollower.objects.get_or_create(
        consultation=consultation, user=by, defaults={"soon_told_at": now if late else None}
    )
    if made:
        record("community.consultation_followed", by=by, about=consultation)
    return row


@transaction.atomic
def unfollow(consultation: Consultation, *, by: User) -> None:
    """Hear no more of it."""
    gone, _ = ConsultationFollower.objects.filter(consultation=consultation, user=by).delete()
    if gone:
        record("community.consultation_unfollowed", by=by, about=consultation)


def tell_followers(*, now: datetime.datetime | None = None) -> int:
    """Write the mails that are due; returns how many followers were looked at."""
    now = now or timezone.now()
    return _each(_due_soon(now), _tell_soon) + _each(_due_report(), _tell_report)


def _due_soon(now: datetime.datetime) -> QuerySet[ConsultationFollower]:
    return ConsultationFollower.objects.filter(
        soon_told_at__isnull=True,
        consultation__state=ConsultationState.OPEN,
        consultation__closes__gt=now,
        consultation__closes__lte=now + SOON,
    )


def _due_report() -> QuerySet[ConsultationFollower]:
    return ConsultationFollower.objects.filter(
        report_told_at__isnull=True, consultation__state=ConsultationState.REPORTED
    )


def _each(due: QuerySet, tell: Callable[[ConsultationFollower], None]) -> int:
    sent = Response.objects.filter(
        consultation=OuterRef("consultation"),
        kind=Respondent.PERSON,
        user=OuterRef("user"),
        state=ResponseState.SENT,
    )
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        with transaction.atomic():
            # Locked without its consultation: rows of others are nothing to wait for.
            rows = due.select_for_update(of=("self",)).filter(pk=pk)
            row = rows.annotate(has_answered=Exists(sent)).first()
            if row is not None:
                tell(row)
                done += 1
    return done


def _tell_soon(row: ConsultationFollower) -> None:
    row.soon_told_at = timezone.now()
    row.save(update_fields=["soon_told_at"])
    about = row.consultation
    answered = row.has_answered  # type: ignore[attr-defined]
    if not answered and (about.remind_at or about.reminded_at):
        return  # The reminder that every member gets says the same.
    notify(
        "community_consultation_closes",
        to=row.user,
        key=f"{about.pk}",
        title=about.title,
        answered=answered,
        closes=about.closes,
        link=about.get_absolute_url(),
    )


def _tell_report(row: ConsultationFollower) -> None:
    row.report_told_at = timezone.now()
    row.save(update_fields=["report_told_at"])
    about = row.consultation
    notify(
        "community_consultation_reported",
        to=row.user,
        key=f"{about.pk}",
        title=about.title,
        link=f"{about.get_absolute_url()}report/",
    )


def is_following(consultation: Consultation, user: User | AnonymousUser) -> bool:
    """Whether they asked to hear of it."""
    if not user.is_authenticated:
        return False
    return ConsultationFollower.objects.filter(consultation=consultation, user=user).exists()
