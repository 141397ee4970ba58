"""Placements that may be going wrong: where, and what; never who. For custodians at the desk."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from profiles.models import Interest, Membership

from ..models import Agreement, FeedbackRequest, PlacementRecord
from ..placement_choices import HowItGoes, Moment, PlacementState, Side
from ..placement_querysets import PlacementRecordQuerySet
from .partners import shown_partners

AT_A_TIME = 500
SOON = datetime.timedelta(days=3)
OVERDUE = datetime.timedelta(days=10)
LATELY = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Risk:
    """One thing about one placement, in words. ``remind`` says whether somebody can be written to."""

    kind: str
    text: str
    remind: bool


KINDS = {
    "agreement": "Not agreed by the first day",
    "contact": "No contact in the first week",
    "supervisor": "The supervisor changed",
    "feedback": "Questions not answered",
    "badly": "One side says it goes badly",
}


def risks(record: PlacementRecord, *, today: datetime.date) -> list[Risk]:
    """What may be going wrong with one; reads only what :func:`at_risk` fetched."""
    versions = list(record.agreements.all())
    return [
        *_agreement(record, versions, today),
        *_supervisor(versions, today),
        *_asked(list(record.feedback_requests.all()), today),
    ]


def _agreement(
    record: PlacementRecord, versions: list[Agreement], today: datetime.date
) -> Iterator[Risk]:
    if not versions or any(one.agreed_at for one in versions):
        return
    last = versions[-1]
    if last.starts and last.starts <= today:
        asked = "Not everybody has answered." if last.sent_at else "It has not been sent."
        if last.sent_at and record.state == PlacementState.DRAFT:
            asked = "Somebody said no, and the host has not sent another."
        yield Risk(
            "agreement", f"It began on {last.starts:%d %B} without an agreement. {asked}", True
        )


def _supervisor(versions: list[Agreement], today: datetime.date) -> Iterator[Risk]:
    for one in versions:
        sent = one.sent_at and timezone.localdate(one.sent_at)
        if sent and "Supervisor" in one.changes and sent > today - LATELY:
            said = "and has agreed" if one.agreed_at else "and has not agreed yet"
            yield Risk(
                "supervisor",
                f"Another supervisor was named on {sent:%d %B}, {said}.",
                not one.agreed_at,
            )


def _asked(rows: list[FeedbackRequest], today: datetime.date) -> Iterator[Risk]:
    for row in rows:
        side = "The student" if row.side == Side.STUDENT else "The supervisor"
        if row.answered_at:
            if row.how == HowItGoes.BADLY:
                first = row.moment == Moment.FIRST_WEEK
                text = "says that contact is missing" if first else "says that it does not go well"
                yield Risk("contact" if first else "badly", f"{side} {text}.", False)
        elif row.asked_on and row.moment == Moment.FIRST_WEEK and row.asked_on <= today - SOON:
            text = f"{side} has not said that they met (asked {row.asked_on:%d %B})."
            yield Risk("contact", text, row.closed_on is None)
        elif row.asked_on and row.asked_on <= today - OVERDUE:
            text = f"{side} has not answered since {row.asked_on:%d %B}."
            yield Risk("feedback", text, row.closed_on is None)


def _suspects(today: datetime.date) -> PlacementRecordQuerySet:
    """Where the database sees a sign of a risk: never fewer than :func:`risks` finds."""
    of_it = Agreement.objects.filter(record=OuterRef("pk"))
    asked = FeedbackRequest.objects.filter(record=OuterRef("pk"))
    late = Exists(of_it.filter(starts__lte=today)) & ~Exists(of_it.filter(agreed_at__isnull=False))
    changed = of_it.filter(number__gt=1, sent_at__date__gt=today - LATELY)
    silent = asked.filter(answered_at__isnull=True, asked_on__lte=today - SOON)
    badly = asked.filter(answered_at__isnull=False, how=HowItGoes.BADLY)
    return (
        PlacementRecord.objects.current()
        .filter(person__isnull=False)
        .filter(late | Exists(changed) | Exists(silent) | Exists(badly))
    )


def at_risk(*, user: Any = None, today: datetime.date | None = None) -> list[dict[str, Any]]:
    """Placements with something to look at; without those ``user`` has a part in.

    Four queries for each five hundred that may have something, however many go well.
    """
    today = today or timezone.localdate()
    rows = (
        _suspects(today)
        .select_related("opportunity__organisation")
        .prefetch_related(
            shown_partners("opportunity__"),
            Prefetch("agreements", Agreement.objects.order_by("number")),
            Prefetch("feedback_requests", FeedbackRequest.objects.filter(asked_on__isnull=False)),
        )
        .order_by("created", "pk")
    )
    if user is not None:
        mine = Membership.objects.filter(user=user).values("organisation")
        about = Interest.objects.filter(user=user).values("about")
        host = "opportunity__organisation__in"
        rows = rows.exclude(Q(**{host: mine}) | Q(**{host: about}))
    found = [
        {"record": row, "risks": risks(row, today=today)}
        for row in rows.iterator(chunk_size=AT_A_TIME)
    ]
    return [row for row in found if row["risks"]]


def risk_counts() -> dict[str, int]:
    """How many placements there are with each kind of risk."""
    counts = dict.fromkeys(KINDS, 0)
    for row in at_risk():
        for kind in {risk.kind for risk in row["risks"]}:
            counts[kind] += 1
    return counts


def running() -> int:
    """How many placements are agreed and go on."""
    return PlacementRecord.objects.filter(state=PlacementState.AGREED).count()
