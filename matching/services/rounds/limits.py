"""What limits a host beyond the seats of its placements: a number for it, and one for each supervisor."""

from collections.abc import Mapping

from django.db import transaction

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from ...choices.rounds import JOINING
from ...models import RoundHost, RoundSupervisor
from ...policies.rounds import may_limit
from .joining import TOO_LATE
from .keys import new_key
from .planning import lock_round
from .refusing import Refused

MOST = 999


def supervisors_of(host: RoundHost) -> list[User]:
    """Who looks after a placement of the host in the round, each once."""
    users = User.objects.filter(
        opportunities_supervised__opportunity__round_places__host=host,
        opportunities_supervised__opportunity__round_places__is_in=True,
        is_active=True,
    )
    return list(users.distinct().order_by("name", "pk"))


@transaction.atomic
def set_limits(
    host: RoundHost, *, by: User, quota: int | None, supervisors: Mapping[int, int | None]
) -> RoundHost:
    """Say how many people an organisation takes in all, and how many each supervisor; None is no limit.

    ``supervisors`` are keyed by the user; whoever is left out stays as they are. Raises Http404 for
    whoever may not, IllegalMove once applicants rank, Refused for a number that cannot be.
    """
    round_ = lock_round(host.round)
    demand(may_limit(by, host), hidden=True)
    if round_.state not in JOINING:
        raise IllegalMove(round_.state, "changed", TOO_LATE)
    hibernation.demand_awake()
    known = {user.pk for user in supervisors_of(host)}
    if quota is not None and not _whole(quota):
        raise Refused(f"Choose a number from 1 to {MOST}, or leave it empty for no limit.", "quota")
    for pk, number in supervisors.items():
        if pk not in known:
            raise Refused("Somebody here supervises none of these placements any more.", "quota")
        if number is not None and not _whole(number):
            raise Refused(
                f"Choose a number from 1 to {MOST}, or leave it empty for no limit.",
                f"supervisor_{pk}",
            )
    row = RoundHost.objects.get(pk=host.pk)
    row.quota = quota
    row.save(update_fields=["quota"])
    for pk, number in supervisors.items():
        found = RoundSupervisor.objects.filter(host=row, user=pk)
        if number is None:
            found.delete()
        elif not found.update(quota=number):
            RoundSupervisor.objects.create(
                host=row, user_id=pk, quota=number, key=new_key(round_, "S")
            )
    record("matching.round_limits", by=by, about=row, quota=quota, supervisors=len(supervisors))
    return row


def _whole(number: int) -> bool:
    return type(number) is int and 1 <= number <= MOST
