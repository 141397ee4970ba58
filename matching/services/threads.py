"""What two introduced sides write to each other: written, taken back, blocked, reported, settled."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity
from common.delivery import notify
from common.states import IllegalMove
from profiles.models import User

from .. import parties, policies
from ..choices import MET_STATES, ReportState
from ..models import Introduction, MessageReport, ThreadBlock, ThreadMessage
from . import letters
from .introductions import locked

AN_HOUR = datetime.timedelta(hours=1)
MOST_AN_HOUR = 20


class TooManyWritten(ValueError):
    """The writer has sent as many messages as one may within an hour."""

    def __str__(self) -> str:
        return f"You have sent {MOST_AN_HOUR} messages within an hour. Go on a little later."


@transaction.atomic
def write(introduction: Introduction, *, by: User, text: str) -> ThreadMessage:
    """Write to the other side, who gets one mail an hour at most, without the words.

    Raises PermissionDenied for whoever is on neither side, IllegalMove when it has ended or a side has
    blocked it, TooManyWritten after twenty within an hour.
    """
    introduction = locked(introduction.pk)
    if not policies.may_read_thread(by, introduction):
        raise PermissionDenied("Only the two sides write here.")
    if introduction.state not in MET_STATES:
        raise IllegalMove(introduction.state, "written", "This has ended: nobody writes here now.")
    if introduction.blocks.exists():
        raise IllegalMove("blocked", "written", "One side has ended this conversation.")
    now = timezone.now()
    if ThreadMessage.objects.filter(author=by, sent_at__gt=now - AN_HOUR).count() >= MOST_AN_HOUR:
        raise TooManyWritten
    side = policies.side_of(by, introduction)
    message = ThreadMessage.objects.create(
        introduction=introduction, author=by, side=side, text=text
    )
    activity.record("matching.message_sent", by=by, about=introduction, side=side)
    for user in parties.side(introduction, letters.other(side)):
        notify(
            "matching_message",
            to=user,
            key=f"introduction:{introduction.pk}:{now:%Y%m%d%H}",
            title=introduction.opportunity.title,
            link=f"{introduction.get_absolute_url()}thread/",
        )
    return message


@transaction.atomic
def delete_message(message: ThreadMessage, *, by: User) -> ThreadMessage:
    """Take back one's own: the words go, the place stays. Raises PermissionDenied for another's."""
    message = ThreadMessage.objects.select_for_update().get(pk=message.pk)
    if message.author_id != by.pk:
        raise PermissionDenied("This is not yours.")
    _empty(message)
    activity.record("matching.message_deleted", by=by, about=message.introduction)
    return message


def _empty(message: ThreadMessage) -> None:
    message.text, message.deleted_at = "", message.deleted_at or timezone.now()
    message.save(update_fields=["text", "deleted_at", "removed"])


@transaction.atomic
def block(introduction: Introduction, *, by: User) -> ThreadBlock:
    """End the conversation for one's side; blocking twice is blocking once. Raises PermissionDenied."""
    introduction = locked(introduction.pk)
    if not policies.may_read_thread(by, introduction):
        raise PermissionDenied("Only the two sides can block each other.")
    row, made = ThreadBlock.objects.get_or_create(
        introduction=introduction,
        side=policies.side_of(by, introduction),
        defaults={"by": by},
    )
    if made:
        activity.record("matching.thread_blocked", by=by, about=introduction)
    return row


@transaction.atomic
def unblock(introduction: Introduction, *, by: User) -> None:
    """Take one's own side's block away. Raises PermissionDenied."""
    introduction = locked(introduction.pk)
    if not policies.may_read_thread(by, introduction):
        raise PermissionDenied("Only the two sides can do this.")
    if introduction.blocks.filter(side=policies.side_of(by, introduction)).delete()[0]:
        activity.record("matching.thread_unblocked", by=by, about=introduction)


@transaction.atomic
def report_message(message: ThreadMessage, *, by: User, words: str = "") -> MessageReport:
    """Show a message of the other side, and two on each side of it, to the custodians.

    Reporting it twice is reporting it once. Raises PermissionDenied for whoever is on neither side, or
    whose side wrote it.
    """
    introduction = locked(message.introduction_id)
    if not policies.may_read_thread(by, introduction) or message.side == policies.side_of(
        by, introduction
    ):
        raise PermissionDenied("You can report what the other side wrote.")
    report, made = MessageReport.objects.get_or_create(
        message=message, by=by, defaults={"words": words}
    )
    if made:
        activity.record("matching.message_reported", by=by, about=introduction)
    return report


@transaction.atomic
def settle_report(report: MessageReport, *, by: User, remove: bool) -> MessageReport:
    """Leave the message or take it out; both are told. What it opened to custodians closes.

    Raises PermissionDenied unless ``by`` is a custodian without a part in it, IllegalMove when it is
    settled already.
    """
    report = (
        MessageReport.objects.select_for_update(of=("self",))
        .select_related("message", "by")
        .get(pk=report.pk)
    )
    message = report.message
    introduction = locked(message.introduction_id)
    if not policies.may_broker(by, introduction):
        raise PermissionDenied("A custodian without a part in it decides this.")
    if report.state != ReportState.WAITING:
        raise IllegalMove(report.state, "settled", "This has been settled already.")
    state = ReportState.REMOVED if remove else ReportState.KEPT
    now = timezone.now()
    # Whoever else reported it hears the same.
    same = list(message.reports.filter(state=ReportState.WAITING).select_related("by"))
    message.reports.filter(state=ReportState.WAITING).update(
        state=state, settled_at=now, settled_by=by
    )
    title = introduction.opportunity.title
    link = f"{introduction.get_absolute_url()}thread/"
    if remove:
        message.removed = True
        _empty(message)
        notify(
            "matching_message_removed",
            to=message.author,
            key=f"message:{message.pk}",
            title=title,
            link=link,
        )
    for one in same:
        notify(
            "matching_report_settled",
            to=one.by,
            key=f"report:{one.pk}",
            title=title,
            removed=remove,
            link=link,
        )
    activity.record("matching.report_settled", by=by, about=introduction, to=str(state))
    report.refresh_from_db()
    return report
