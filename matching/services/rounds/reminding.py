"""A custodian reminds whoever has not answered yet, once a day at most."""

from django.db import transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from opportunities.services.sharing import users_of_host
from profiles.models import User

from ...choices.rounds import RoundState
from ...models import Round, RoundEntrant, RoundPlace
from ...policies.rounds import may_plan
from . import telling
from .planning import lock_round

WAITING = sorted(LIVE - HOLDS_SEAT)


@transaction.atomic
def remind_missing(round_: Round, *, by: User) -> int:
    """Write to applicants without a list while they rank, to hosts without tiers while these tier.

    How many mails; twice on one day is the same as once. Raises PermissionDenied, IllegalMove in any
    other phase.
    """
    demand(may_plan(by))
    row = lock_round(round_)
    hibernation.demand_awake()
    if row.state not in (RoundState.RANK, RoundState.TIER):
        raise IllegalMove(row.state, "reminded", "Nobody has anything to answer at the moment.")
    phase = row.phases.get(kind=row.state)
    key = f"asked:{row.state}:{timezone.localdate():%Y-%m-%d}"
    if row.state == RoundState.RANK:
        what, path, users = "rank the placements that you applied to", "ranking/", _unranked(row)
    else:
        what, path, users = "say whom you would take", "hosting/", _untiered(row)
    written = telling.ask(row, users, what=what, by_when=phase.closes_at, path=path, key=key)
    record("matching.round_reminded", by=by, about=row, mails=written)
    return written


def _unranked(round_: Round) -> list[User]:
    ranked = RoundEntrant.objects.filter(round=round_, choices__clearing=False)
    waiting = Application.objects.filter(
        opportunity__round_places__round=round_,
        opportunity__round_places__is_in=True,
        state__in=WAITING,
    )
    users = User.objects.filter(is_active=True, person__applications__in=waiting)
    left = users.exclude(person__round_entries__in=ranked)
    return list(left.distinct().order_by("pk"))


def _untiered(round_: Round) -> list[User]:
    found: dict[int, User] = {}
    places = RoundPlace.objects.filter(round=round_, is_in=True)
    waiting = Application.objects.filter(state__in=WAITING)
    asked = places.filter(opportunity__applications__in=waiting).exclude(
        opportunity__applications__in=waiting.filter(tier__isnull=False)
    )
    for place in asked.select_related("opportunity__state").distinct().order_by("pk"):
        found.update({user.pk: user for user in users_of_host(place.opportunity)})
    return [found[pk] for pk in sorted(found)]
