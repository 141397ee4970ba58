"""Who may keep task groups and delegations? Pure predicates."""

from .notes import may_write_notes


def may_keep_groups(user) -> bool:
    """Custodians, and nobody else."""
    return may_write_notes(user)
