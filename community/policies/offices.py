"""Who may say who holds an office."""

from typing import Any

from common.policies import is_custodian


def may_keep_offices(user: Any) -> bool:
    """Custodians."""
    return is_custodian(user)
