"""Who may run a consultation, answer it, and read what was answered."""

from common.policies import is_custodian
from profiles.policies import speaks_for

from ..choices.consultations import ConsultationState, Respondent


def may_run_consultations(user) -> bool:
    """A custodian; a superuser has the command line for it."""
    return is_custodian(user) and not user.is_superuser


def may_see_consultation(user, consultation) -> bool:
    """Everybody, once it is no draft any more."""
    return consultation.state != ConsultationState.DRAFT or may_run_consultations(user)


def may_respond(user, organisation=None) -> bool:
    """Anybody for themselves; members for their organisation. Superusers run the machine only."""
    if not user.is_authenticated:
        return organisation is None
    if user.is_superuser:
        return False
    return organisation is None or speaks_for(user, organisation)


def may_keep_response(user, response) -> bool:
    """Read, change and take back: whoever sent it, or members of the organisation that did."""
    if not user.is_authenticated or user.is_superuser:
        return False
    if response.kind == Respondent.ORGANISATION:
        return response.organisation is not None and speaks_for(user, response.organisation)
    return response.user_id == user.pk


def may_follow(user, consultation) -> bool:
    """Anybody with an account, while there is something to hear of it."""
    begun = (ConsultationState.OPEN, ConsultationState.CLOSED)
    return user.is_authenticated and not user.is_superuser and consultation.state in begun
