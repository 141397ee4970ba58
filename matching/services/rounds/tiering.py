"""Hosts put applicants into tiers. Whoever is in none stands after all who are in one."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from opportunities.policies_of_applications import may_decide_application, may_see_findings
from opportunities.services import in_rounds
from profiles.models import User

from ...choices.rounds import TIERING, RoundState
from ...models import RoundPlace
from ...policies.rounds import may_tier
from .conflicts import find_conflicts
from .joining import hold_place
from .phases import advance_round
from .refusing import Refused, StaleList
from .times import in_london

WAITING = LIVE - HOLDS_SEAT


def tiered(place: RoundPlace) -> dict[int, int | None]:
    """The tiers as they are saved: application -> 1, 2, 3 or None."""
    rows = Application.objects.filter(opportunity=place.opportunity_id, state__in=sorted(WAITING))
    return dict(rows.order_by("pk").values_list("pk", "tier"))


@transaction.atomic
def save_tiers(
    place: RoundPlace,
    *,
    by: User,
    tiers: Mapping[int, int | None],
    version: int,
    received: datetime.datetime | None = None,
) -> RoundPlace:
    """Keep tiers (1 is wanted most) for the applications that ``by`` may read; others stay as they are.

    Raises Http404 for whoever is no host of it, IllegalMove outside of its time, Refused for somebody
    whom they may not judge, StaleList when a colleague saved meanwhile.
    """
    received = received or timezone.now()
    advance_round(place.round, now=received)
    row = hold_place(place)
    demand(row.is_in and may_tier(by, row), hidden=True)
    _demand_time(row, received)
    hibernation.demand_awake()
    saved = tiered(row)
    changed = {pk: tier for pk, tier in tiers.items() if saved.get(pk) != tier}
    if unknown := set(tiers) - set(saved):
        raise Refused(
            "Somebody on this page has taken their application back. Open the page again.",
            f"{min(unknown)}",
        )
    if not changed:
        return row
    if version != row.tiers_version:
        raise StaleList(saved, row.tiers_version)
    rows = Application.objects.filter(pk__in=list(changed)).select_related(
        "opportunity__organisation", "opportunity__state", "person__user"
    )
    for application in rows.prefetch_related("reviews", "members__person").order_by("pk"):
        if not may_decide_application(by, application):
            raise Refused(
                f"You have a tie to applicant {application.label}, so a colleague decides about "
                "them.",
                f"{application.pk}",
            )
        if not may_see_findings(by, application):
            raise Refused(
                f"Keep your own scores of {application.label} first.", f"{application.pk}"
            )
        tier = changed[application.pk]
        if tier is not None and tier not in in_rounds.TIERS:
            raise Refused("Choose first, second, third, or none.", f"{application.pk}")
        in_rounds.put_in_tier(application, tier, by=by)
    row.tiers_version += 1
    row.save(update_fields=["tiers_version"])
    record("matching.round_tiered", by=by, about=row, count=len(changed))
    find_conflicts(row)
    return row


def _demand_time(row: RoundPlace, received: datetime.datetime) -> None:
    state = row.round.state
    phase = row.round.phases.filter(kind=state).first() if state in TIERING else None
    # Whoever begins early goes on through both phases without a gap.
    if phase is not None and (received < phase.closes_at or state == RoundState.RANK):
        return
    last = phase or row.round.phases.get(kind=RoundState.TIER)
    if last.opens_at > received:
        raise IllegalMove(state, "tiered", f"This opens at {in_london(last.opens_at)}.")
    raise IllegalMove(
        state,
        "tiered",
        f"Tiers closed at {in_london(last.closes_at)}. What you had saved by then counts; this "
        "change does not.",
    )
