"""Who may, in a placement round: rows P088 to P098 of the matrix.

Nobody reads another party's list or tiers (P091), custodians included. Two rules beat all rights: a
custodian decides nothing about an organisation they belong to, and nobody confirms what they entered.
"""

import datetime

from django.utils import timezone

from opportunities.policies_of_applications import is_host
from profiles.policies import has_interest, is_signed_in, is_superuser, leads, speaks_for

from ..choices.rounds import RoundState
from . import is_broker

STEWARD_AFTER = datetime.timedelta(days=7)
"""How long a second custodian has before the steward may confirm in their place."""


def may_see_round(user, round_) -> bool:
    """Anybody, once it is planned (P088); a draft only custodians."""
    return round_.state != RoundState.DRAFT or is_broker(user)


def may_plan(user) -> bool:
    """Create, edit, open, move dates, call off (P089): custodians."""
    return is_broker(user)


def may_join(user, opportunity) -> bool:
    """Put a placement into a round, or take it out: its leads, and custodians from outside."""
    if not is_signed_in(user):
        return False
    outside = is_broker(user) and not _has_part(user, opportunity.organisation)
    return leads(user, opportunity.organisation) or outside


def may_limit(user, host) -> bool:
    """Say how many people a host takes in all, and each of its supervisors: as for its placements."""
    if not is_signed_in(user):
        return False
    outside = is_broker(user) and not _has_part(user, host.organisation)
    return leads(user, host.organisation) or outside


def may_rank(user, round_) -> bool:
    """Save an own list (P090): anybody signed in with a profile. What can be ranked is checked with it."""
    return is_signed_in(user) and may_see_round(user, round_)


def may_tier(user, place) -> bool:
    """Put applicants of a placement into tiers (P090): its host. Whom one may read is asked for each."""
    return is_signed_in(user) and is_host(user, place.opportunity)


def may_run(user) -> bool:
    """Start or stop a run, read its figures (P092, P093), take a snapshot (P098): custodians, superusers."""
    return is_signed_in(user) and (is_broker(user) or user.is_superuser)


def may_see_proposed(user, round_=None) -> bool:
    """Who would be where, before it is published (P094): custodians; a superuser who broke the glass."""
    return is_broker(user) or (round_ is not None and open_round_glass(user, round_) is not None)


def may_break_round_glass(user) -> bool:
    """A superuser who is no custodian: those may look anyhow."""
    return is_superuser(user) and not is_broker(user)


def open_round_glass(user, round_):
    """The look inside that is open to ``user`` now, or None."""
    if not is_superuser(user):
        return None
    return round_.broken_glass.filter(by_id=user.pk, until__gt=timezone.now()).first()


def may_enter_by_hand(user, application) -> bool:
    """Enter a seat by hand (P095): a custodian without a part in its two sides."""
    return is_broker(user) and not has_part_in(user, application)


def may_confirm_by_hand(user, by_hand) -> bool:
    """Confirm or refuse it: another custodian without a part; after seven days the round's steward."""
    if not is_signed_in(user) or user.pk == by_hand.entered_by_id:
        return False
    if has_part_in(user, by_hand.application):
        return False
    return is_broker(user) or _is_steward(user, by_hand.round, by_hand.entered_at)


def may_decide_conflict(user, conflict) -> bool:
    """Let a host's tiers stand, or set them aside: a custodian without a part in the host."""
    return is_broker(user) and not _has_part(user, conflict.place.host.organisation)


def may_publish(user, round_) -> bool:
    """Bring the results out (P096): a custodian who is in it on no side.

    Where every custodian is, the steward may, seven days after the round began to wait.
    """
    if not is_signed_in(user) or _takes_part(user, round_):
        return False
    return is_broker(user) or _is_steward(user, round_, round_.late_since)


def may_confirm_taking_back(user, taking) -> bool:
    """The second half of taking results back (P096): another custodian who is in the round on no side.

    After seven days the round's steward.
    """
    if not is_signed_in(user) or user.pk == taking.entered_by_id:
        return False
    if _takes_part(user, taking.round):
        return False
    return is_broker(user) or _is_steward(user, taking.round, taking.entered_at)


def may_see_result(user, result) -> bool:
    """One's own result, and nobody else's."""
    person = result.entrant.person
    return is_signed_in(user) and person is not None and person.user_id == user.pk


def may_see_place_result(user, place) -> bool:
    """Who comes to a placement: its host."""
    return may_tier(user, place)


def may_ask_for_swap(user, result) -> bool:
    """Whoever holds the seat."""
    return may_see_result(user, result)


def is_party_to_swap(user, swap) -> bool:
    """The two people, and both hosts."""
    return bool(swap_parties(user, swap))


def swap_parties(user, swap) -> list[str]:
    """For which of its four parties somebody speaks: "first", "second", "first_host", "second_host"."""
    parties = []
    for name, result in (("first", swap.first), ("second", swap.second)):
        if may_see_result(user, result):
            parties.append(name)
    for name, result in (("first_host", swap.first), ("second_host", swap.second)):
        if result.place is not None and leads_host(user, result.place):
            parties.append(name)
    return parties


def leads_host(user, place) -> bool:
    """A lead of the organisation whose placement it is."""
    return is_signed_in(user) and leads(user, place.opportunity.organisation)


def has_part_in(user, application) -> bool:
    """Whether a custodian is the applicant, or belongs to the host or declared an interest in it."""
    if application.person.user_id == user.pk:
        return True
    return _has_part(user, application.opportunity.organisation)


def _has_part(user, organisation) -> bool:
    return speaks_for(user, organisation) or has_interest(user, organisation)


def _takes_part(user, round_) -> bool:
    if round_.entrants.filter(person__user=user, left_at__isnull=True).exists():
        return True
    hosts = round_.hosts.filter(places__is_in=True).values("organisation")
    return (
        user.memberships.filter(organisation__in=hosts).exists()
        or user.interests.filter(about__in=hosts).exists()
    )


def _is_steward(user, round_, since) -> bool:
    if round_.steward_id is None or round_.steward_id != user.pk or since is None:
        return False
    return timezone.now() >= since + STEWARD_AFTER and not _takes_part(user, round_)
