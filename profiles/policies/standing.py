"""What somebody is: signed in, a member, a lead, a custodian from outside. What others build on."""

from common.policies import is_custodian

from ..choices import Role


def is_signed_in(user) -> bool:
    """Anybody with a sign-in that is in use."""
    return bool(user.is_authenticated and user.is_active)


def speaks_for(user, organisation) -> bool:
    """Whether ``user`` is a member of ``organisation``, in any role."""
    if not is_signed_in(user) or organisation is None:
        return False
    return any(row.organisation_id == organisation.pk for row in user.memberships.all())


def leads(user, organisation) -> bool:
    """Whether ``user`` is a lead of ``organisation``."""
    if not is_signed_in(user) or organisation is None:
        return False
    return any(
        row.organisation_id == organisation.pk and row.role == Role.LEAD
        for row in user.memberships.all()
    )


def has_interest(user, organisation) -> bool:
    """Whether ``user`` has declared a conflict of interest with ``organisation``."""
    if not is_signed_in(user) or organisation is None:
        return False
    return user.interests.filter(about=organisation).exists()


def is_outside_custodian(user, organisation) -> bool:
    """A custodian without a part in it: no member of it, and no declared interest in it."""
    return (
        is_custodian(user)
        and not speaks_for(user, organisation)
        and not has_interest(user, organisation)
    )


def is_hidden(person) -> bool:
    """Whether a custodian hid the profile."""
    return hasattr(person, "hidden")
