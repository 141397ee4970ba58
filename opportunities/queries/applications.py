"""Reads about applications: an inbox and its tabs, and whether a host keeps people waiting."""

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Prefetch,
    Q,
    QuerySet,
)
from django.utils import timezone

from ..application_choices import WAITS_FOR_HOST, ApplicationState
from ..models import Application, Opportunity, Review

MOST_LATE = 3
S = ApplicationState

BY_HOST = frozenset({S.OFFERED, S.ACCEPTED, S.PLACED, S.RESERVE, S.DECLINED})

# The tabs of an inbox, in the order in which an application goes through them.
TABS: dict[str, tuple[str, frozenset[str]]] = {
    "new": ("To read", frozenset({S.RECEIVED, S.READING})),
    "shortlisted": ("Shortlisted", frozenset({S.SHORTLISTED, S.INTERVIEW})),
    "offered": ("Offered", frozenset({S.OFFERED})),
    "placed": ("Accepted and placed", frozenset({S.ACCEPTED, S.PLACED})),
    "reserve": ("Reserve", frozenset({S.RESERVE})),
    "over": ("Ended", frozenset({S.DECLINED, S.WITHDRAWN, S.RELEASED})),
}


def applied(user) -> dict[int, int]:
    """How many applications ``user`` may read of each opportunity, by its key. One query."""
    rows = Application.objects.visible_to(user).order_by()
    return dict(rows.values_list("opportunity").annotate(Count("pk", distinct=True)))


def host_is_late(organisation) -> str:
    """Why an organisation takes no new applications for now; nothing when it does."""
    waiting = Application.objects.filter(opportunity__organisation=organisation).late()
    if len(waiting.order_by()[:MOST_LATE]) < MOST_LATE:
        return ""
    return (
        f"{organisation} has not answered {MOST_LATE} or more people by the day it promised, "
        "so it takes no new applications until it has."
    )


def alive_of(user, opportunity: Opportunity) -> Application | None:
    """The reader's own application to it, begun or sent, if it may still come to something."""
    if not user.is_authenticated:
        return None
    return Application.objects.of(user).alive().filter(opportunity=opportunity.pk).first()


def of_opportunity(opportunity: Opportunity, user) -> QuerySet[Application]:
    """What ``user`` may read of what was sent to one opportunity."""
    return Application.objects.filter(opportunity=opportunity.pk).visible_to(user)


def inbox(opportunity: Opportunity, user, *, tab: str = "new") -> QuerySet[Application]:
    """The rows of one tab, those to be answered first on top, with all that a row shows."""
    states = TABS[tab][1]
    rows = of_opportunity(opportunity, user).filter(state__in=sorted(states))
    return (
        rows.select_related("person", "decision")
        .prefetch_related(Prefetch("reviews", Review.objects.filter(conflict="")), "members")
        .order_by("answer_by", "sent_at", "pk")
    )


def tab_counts(opportunity: Opportunity, user) -> dict[str, int]:
    """How many the user may read lie in each tab, how many are late, in one query."""
    return of_opportunity(opportunity, user).aggregate(**_counted())


def counts(opportunity: Opportunity) -> dict[str, int]:
    """How many there are in each tab, whoever asks: for those who see counts only."""
    return Application.objects.filter(opportunity=opportunity.pk).sent().aggregate(**_counted())


def _counted() -> dict[str, Count]:
    counted = {
        name: Count("pk", filter=Q(state__in=sorted(states))) for name, (_, states) in TABS.items()
    }
    late = Q(state__in=sorted(WAITS_FOR_HOST), answer_by__lt=timezone.localdate())
    return {**counted, "late": Count("pk", filter=late)}


def kept_from(opportunity: Opportunity, counts: Mapping[str, int]) -> int:
    """How many others have to read, for a tie to the applicant; ``counts`` is what one may read, by tab."""
    sent = Application.objects.filter(opportunity=opportunity.pk).sent()
    return sent.count() - sum(counts[name] for name in TABS)


def written(opportunity: Opportunity, user) -> QuerySet[Application]:
    """Those about which a decision is written and not on its way yet, once ``user`` may know of it."""
    found = Application.objects.filter(opportunity=opportunity.pk).visible_to(user)
    rows = found.findings_open_to(user).filter(
        decision__isnull=False, decision__sending_since__isnull=True
    )
    return rows.select_related("decision", "person__user").order_by("decision__to", "pk")


def answering_by_organisation(*, limit: int = 20) -> list[dict[str, Any]]:
    """How organisations answer: counts and days, of nobody in particular; the slowest first.

    One query; ``days`` is from sending to the host's decision on average, None before the first.
    """
    decided = Q(state__in=sorted(BY_HOST), sent_at__isnull=False, decided_at__isnull=False)
    took = ExpressionWrapper(F("decided_at") - F("sent_at"), output_field=DurationField())
    late = Q(state__in=sorted(WAITS_FOR_HOST), answer_by__lt=timezone.localdate())
    rows = (
        Application.objects.sent()
        .order_by()
        .values("opportunity__organisation__name", "opportunity__organisation__slug")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=sorted(WAITS_FOR_HOST))),
            late=Count("pk", filter=late),
            released=Count("pk", filter=Q(state=S.RELEASED)),
            answered=Count("pk", filter=decided),
            took=Avg(took, filter=decided),
        )
        .order_by("-released", "-late", "opportunity__organisation__name")
    )
    return [
        {
            "name": row["opportunity__organisation__name"],
            "slug": row["opportunity__organisation__slug"],
            "days": round(row["took"].total_seconds() / 86400) if row["took"] else None,
            **{name: row[name] for name in ("waiting", "late", "released", "answered")},
        }
        for row in rows[:limit]
    ]
