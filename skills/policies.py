"""Who may change the vocabulary."""

from common.policies import is_custodian


def may_edit_vocabulary(user) -> bool:
    """Custodians may; ``None`` is the command line."""
    return user is None or is_custodian(user)
