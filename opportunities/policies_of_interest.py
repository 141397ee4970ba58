"""Who may say that they are interested, and who may read who is? Rows P061 and P062."""

from common.policies import is_custodian
from profiles.policies import is_outside_custodian, is_signed_in, speaks_for


def may_register_interest(user, opportunity) -> bool:
    """Anybody signed in, but custodians, who run the Forum, of what is published."""
    return is_signed_in(user) and not is_custodian(user) and opportunity.live


def may_see_interested(user, opportunity) -> bool:
    """Its organisation, and custodians from outside; a superuser has no business with names."""
    if not is_signed_in(user):
        return False
    if speaks_for(user, opportunity.organisation):
        return True
    return not user.is_superuser and is_outside_custodian(user, opportunity.organisation)
