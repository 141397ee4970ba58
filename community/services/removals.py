"""Taking somebody's name out of what was published about a meeting: asked, confirmed by mail, done."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common import delivery
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from ..choices.notes import REMOVAL_MOVES, RemovalState
from ..links import REMOVAL, make
from ..models import Amendment, Attendance, Meeting, RemovalRequest
from ..policies import notes as policies
from .naming import take_names_out

R = RemovalState
OPEN = (R.UNCONFIRMED, R.WAITING)
MOST_A_DAY = 5
DAY = datetime.timedelta(days=1)
UNCONFIRMED_FOR, KEPT = datetime.timedelta(days=14), datetime.timedelta(days=180)


class RemovalRefused(ValueError):
    """Why it cannot be done, in words; ``field`` is where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def ask_removal(
    meeting: Meeting, *, by: User | None, name: str, address: str = "", words: str = ""
) -> RemovalRequest:
    """Ask that ``name`` is taken out of a meeting's notes. Asked again, it is the same request.

    Without an account nothing waits for a custodian until the link in the mail was used. Raises
    RemovalRefused for an address that has asked for much today.
    """
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    address = by.email if by is not None else address.strip().lower()
    open_one = meeting.removals.filter(address=address, state__in=OPEN).first()
    if open_one is not None and (by is None or open_one.state == R.WAITING):
        return open_one
    if open_one is not None:
        open_one.delete()
    recent = RemovalRequest.objects.filter(address=address, asked_at__gt=timezone.now() - DAY)
    if recent.count() >= MOST_A_DAY:
        raise RemovalRefused("That is much for one day. Write to us about the others.", "address")
    made = RemovalRequest.objects.create(
        meeting=meeting,
        name=name,
        address=address,
        user=by,
        words=words,
        state=R.UNCONFIRMED if by is None else R.WAITING,
    )
    record("community.removal_asked", by=by, about=made, meeting=meeting.pk)
    if by is None:
        delivery.notify_address(
            "community_removal_confirm",
            address=address,
            key=f"removal:{made.pk}",
            meeting=meeting.title,
            day=meeting.on,
            days=UNCONFIRMED_FOR.days,
            link=reverse("community:removal_confirm", args=[make(REMOVAL, made.pk)]),
        )
    return made


@transaction.atomic
def confirm_removal(request: RemovalRequest) -> RemovalRequest:
    """The link was used: a custodian hears of it. Twice is the same as once. Raises IllegalMove."""
    row = RemovalRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state == R.UNCONFIRMED:
        move(row, R.WAITING, moves=REMOVAL_MOVES)
        record("community.removal_confirmed", by=None, about=row)
    return row


@transaction.atomic
def take_out(
    request: RemovalRequest, *, by: User, rows: Iterable[Attendance] = (), words: str = ""
) -> RemovalRequest:
    """Put "a person" for the name, in attendance and in every text of the meeting, and tell who asked.

    Raises RemovalRefused without anything to take out, IllegalMove when it is settled already.
    """
    row = _held(request, by=by)
    rows = list(rows)
    if not rows and not words.strip():
        raise RemovalRefused("Say which words name them, or which line of attendance.", "words")
    changed = take_names_out(row.meeting, rows=rows, words=[words] if words.strip() else [])
    Amendment.objects.create(
        meeting=row.meeting, by=by, reason="A name was taken out, as the person asked."
    )
    _settle(row, R.DONE, by=by, changed=changed)
    return row


@transaction.atomic
def refuse_removal(request: RemovalRequest, *, by: User) -> RemovalRequest:
    """They are not named there: say so to who asked. Raises IllegalMove when it is settled already."""
    row = _held(request, by=by)
    _settle(row, R.REFUSED, by=by, changed=0)
    return row


def forget_removals(*, now: datetime.datetime) -> int:
    """What nobody confirmed, and what was settled long ago."""
    return due_removals(now).delete()[0]


def due_removals(now: datetime.datetime):
    """Requests whose time is over."""
    unconfirmed = RemovalRequest.objects.filter(
        state=R.UNCONFIRMED, asked_at__lt=now - UNCONFIRMED_FOR
    )
    return unconfirmed | RemovalRequest.objects.filter(settled_at__lt=now - KEPT)


def _held(request: RemovalRequest, *, by: User) -> RemovalRequest:
    demand(policies.may_write_notes(by), hidden=True)
    row = (
        RemovalRequest.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .get(pk=request.pk)
    )
    if row.state != R.WAITING:
        raise IllegalMove(row.state, R.DONE)
    return row


def _settle(row: RemovalRequest, to: str, *, by: User, changed: int) -> None:
    move(row, to, moves=REMOVAL_MOVES)
    row.settled_at = timezone.now()
    row.save(update_fields=["settled_at"])
    record(f"community.removal_{to}", by=by, about=row, changed=changed)
    delivery.notify_address(
        "community_removal_settled",
        address=row.address,
        key=f"removal:{row.pk}",
        meeting=row.meeting.title,
        day=row.meeting.on,
        done=to == R.DONE,
        link=row.meeting.get_absolute_url(),
    )
