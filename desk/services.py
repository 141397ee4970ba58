"""What custodians do at the desk."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import TaskState

from common import moderation, watch
from common.models import Sign
from common.policies import is_custodian

DECISIONS = ("approve", "changes", "reject")


@transaction.atomic
def decide(state: TaskState, *, by: Any, decision: str, comment: str = "") -> Any:
    """Approve, ask for changes or refuse what a task state is about.

    Raises PermissionDenied unless ``by`` is a custodian without a part in it, IllegalMove when a colleague was
    quicker, ValueError without the comment that the author needs.
    """
    draft = state.workflow_state.content_object
    if decision == "approve":
        moderation.approve(draft, by=by, comment=comment)
    elif decision == "changes":
        moderation.request_changes(draft, by=by, comment=comment)
    elif decision == "reject":
        moderation.reject(draft, by=by, comment=comment)
    else:
        raise ValueError("Choose one of the three answers.")
    return draft


def check_invariants(*, by: Any) -> Sign:
    """Ask every invariant now, as the nightly job does, and keep the answer for the desk.

    Raises PermissionDenied unless ``by`` is a custodian.
    """
    if not is_custodian(by):
        raise PermissionDenied("Only custodians check the records.")
    return watch.check_records()
