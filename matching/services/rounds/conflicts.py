"""The conflict rule: a host that puts people with a tie to it first is asked about, and waits.

A tie is what the platform knows: the applicant studies or works at the host, declared an interest in it, or
somebody who reads for the host is tied to them or said so. Until a custodian has looked, the host's tiers
do not count, and it is neutral: nobody is refused for it, and nobody is preferred.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from opportunities.policies_of_applications import has_tie
from opportunities.services.sharing import users_of_host
from profiles.models import Interest, User

from ...choices.rounds import CONFLICT_MOVES, ConflictKind, ConflictState
from ...models import RoundConflict, RoundPlace
from ...policies.rounds import may_decide_conflict
from .refusing import Refused

LAST = 4
"""The tier of whoever is in none."""


def tied_to_host(application: Application, readers: Iterable[User]) -> bool:
    """Whether the host and the applicant are more to each other than host and applicant."""
    person, host = application.person, application.opportunity.organisation_id
    if person.affiliation_id == host:
        return True
    if any(review.conflict for review in application.reviews.all()):
        return True
    if person.user_id and Interest.objects.filter(user=person.user_id, about=host).exists():
        return True
    return any(has_tie(reader, application) for reader in readers)


@transaction.atomic
def find_conflicts(place: RoundPlace) -> list[RoundConflict]:
    """Look at the tiers of one placement as they are now; the conflicts that stand open.

    Found anew only when it is about other people than before; what no longer holds is forgotten.
    """
    waiting = Application.objects.filter(
        opportunity=place.opportunity_id, state__in=sorted(LIVE - HOLDS_SEAT)
    )
    rows = list(
        waiting.select_related("person__user", "opportunity__state")
        .prefetch_related("reviews", "members__person", "person__user__memberships")
        .order_by("pk")
    )
    readers = list(users_of_host(place.opportunity)) if rows else []
    tied = {row.pk for row in rows if tied_to_host(row, readers)}
    found = _kinds(rows, tied)
    RoundConflict.objects.filter(place=place).exclude(kind__in=list(found)).delete()
    for kind, about in found.items():
        known = RoundConflict.objects.filter(place=place, kind=kind).first()
        if known is not None and known.applications == about:
            continue
        RoundConflict.objects.update_or_create(
            place=place,
            kind=kind,
            defaults={
                "applications": about,
                "state": ConflictState.OPEN,
                "found_at": timezone.now(),
                "decided_by": None,
                "decided_at": None,
                "reason": "",
            },
        )
    return list(RoundConflict.objects.filter(place=place, state=ConflictState.OPEN))


def _kinds(rows: list[Application], tied: set[int]) -> dict[str, list[int]]:
    tiers = {row.pk: row.tier or LAST for row in rows}
    if not tied or all(tier == LAST for tier in tiers.values()):
        return {}
    best = min(tiers.values())
    top = {pk for pk, tier in tiers.items() if tier == best}
    if top <= tied and set(tiers) - tied:
        return {ConflictKind.ONLY_FRIENDS: sorted(top)}
    others = [tier for pk, tier in tiers.items() if pk not in tied]
    higher = sorted(pk for pk in tied if others and tiers[pk] < max(others))
    return {ConflictKind.TIE: higher} if higher else {}


@transaction.atomic
def decide_conflict(conflict: RoundConflict, *, by: User, to: str, reason: str) -> RoundConflict:
    """Let the host's tiers stand ("cleared") or set them aside ("set_aside"), with a reason.

    Raises Http404 for whoever may not, Refused without a reason, IllegalMove once results are out.
    """
    row = RoundConflict.objects.select_related("place__round", "place__host__organisation").get(
        pk=conflict.pk
    )
    demand(may_decide_conflict(by, row), hidden=True)
    if row.place.round.is_published or row.place.round.is_over:
        raise IllegalMove(row.state, to, "The results are out.")
    if not reason.strip():
        raise Refused("Say why: it stands in the record of the round.", "reason")
    if row.state == to:
        return row
    move(row, to, moves=CONFLICT_MOVES)
    row.decided_by, row.decided_at, row.reason = by, timezone.now(), reason.strip()[:500]
    row.save(update_fields=["decided_by", "decided_at", "reason"])
    record("matching.round_conflict_decided", by=by, about=row, to=str(to))
    return row
