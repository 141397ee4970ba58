"""What of placement rounds waits for somebody: lists, tiers, swaps, a second yes, results to publish."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from common.needs_me import Entry
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from profiles.choices import Role

from ..choices.rounds import ByHandState, RoundState, SwapState
from ..models import Round, RoundChoice, RoundPhase, RoundPlace, RoundSwap, SeatByHand
from ..policies.rounds import may_see_proposed

WAITING = sorted(LIVE - HOLDS_SEAT)


def _closes(kind: str, of: str) -> Subquery:
    phases = RoundPhase.objects.filter(round=OuterRef(of), kind=kind)
    return Subquery(phases.values("closes_at")[:1])


def to_rank(user: Any) -> QuerySet:
    """Rounds in which the user applied and has saved no list yet."""
    mine = Application.objects.filter(
        person__user=user.pk,
        state__in=WAITING,
        opportunity__round_places__round=OuterRef("pk"),
        opportunity__round_places__is_in=True,
    )
    listed = RoundChoice.objects.filter(
        entrant__round=OuterRef("pk"), entrant__person__user=user.pk, clearing=False
    )
    return (
        Round.objects.filter(Exists(mine), ~Exists(listed), state=RoundState.RANK)
        .annotate(due=_closes(RoundState.RANK, "pk"))
        .order_by("due", "pk")
    )


def say_rank(row: Any) -> Entry:
    """One round to rank in."""
    return Entry(
        title=f"Rank your placements: {row.title}",
        why="Without a list you get no place in this round.",
        by=row.due,
        url=reverse("matching:ranking", args=[row.slug]),
    )


def to_tier(user: Any) -> QuerySet:
    """Placements of the user's with applicants and without any tier, while hosts are asked for them."""
    applied = Application.objects.filter(opportunity=OuterRef("opportunity"), state__in=WAITING)
    leads = Q(
        opportunity__organisation__memberships__user=user.pk,
        opportunity__organisation__memberships__role=Role.LEAD,
    )
    supervises = Q(
        opportunity__state__supervisor=user.pk,
        opportunity__state__supervisor_accepted_at__isnull=False,
    )
    mine = RoundPlace.objects.filter(leads | supervises).order_by()
    return (
        RoundPlace.objects.filter(
            Exists(applied),
            ~Exists(applied.filter(tier__isnull=False)),
            pk__in=mine.values("pk"),
            round__state=RoundState.TIER,
            is_in=True,
        )
        .select_related("round", "opportunity")
        .annotate(due=_closes(RoundState.TIER, "round"))
        .order_by("due", "pk")
    )


def say_tier(row: Any) -> Entry:
    """One placement to tier for."""
    return Entry(
        title=f"Say whom you would take: {row.opportunity.title}",
        why="Without tiers all who applied count as equally welcome.",
        by=row.due,
        url=reverse("matching:tiers", args=[row.round.slug, row.pk]),
    )


def _swaps() -> QuerySet:
    return (
        RoundSwap.objects.filter(state=SwapState.PROPOSED)
        .select_related("round")
        .annotate(due=_closes(RoundState.PUBLISH, "round"))
        .order_by("due", "pk")
    )


def to_swap(user: Any) -> QuerySet:
    """Swaps that somebody asks of the user."""
    return _swaps().filter(second__entrant__person__user=user.pk, second_yes_at=None)


def to_swap_as_host(user: Any) -> QuerySet:
    """Swaps that need the yes of an organisation which the user leads."""
    asked = []
    for side in ("first", "second"):
        path = f"{side}__place__opportunity__organisation__memberships"
        asked.append(
            Q(**{f"{path}__user": user.pk, f"{path}__role": Role.LEAD, f"{side}_host_yes_at": None})
        )
    mine = RoundSwap.objects.filter(asked[0] | asked[1]).order_by()
    return _swaps().filter(pk__in=mine.values("pk"))


def say_swap(row: Any) -> Entry:
    """One swap to answer."""
    return Entry(
        title=f"Say yes or no to a swap: {row.round.title}",
        why="It needs four people’s yes, and lapses without them.",
        by=row.due,
        url=reverse("matching:swaps", args=[row.round.slug]),
    )


def to_confirm(user: Any) -> QuerySet:
    """Seats by hand that another custodian entered."""
    if not may_see_proposed(user):
        return SeatByHand.objects.none()
    rows = SeatByHand.objects.filter(state=ByHandState.ENTERED).exclude(entered_by=user.pk)
    return rows.select_related("round").order_by("entered_at", "pk")


def say_confirm(row: Any) -> Entry:
    """One seat by hand to look at."""
    return Entry(
        title=f"Confirm a seat by hand, or refuse it: {row.round.title}",
        why="Another custodian entered it, and it counts with a second yes only.",
        by=row.entered_at + datetime.timedelta(days=7),
        url=reverse("matching:desk_round_by_hand", args=[row.round.slug]),
    )


def to_publish(user: Any) -> QuerySet:
    """Rounds whose results are due."""
    if not may_see_proposed(user):
        return Round.objects.none()
    return (
        Round.objects.filter(state=RoundState.PUBLISH, published_at=None)
        .annotate(due=_closes(RoundState.CHECK, "pk"))
        .order_by("due", "pk")
    )


def say_publish(row: Any) -> Entry:
    """One round to publish."""
    return Entry(
        title=f"Publish the results: {row.title}",
        why="Everybody in it was told to expect them.",
        by=row.due,
        url=reverse("matching:desk_round", args=[row.slug]),
    )
