"""Who may put a state right by hand? Pure predicates; row P087 of the matrix."""

from common.policies import is_custodian
from profiles.policies import is_signed_in

from .application_choices import ApplicationState
from .policies_of_applications import has_tie


def may_correct(user, application) -> bool:
    """A custodian with no part in the opportunity, and no tie to whoever applied."""
    return (
        is_signed_in(user)
        and is_custodian(user)
        and application.state != ApplicationState.DRAFT
        and not application.opportunity.conflicts_with(user)
        and not has_tie(user, application)
    )


def may_decide_correction(user, correction) -> bool:
    """A second one: never whoever proposed it."""
    return correction.proposed_by_id != user.pk and may_correct(user, correction.application)


def may_take_back_correction(user, correction) -> bool:
    """Whoever proposed it."""
    return correction.proposed_by_id == user.pk and may_correct(user, correction.application)
