"""Who may? Pure predicates over a user and an opportunity; rows P057 to P073 of the matrix."""

from common.policies import is_custodian
from profiles.policies import is_outside_custodian, is_signed_in, leads, speaks_for

from .application_choices import MemberState
from .partner_choices import PartnerKind


def may_draft(user) -> bool:
    """Anybody signed in: whoever speaks for no organisation yet registers one on the way."""
    return is_signed_in(user)


def may_draft_for(user, organisation) -> bool:
    """Its members, in any role, and custodians."""
    return speaks_for(user, organisation) or (is_signed_in(user) and is_custodian(user))


def may_see(user, opportunity) -> bool:
    """Published ones are public; all others are for whoever may draft them."""
    if opportunity.live and opportunity.organisation.is_verified:
        return True
    if not is_signed_in(user):
        return False
    if user.pk in (opportunity.state.submitted_by_id, opportunity.state.supervisor_id):
        return True
    return may_draft_for(user, opportunity.organisation) or _is_asked_to_share(user, opportunity)


def _is_asked_to_share(user, opportunity) -> bool:
    """Whoever speaks for an organisation that is to share a placement reads it before it is published."""
    sharing = opportunity.partners.in_force().filter(kind=PartnerKind.SHARES)
    return sharing.filter(organisation__memberships__user=user).exists()


def may_edit(user, opportunity) -> bool:
    """A draft: its organisation's members. What is live: its leads only. Outside custodians both."""
    if not opportunity.live:
        return may_draft_for(user, opportunity.organisation)
    return _answers_for(user, opportunity)


def may_copy(user, opportunity) -> bool:
    """Whoever may draft for its organisation, where the new draft goes."""
    return may_draft_for(user, opportunity.organisation)


def may_submit(user, opportunity) -> bool:
    """Its leads, and custodians from outside. Whoever registers an organisation leads it."""
    return _answers_for(user, opportunity)


def may_close(user, opportunity) -> bool:
    """Its leads, and custodians from outside."""
    return _answers_for(user, opportunity)


def may_extend(user, opportunity) -> bool:
    """Of what is published: its leads, and custodians from outside."""
    return opportunity.live and _answers_for(user, opportunity)


def _answers_for(user, opportunity) -> bool:
    organisation = opportunity.organisation
    return leads(user, organisation) or is_outside_custodian(user, organisation)


def may_decide(user, opportunity) -> bool:
    """A custodian with no part in it."""
    return is_custodian(user) and not opportunity.conflicts_with(user)


def may_accept_supervision(user, opportunity) -> bool:
    """Only the one who was named."""
    return is_signed_in(user) and opportunity.state.supervisor_id == user.pk


def is_applicant(user, application) -> bool:
    """Only whoever wrote it."""
    return is_signed_in(user) and application.person.user_id == user.pk


def is_in_team(user, application) -> bool:
    """Whoever said yes to applying in this team, and stayed until it ended."""
    if not is_signed_in(user):
        return False
    rows = application.members.filter(person__user=user)
    return rows.filter(state__in=[MemberState.JOINED, MemberState.ENDED]).exists()


def applies_in(user, application) -> bool:
    """Whoever leads it, and everybody in the team."""
    return is_applicant(user, application) or is_in_team(user, application)


def is_asked_to_join(user, member) -> bool:
    """The one who was asked: by profile, or at an address they have confirmed."""
    if not is_signed_in(user) or user.is_superuser:
        return False
    return member.asked_id == user.pk or (
        bool(member.address)
        and user.emailaddress_set.filter(verified=True, email__iexact=member.address).exists()
    )


def owns_search(user, search) -> bool:
    """Whoever saved it, and nobody else."""
    return is_signed_in(user) and search.user_id == user.pk
