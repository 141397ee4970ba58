"""Who may offer to host, take it back, and decide? Pure predicates."""

from profiles.policies import has_interest, leads, speaks_for

from .meetings import may_hold_meetings


def may_offer_to_host(user, organisation) -> bool:
    """A lead of an organisation that was checked."""
    return leads(user, organisation) and organisation.is_verified


def may_withdraw_host_offer(user, offer) -> bool:
    """A lead of the organisation that made it."""
    return leads(user, offer.organisation)


def may_decide_host_offer(user, offer) -> bool:
    """A custodian without a part in the organisation."""
    if not may_hold_meetings(user):
        return False
    organisation = offer.organisation
    return not (speaks_for(user, organisation) or has_interest(user, organisation))
