"""Who may act for an organisation, see and manage its members, or come to its help."""

from common.policies import is_custodian

from ..choices import RANK
from .standing import is_outside_custodian, is_signed_in, leads, speaks_for


def may_edit_organisation(user, organisation) -> bool:
    """A lead, or a custodian who does not belong to it."""
    return leads(user, organisation) or is_outside_custodian(user, organisation)


def may_verify(user, organisation) -> bool:
    """A custodian who does not belong to it: nobody confirms an organisation of their own."""
    return is_outside_custodian(user, organisation)


def may_suspend(user, organisation) -> bool:
    """A custodian from outside it."""
    return is_outside_custodian(user, organisation)


def may_close_organisation(user, organisation) -> bool:
    """Whoever may change its page: a lead, or a custodian from outside. They may also undo it."""
    return may_edit_organisation(user, organisation)


def may_see_organisation(user, organisation) -> bool:
    """Verified ones are public; others are for their members and for custodians."""
    return organisation.is_verified or speaks_for(user, organisation) or is_custodian(user)


def may_see_members(user, organisation) -> bool:
    """Its members, and custodians. Superusers have no business with people."""
    return speaks_for(user, organisation) or (is_custodian(user) and not user.is_superuser)


def may_manage_members(user, organisation) -> bool:
    """Its leads, or a custodian from outside."""
    if leads(user, organisation):
        return True
    return is_outside_custodian(user, organisation) and not user.is_superuser


def may_change_role(user, membership, role: str) -> bool:
    """Whoever manages the members. One's own role may only be lowered."""
    if not may_manage_members(user, membership.organisation):
        return False
    return membership.user_id != user.pk or RANK[role] < RANK[membership.role]


def may_remove_member(user, membership) -> bool:
    """Whoever manages the members. Oneself one does not remove: one leaves."""
    return membership.user_id != user.pk and may_manage_members(user, membership.organisation)


def may_ask_to_join(user, organisation) -> bool:
    """Anybody with a sign-in who may see it, does not belong to it, and is no superuser."""
    return (
        is_signed_in(user)
        and not user.is_superuser
        and may_see_organisation(user, organisation)
        and not speaks_for(user, organisation)
    )


def is_addressed_to(user, invitation) -> bool:
    """Whether the invitation went to an address that ``user`` has proved to be theirs."""
    if not is_signed_in(user) or user.is_superuser:
        return False
    return user.emailaddress_set.filter(verified=True, email__iexact=invitation.address).exists()


def may_rescue(user, organisation) -> bool:
    """A custodian from outside."""
    return is_outside_custodian(user, organisation) and not user.is_superuser


def may_see_relations(user, organisation) -> bool:
    """What waits to be confirmed, and declared interests: members, and custodians."""
    return speaks_for(user, organisation) or is_custodian(user)
