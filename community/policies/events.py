"""Who may see, draft, change, hand in, decide about and call off an event: rows P122 to P125."""

from common.moderation import in_conflict
from common.policies import is_custodian
from profiles.policies import is_signed_in, speaks_for


def may_draft_event(user) -> bool:
    """Anybody signed in with an address that was verified."""
    return is_signed_in(user) and user.emailaddress_set.filter(verified=True).exists()


def owns_event(user, event) -> bool:
    """Whoever drafted it or sent it in, or speaks for the organisation that holds it."""
    if not is_signed_in(user):
        return False
    if user.pk in (event.state.owner_id, event.state.submitted_by_id):
        return True
    return speaks_for(user, event.organisation)


def is_shown(event) -> bool:
    """Whether anybody may see it."""
    return event.live and (event.organisation is None or event.organisation.is_verified)


def may_see_event(user, event) -> bool:
    """Published ones are public; drafts are for their owners and for custodians."""
    return is_shown(event) or owns_event(user, event) or is_custodian(user)


def may_edit_event(user, event) -> bool:
    """Its owners. Custodians edit in Wagtail."""
    return owns_event(user, event)


def may_decide_event(user, event) -> bool:
    """A custodian without a part in it."""
    return is_custodian(user) and not in_conflict(event, user)


def may_call_off_event(user, event) -> bool:
    """Its owners, and any custodian: a room that burnt down waits for nobody."""
    return owns_event(user, event) or is_custodian(user)
