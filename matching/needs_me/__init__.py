"""What of matching waits for somebody: an introduction to answer; see ``rounds_need_me`` for rounds."""

from typing import Any

from django.db.models import Exists, Q, QuerySet

from common.needs_me import Entry, Source, register
from common.policies import CUSTODIANS
from profiles.choices import Role
from profiles.models import User

from ..choices import WAITING_STATES, Answer, AppealState
from ..choices.rings import RingState
from ..models import Appeal, Introduction, RingPart
from . import rounds


def _waiting() -> QuerySet:
    return (
        Introduction.objects.filter(state__in=WAITING_STATES)
        .select_related("opportunity__organisation")
        .order_by("expires_at", "pk")
    )


def to_give(user: Any) -> QuerySet:
    """Those to the user, to an offer of theirs alone, or to one of an organisation they lead."""
    leads = Q(
        offer__organisation__memberships__user=user,
        offer__organisation__memberships__role=Role.LEAD,
    )
    alone = Q(offer__organisation__isnull=True, offer__state__owner=user)
    mine = Introduction.objects.filter(Q(person__user=user) | alone | leads)
    return _waiting().filter(supply_answer=Answer.NONE, pk__in=mine.values("pk"))


def to_need(user: Any) -> QuerySet:
    """Those to what an organisation asks for that the user leads."""
    return _waiting().filter(
        need_answer=Answer.NONE,
        opportunity__organisation__memberships__user=user,
        opportunity__organisation__memberships__role=Role.LEAD,
    )


def _entry(row: Introduction) -> Entry:
    return Entry(
        title=f"Say yes or no to an introduction: {row.opportunity}",
        why="The other side hears your answer, and a no costs nothing.",
        by=row.expires_at,
        url=row.get_absolute_url(),
    )


register(Source("introductions_to_give", "you", rows=to_give, entry=_entry))
register(Source("introductions_to_need", "host", rows=to_need, entry=_entry))
register(Source("rounds_to_rank", "you", rows=rounds.to_rank, entry=rounds.say_rank))
register(Source("rounds_to_tier", "host", rows=rounds.to_tier, entry=rounds.say_tier))
register(Source("swaps_to_answer", "you", rows=rounds.to_swap, entry=rounds.say_swap))
register(Source("swaps_of_hosts", "host", rows=rounds.to_swap_as_host, entry=rounds.say_swap))
register(Source("seats_by_hand", "custodian", rows=rounds.to_confirm, entry=rounds.say_confirm))
register(Source("rounds_to_publish", "custodian", rows=rounds.to_publish, entry=rounds.say_publish))


def rings_to_answer(user: Any) -> QuerySet:
    """Parts in rings of organisations that the user leads, not answered yet."""
    return (
        RingPart.objects.filter(
            ring__state=RingState.PROPOSED,
            answer=Answer.NONE,
            organisation__memberships__user=user,
            organisation__memberships__role=Role.LEAD,
        )
        .select_related("ring", "organisation")
        .order_by("ring__expires_at", "pk")
    )


def _ring_entry(row: RingPart) -> Entry:
    noun = "chain" if row.ring.is_chain else "ring"
    return Entry(
        title=f"Accept or decline {row.organisation}’s part in a {noun}",
        why="It goes ahead when everybody accepts, and a no costs nothing.",
        by=row.ring.expires_at,
        url=row.ring.get_absolute_url(),
    )


register(Source("rings_to_answer", "host", rows=rings_to_answer, entry=_ring_entry))


def to_answer(user: Any) -> QuerySet:
    """Challenged results, for custodians with no part in them."""
    # A superuser outside the group answers none; asked in the same statement as all other entries.
    broker = User.objects.filter(pk=user.pk, is_active=True, groups__name=CUSTODIANS)
    mine = user.memberships.values("organisation")
    about = user.interests.values("about")
    own = (
        Q(asked_by=user)
        | Q(person__user=user)
        | Q(offer__organisation__isnull=True, offer__state__owner=user)
        | Q(opportunity__organisation__in=mine)
        | Q(opportunity__organisation__in=about)
        | Q(offer__organisation__in=mine)
        | Q(offer__organisation__in=about)
    )
    rows = Appeal.objects.filter(Exists(broker), state=AppealState.WAITING)
    rows = rows.select_related("opportunity")
    return rows.exclude(pk__in=Appeal.objects.filter(own).values("pk")).order_by("answer_by", "pk")


def _appeal(row: Appeal) -> Entry:
    return Entry(
        title=f"Answer a challenged result: {row.opportunity}",
        why="Somebody whom it concerns asks that a person looks at it.",
        by=row.answer_by,
        url=f"/desk/matching/appeals/{row.pk}/",
    )


register(Source("challenged_results", "custodian", rows=to_answer, entry=_appeal))
