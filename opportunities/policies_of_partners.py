"""Who may bring two organisations together in one challenge or placement.

A lead commits an organisation, as with sending something in (row P059 of the matrix). The two sides: the
one that posted, and the partner. Of a challenge the partner asks and the poster answers; of a
placement the other way round.
"""

from profiles.policies import is_outside_custodian, is_signed_in, leads, speaks_for

from .choices import Kind, Lifecycle
from .partner_choices import PartnerKind, PartnerState


def takes_partners(opportunity) -> bool:
    """A challenge that anybody can see and that has not ended."""
    return (
        opportunity.kind == Kind.CHALLENGE
        and opportunity.live
        and opportunity.organisation.is_verified
        and opportunity.state.lifecycle in (Lifecycle.OPEN, Lifecycle.FILLED)
    )


def may_ask_to_cosponsor(user, opportunity, organisation) -> bool:
    """A lead of another confirmed organisation."""
    return (
        leads(user, organisation)
        and organisation.is_verified
        and organisation.pk != opportunity.organisation_id
    )


def may_share(user, placement) -> bool:
    """A lead of whoever drafts it, before it is published."""
    return (
        placement.kind == Kind.PLACEMENT
        and not placement.live
        and is_signed_in(user)
        and leads(user, placement.organisation)
    )


def may_see_partnership(user, partnership) -> bool:
    """Members of both organisations, and custodians from outside the poster's."""
    host = partnership.opportunity.organisation
    if not is_signed_in(user):
        return False
    return (
        speaks_for(user, partnership.organisation)
        or speaks_for(user, host)
        or is_outside_custodian(user, host)
    )


def may_answer(user, partnership) -> bool:
    """A lead of the side that was asked."""
    host = partnership.opportunity.organisation
    asked = partnership.organisation if partnership.kind == PartnerKind.SHARES else host
    return leads(user, asked)


def may_add_data(user, partnership) -> bool:
    """A lead of the poster, once the co-sponsor is part of it: the text is the poster's."""
    return (
        partnership.kind == PartnerKind.COSPONSOR
        and partnership.state == PartnerState.JOINED
        and bool(partnership.data_note)
        and leads(user, partnership.opportunity.organisation)
    )


def may_end(user, partnership) -> bool:
    """Asked: a lead of who asked. Agreed: a lead of either side, and custodians from outside.

    A placement that is published keeps its two hosts: whoever applied, applied to both.
    """
    host = partnership.opportunity.organisation
    if partnership.state == PartnerState.ASKED:
        shares = partnership.kind == PartnerKind.SHARES
        return leads(user, host if shares else partnership.organisation)
    if partnership.state != PartnerState.JOINED:
        return False
    if partnership.kind == PartnerKind.SHARES and partnership.opportunity.live:
        return False
    return (
        leads(user, partnership.organisation)
        or leads(user, host)
        or is_outside_custodian(user, host)
    )
