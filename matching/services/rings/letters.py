"""The mails about a ring, to the leads of its parties. None says who declined, or why."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils import timezone

from common.delivery import notify
from common.policies import CUSTODIANS
from profiles.choices import Role
from profiles.models import Membership

from ...choices import Answer
from ...models import Ring, RingPart, RingSearch
from ...words import rings as words


def ask(ring: Ring) -> None:
    """Ask every party for its part."""
    _ask(ring, "matching_ring_asked")


def remind(ring: Ring, *, again: bool) -> None:
    """Ask those once more who have not answered."""
    _ask(ring, "matching_ring_reminder", turn=":again" if again else "")


def _ask(ring: Ring, kind: str, *, turn: str = "") -> None:
    if ring.expires_at is None:
        return
    ends = timezone.localtime(ring.expires_at)
    waiting = [part for part in ring.parts.all() if part.answer == Answer.NONE]
    for part in waiting:
        mine = words.part_of(ring, part.organisation_id)
        _tell(
            kind,
            ring,
            [part],
            turn=turn,
            gives="; ".join(row["what"] for row in mine if row["term"] == words.GIVE),
            gets="; ".join(row["what"] for row in mine if row["term"] == words.GET),
            answer_by=f"{ends.day} {ends:%B}",
        )


def started(ring: Ring) -> None:
    """Tell every party that all said yes. How to reach each other is in the mail of each introduction."""
    _tell("matching_ring_started", ring, ring.parts.all())


def declined(ring: Ring, *, by_party: int) -> None:
    """Tell the others that it does not go ahead; not who said no."""
    others = [part for part in ring.parts.all() if part.organisation_id != by_party]
    _tell("matching_ring_declined", ring, others)


def expired(ring: Ring) -> None:
    """Tell every party that time is up; each only of itself whether it was silent."""
    for part in ring.parts.all():
        _tell("matching_ring_expired", ring, [part], was_silent=part.answer == Answer.NONE)


def fell_through(ring: Ring, *, why: str) -> None:
    """Tell every party that something in it has closed."""
    _tell("matching_ring_gone", ring, ring.parts.all(), reason=why)


def left(ring: Ring, *, by_party: int) -> None:
    """Tell the others that a party left, and that the rest goes on."""
    others = [part for part in ring.parts.all() if part.organisation_id != by_party]
    _tell("matching_ring_left", ring, others)


def stopped(ring: Ring) -> None:
    """Tell every party that a custodian ended it, and why."""
    _tell("matching_ring_stopped", ring, ring.parts.all(), reason=ring.stop_reason)


def found(search: RingSearch) -> None:
    """Tell the custodians that there are rings to look at."""
    custodians = get_user_model().objects.filter(groups__name=CUSTODIANS, is_active=True)
    for user in custodians.order_by("pk"):
        notify(
            "matching_rings_found",
            to=user,
            key=f"search:{search.pk}",
            found=words.counted(search.rings_count, "ring or chain", "rings and chains"),
            path="/desk/rings/",
        )


def _tell(kind: str, ring: Ring, parts: Iterable[RingPart], *, turn: str = "", **context) -> None:
    for part in parts:
        leads = Membership.objects.filter(
            organisation=part.organisation_id, role=Role.LEAD, user__is_active=True
        ).select_related("user")
        for row in leads.order_by("pk"):
            notify(
                kind,
                to=row.user,
                key=f"ring:{ring.pk}:{part.organisation_id}{turn}",
                title=words.title(ring),
                organisation=part.organisation.name,
                many=words.in_words(len(ring.parts.all())),
                noun="chain" if ring.is_chain else "ring",
                path=ring.get_absolute_url(),
                **context,
            )
