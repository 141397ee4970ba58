"""Who may write notes, enter who was there, and settle actions? Pure predicates, P130 to P135."""

from profiles.policies import is_signed_in

from .meetings import may_hold_meetings


def may_write_notes(user) -> bool:
    """Whoever holds meetings, and nobody else."""
    return is_signed_in(user) and may_hold_meetings(user)


def may_settle(user, action) -> bool:
    """Those, and whoever owns it by name."""
    if not is_signed_in(user):
        return False
    return may_write_notes(user) or action.owners.filter(user=user).exists()


def may_ask_removal(user) -> bool:
    """Anybody, with or without an account. Whoever runs the server is named nowhere as such."""
    return not getattr(user, "is_superuser", False)
