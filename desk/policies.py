"""Who may see the members' pages."""

from typing import Any

from profiles.policies import is_signed_in


def has_verified_address(user: Any) -> bool:
    """Anybody with an account whose address was confirmed."""
    return is_signed_in(user) and user.emailaddress_set.filter(verified=True).exists()
