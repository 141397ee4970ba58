"""Who may ask for help with a draft, give it, and answer? Pure predicates; rows P058 and P066."""

from profiles.policies import is_outside_custodian, is_signed_in, speaks_for


def may_ask_for_help(user, opportunity) -> bool:
    """Whoever drafts it for its organisation: they ask, answer, and take it back."""
    return speaks_for(user, opportunity.organisation)


def may_help(user, opportunity) -> bool:
    """A custodian without a part in its organisation."""
    return is_signed_in(user) and is_outside_custodian(user, opportunity.organisation)


def is_helper(user, scoping) -> bool:
    """Whoever took it, as long as they may."""
    return scoping.helper_id == user.pk and may_help(user, scoping.opportunity)


def may_read_help(user, opportunity) -> bool:
    """Both sides, and nobody else."""
    return may_ask_for_help(user, opportunity) or may_help(user, opportunity)
