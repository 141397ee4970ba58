"""Placements join a round, and leave it again while they still may."""

from django.db import IntegrityError, transaction

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from opportunities.models import Opportunity
from opportunities.services import in_rounds
from profiles.models import User

from ...choices.rounds import JOINING
from ...models import Round, RoundHost, RoundPlace
from ...policies.rounds import may_join
from . import telling
from .keys import new_key
from .planning import lock_round
from .refusing import Refused

TOO_LATE = "Placements join, change and leave until applicants begin to rank. That has passed."


@transaction.atomic
def join_round(opportunity: Opportunity, *, round_: Round, by: User, least: int = 1) -> RoundPlace:
    """Give its free places in this round and nowhere else. Twice is the same as once.

    Raises Http404 for whoever may not, IllegalMove where the round is past that, Refused, in words, for
    what cannot be in one.
    """
    demand(may_join(by, opportunity), hidden=True)
    row = lock_round(round_)
    found = RoundPlace.objects.filter(round=row, opportunity=opportunity.pk, is_in=True).first()
    if found is not None:
        return found
    if row.state not in JOINING:
        raise IllegalMove(row.state, "joined", TOO_LATE)
    hibernation.demand_awake()
    if type(least) is not int or least < 1:
        raise Refused("The smallest number with which it runs is at least one.", "least")
    try:
        in_rounds.enter_round(opportunity, blind=row.blind)
    except IllegalMove as error:
        raise Refused(str(error), "opportunity") from error
    host = _host(row, opportunity.organisation_id)
    values = {"host": host, "least": least, "joined_by": by, "is_in": True}
    try:
        with transaction.atomic():
            place, made = RoundPlace.objects.get_or_create(
                round=row,
                opportunity_id=opportunity.pk,
                defaults={**values, "key": new_key(row, "P")},
            )
    except IntegrityError as error:
        raise Refused("It is in another round already.", "opportunity") from error
    if not made:
        RoundPlace.objects.filter(pk=place.pk).update(**values)
        place.refresh_from_db()
    record("matching.round_joined", by=by, about=place)
    return place


def _host(round_: Round, organisation_id: int) -> RoundHost:
    # The round is locked: nobody else makes one meanwhile.
    found = RoundHost.objects.filter(round=round_, organisation=organisation_id).first()
    return found or RoundHost.objects.create(
        round=round_, organisation_id=organisation_id, key=new_key(round_, "H")
    )


def hold_place(place: RoundPlace) -> RoundPlace:
    """The place as it is now, with its round held first."""
    round_ = lock_round(place.round)
    found = RoundPlace.objects.select_related("opportunity__organisation", "opportunity__state")
    row = found.get(pk=place.pk)
    row.round = round_
    return row


@transaction.atomic
def leave_round(place: RoundPlace, *, by: User, reason: str = "") -> RoundPlace:
    """Take a placement out: it is rolling again, and whoever applied is told. Twice is once.

    Raises Http404 for whoever may not, IllegalMove once applicants rank.
    """
    row = hold_place(place)
    demand(may_join(by, row.opportunity), hidden=True)
    if not row.is_in:
        return row
    if row.round.state not in JOINING:
        raise IllegalMove(row.round.state, "left", TOO_LATE)
    users = [
        application.person.user
        for application in row.opportunity.applications.alive().select_related("person__user")
    ]
    RoundPlace.objects.filter(pk=row.pk).update(is_in=False)
    row.is_in = False
    in_rounds.leave_round(row.opportunity)
    telling.tell(
        row.round,
        "matching_round_place_left",
        [user for user in users if user is not None],
        key=f"left:{row.pk}",
        placement=row.opportunity.title,
        reason=reason.strip()[:300],
        link=row.opportunity.get_absolute_url(),
    )
    record("matching.round_left", by=by, about=row)
    return row


@transaction.atomic
def change_place(place: RoundPlace, *, by: User, least: int) -> RoundPlace:
    """Say with how many people at least it runs. Raises as :func:`leave_round`."""
    row = hold_place(place)
    demand(may_join(by, row.opportunity), hidden=True)
    if row.round.state not in JOINING or not row.is_in:
        raise IllegalMove(row.round.state, "changed", TOO_LATE)
    if type(least) is not int or not 1 <= least <= row.opportunity.state.seats_cap:
        raise Refused("Choose at least one, and no more than it has places.", "least")
    row.least = least
    row.save(update_fields=["least"])
    record("matching.round_place_changed", by=by, about=row, least=least)
    return row


@transaction.atomic
def set_quota(host: RoundHost, *, by: User, quota: int | None) -> RoundHost:
    """Say how many people an organisation takes over all its placements; None is no limit."""
    round_ = lock_round(host.round)
    place = host.places.select_related("opportunity__organisation").first()
    demand(place is not None and may_join(by, place.opportunity), hidden=True)
    if round_.state not in JOINING:
        raise IllegalMove(round_.state, "changed", TOO_LATE)
    if quota is not None and (type(quota) is not int or not 1 <= quota <= 1000):
        raise Refused("Choose a number from one on, or leave it empty for no limit.", "quota")
    host.quota = quota
    host.save(update_fields=["quota"])
    record("matching.round_quota", by=by, about=host, quota=quota)
    return host
