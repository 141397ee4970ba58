"""What custodians do at the desk."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import TaskState

from common import expiring, moderation, outbox, watch
from common.activity import record
from common.models import Sign, Work
from common.policies import demand, is_custodian

from .models import LeftToEnd

AT_ONCE = 200
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


@transaction.atomic
def let_end(kind: str, pk: int, *, day: datetime.date, by: Any) -> LeftToEnd | None:
    """Note that something which ends on ``day`` may: the weekly page stops asking. Twice is once.

    Returns None for what ends on no such day. Raises PermissionDenied unless ``by`` is a custodian.
    """
    demand(is_custodian(by))
    if not any((row.kind, row.pk) == (kind, pk) for row in expiring.ending(day, day)):
        return None
    row, is_new = LeftToEnd.objects.get_or_create(
        kind=kind, about_id=pk, day=day, defaults={"by": by}
    )
    if is_new:
        record("desk.left_to_end", by=by, about=row, kind=kind, pk=pk, day=day)
    return row


@transaction.atomic
def ask_again(kind: str, pk: int, *, day: datetime.date, by: Any) -> bool:
    """Take that back. Raises PermissionDenied unless ``by`` is a custodian."""
    demand(is_custodian(by))
    return bool(LeftToEnd.objects.filter(kind=kind, about_id=pk, day=day).delete()[0])


@transaction.atomic
def retry_mails(*, by: Any) -> int:
    """Try every mail again that was given up for now; returns how many.

    Raises PermissionDenied unless ``by`` is a custodian.
    """
    demand(is_custodian(by))
    rows = list(Work.objects.stuck().filter(kind="common.send_mail").order_by("pk")[:AT_ONCE])
    for row in rows:
        outbox.retry(row, by=by)
    return len(rows)
