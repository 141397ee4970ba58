"""Reads for the desk and for a member's own page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Model, Q
from django.urls import reverse
from django.utils import timezone

from common import moderation
from common.models import Sign, Work
from common.pages import first_of
from community.models import Event
from opportunities.choices import Kind
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation

SEND_MAIL = "common.send_mail"


@dataclass(frozen=True)
class Waiting:
    """One draft in front of the custodians."""

    url: str
    title: str
    kind: str
    organisation: str
    sent_in: Any
    conflicted: bool


def waiting_for(user: Any, *, limit: int = 30) -> tuple[list[Waiting], int]:
    """The first drafts that wait for a decision, oldest first, and how many there are in all.

    Those that the user has a part in are marked.
    Reads what was sent in from the stored revisions, so that an edit shows under its new title, and so
    that the number of queries does not grow with the number of drafts.
    """
    own = user.memberships.order_by().values_list("organisation_id", flat=True)
    mine = set(own.union(user.interests.order_by().values_list("about_id", flat=True)))
    states, count = first_of(
        moderation.waiting().select_related("revision__base_content_type"), limit
    )
    drafts = [state.revision.content for state in states]
    names = Organisation.objects.in_bulk({draft.get("organisation") for draft in drafts} - {None})
    found = []
    for state, draft in zip(states, drafts, strict=True):
        organisation_id = draft.get("organisation")
        model = state.revision.base_content_type.model_class()
        found.append(
            Waiting(
                url=_where_to_decide(state.pk, model, draft),
                title=draft["title"],
                kind=_kind(model, draft),
                organisation=str(
                    names.get(organisation_id) or draft.get("organiser") or "an individual"
                ),
                sent_in=state.started_at,
                conflicted=organisation_id in mine
                or state.workflow_state.requested_by_id == user.pk,
            )
        )
    return found, count


def _kind(model: type[Model], draft: dict[str, Any]) -> str:
    return str(
        Kind(draft["kind"]).label if model is Opportunity else model._meta.verbose_name
    ).capitalize()


def _where_to_decide(task_state_id: int, model: type[Model], draft: dict[str, Any]) -> str:
    """Opportunities and events have pages of their own for it, which know more about them."""
    if model is Opportunity:
        return reverse(f"opportunities:{draft['kind']}_decide", args=[draft["slug"]])
    if model is Event:
        return reverse("community:event_decide", args=[draft["slug"]])
    return reverse("desk:decide", args=[task_state_id])


def outbox_figures() -> dict[str, Any]:
    """How the background work stands: counts, the first stuck rows, the age of the oldest due one."""
    now = timezone.now()
    is_stuck = Q(stuck_at__isnull=False)
    due = Q(pk__in=Work.objects.due(now=now).values("pk"))
    figures = Work.objects.unfinished().aggregate(
        waiting=Count("pk", filter=~is_stuck),
        stuck_count=Count("pk", filter=is_stuck),
        stuck_mails=Count("pk", filter=is_stuck & Q(kind=SEND_MAIL)),
        mails=Count("pk", filter=~is_stuck & Q(kind=SEND_MAIL)),
        oldest=Min("due_at", filter=due),
    )
    stuck = Work.objects.stuck().order_by("stuck_at")[:20] if figures["stuck_count"] else []
    oldest = figures.pop("oldest")
    return {
        **figures,
        "stuck": list(stuck),
        "oldest_seconds": round((now - oldest).total_seconds()) if oldest else 0,
    }


def last_check() -> Sign | None:
    """The last time the invariants were asked, with what was broken."""
    return Sign.objects.filter(name="invariants").first()


def my_opportunities(user: Any):
    """What the user sent in or speaks for, newest first."""
    return Opportunity.objects.mine(user).select_related("organisation", "state").order_by("-pk")


def my_offers(user: Any):
    """What the user gives, alone or for an organisation."""
    return (
        Offer.objects.visible_to(user)
        .filter(pk__in=_own_offer_ids(user))
        .select_related("organisation__state", "state")
    )


def _own_offer_ids(user: Any):
    own = Offer.objects.filter(state__owner=user) | Offer.objects.filter(state__submitted_by=user)
    return (own | Offer.objects.filter(organisation__memberships__user=user)).values("pk")
