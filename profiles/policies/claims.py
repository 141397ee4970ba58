"""Who may enter somebody they met, and who may take up what was entered about them."""

from common.policies import is_custodian

from .standing import is_signed_in


def may_enter_met(user) -> bool:
    """A custodian. Superusers have no business with people."""
    return is_custodian(user) and not user.is_superuser


def may_claim(user, claimable) -> bool:
    """Whoever has confirmed the address it went to, and did not enter it themselves."""
    if not is_signed_in(user) or user.is_superuser or claimable.entered_by_id == user.pk:
        return False
    return user.emailaddress_set.filter(verified=True, email__iexact=claimable.address).exists()
