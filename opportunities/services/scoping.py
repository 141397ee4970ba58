"""Help with a draft: asked for, taken, commented on, handed back; and taken back at any time."""

import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from common import moderation, outbox
from common.activity import record
from common.delivery import notify
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from .. import policies_of_scoping as policies
from ..choices import SCOPING_MOVES, Lifecycle, ScopingState
from ..models import Opportunity, Scoping, ScopingComment
from ..queries import is_waiting, specific
from ..queries.scoping import DESK

TELL = "opportunities.tell_helpers"
UNTAKEN = datetime.timedelta(days=3)
MOST_COMMENTS = 100


@transaction.atomic
def ask_for_help(
    opportunity: Opportunity, *, by: User, question: str, wants_hour: bool = False
) -> Scoping:
    """Ask the custodians to look at a draft. Asked again later, they see what was said before.

    Raises PermissionDenied, and IllegalMove when it is asked already, waits for a decision or has ended.
    """
    demand(policies.may_ask_for_help(by, opportunity))
    if opportunity.state.lifecycle in (Lifecycle.CLOSED, Lifecycle.CANCELLED):
        raise IllegalMove(opportunity.state.lifecycle, ScopingState.ASKED, "This has ended.")
    if is_waiting(opportunity):
        raise IllegalMove(
            "waiting", ScopingState.ASKED, "A custodian is about to read this. Take it back first."
        )
    now = timezone.now()
    said: dict[str, Any] = {"question": question, "wants_hour": wants_hour, "asked_by": by}
    scoping, made = Scoping.objects.get_or_create(
        opportunity_id=opportunity.pk, defaults={**said, "asked_at": now}
    )
    if not made:
        _move(scoping, ScopingState.ASKED)
        _set(scoping, **said, asked_at=now, helper=None, reminded_at=None)
    cache.delete(DESK)
    entry = record("opportunities.help_asked", by=by, about=opportunity)
    outbox.put(TELL, key=f"scoping:{entry.pk}", opportunity_id=opportunity.pk)
    return scoping


@transaction.atomic
def take_on(scoping: Scoping, *, by: User) -> Scoping:
    """A custodian helps. Of two at once the second is told (IllegalMove). Raises PermissionDenied."""
    demand(policies.may_help(by, scoping.opportunity))
    _move(scoping, ScopingState.HELPING)
    _set(scoping, helper=by)
    record("opportunities.help_taken", by=by, about=scoping.opportunity)
    _tell_authors(scoping, "taken")
    return scoping


@transaction.atomic
def let_go(scoping: Scoping, *, by: User) -> Scoping:
    """Put it back on the desk for somebody else. Raises PermissionDenied, IllegalMove."""
    demand(policies.is_helper(by, scoping))
    _move(scoping, ScopingState.ASKED)
    _set(scoping, helper=None)
    record("opportunities.help_let_go", by=by, about=scoping.opportunity)
    return scoping


@transaction.atomic
def comment(scoping: Scoping, *, by: User, about: str, text: str) -> ScopingComment:
    """Say something about one question, or about the whole. Raises PermissionDenied, IllegalMove."""
    demand(policies.is_helper(by, scoping))
    _demand_state(scoping, ScopingState.HELPING)
    if scoping.comments.count() >= MOST_COMMENTS:
        raise IllegalMove("full", "commented", f"{MOST_COMMENTS} comments are enough for a draft.")
    made = ScopingComment.objects.create(scoping=scoping, about=about, text=text, author=by)
    record("opportunities.help_commented", by=by, about=scoping.opportunity, comment=made.pk)
    _tell_authors(scoping, "commented", comment=text)
    return made


@transaction.atomic
def answer(remark: ScopingComment, *, by: User, text: str) -> ScopingComment:
    """What the authors say to a comment; the helper reads it. Raises PermissionDenied."""
    scoping = remark.scoping
    demand(policies.may_ask_for_help(by, scoping.opportunity))
    remark.answer, remark.answered_by = text, by
    remark.save(update_fields=["answer", "answered_by"])
    entry = record("opportunities.help_answered", by=by, about=scoping.opportunity)
    _tell_helper(scoping, "answered", key=str(entry.pk), answer=text)
    return remark


@transaction.atomic
def set_done(remark: ScopingComment, *, by: User, done: bool) -> ScopingComment:
    """Tick a comment off, or take the tick back. Raises PermissionDenied."""
    demand(policies.may_ask_for_help(by, remark.scoping.opportunity))
    remark.done_at = timezone.now() if done else None
    remark.save(update_fields=["done_at"])
    return remark


@transaction.atomic
def hand_back(scoping: Scoping, *, by: User, words: str = "") -> Scoping:
    """The helper is through; the authors go on. Raises PermissionDenied, IllegalMove."""
    demand(policies.is_helper(by, scoping))
    _move(scoping, ScopingState.HANDED_BACK)
    _set(scoping)
    if words:
        ScopingComment.objects.create(scoping=scoping, text=words, author=by)
    record("opportunities.help_handed_back", by=by, about=scoping.opportunity)
    _tell_authors(scoping, "handed_back", comment=words)
    return scoping


@transaction.atomic
def take_back(scoping: Scoping, *, by: User) -> Scoping:
    """The authors want no more help for now. Raises PermissionDenied, IllegalMove."""
    demand(policies.may_ask_for_help(by, scoping.opportunity))
    return _end(scoping, by=by)


@transaction.atomic
def give_back(scoping: Scoping, *, by: User) -> Scoping:
    """Taking it back was a mistake: whoever helped goes on, or it stands on the desk again.

    Raises PermissionDenied, IllegalMove.
    """
    demand(policies.may_ask_for_help(by, scoping.opportunity))
    _demand_state(scoping, ScopingState.TAKEN_BACK)
    helper = scoping.helper
    goes_on = helper is not None and policies.is_helper(helper, scoping)
    _move(scoping, ScopingState.HELPING if goes_on else ScopingState.ASKED)
    _set(scoping, helper=helper if goes_on else None)
    record("opportunities.help_given_back", by=by, about=scoping.opportunity)
    return scoping


def end_with_sending(opportunity: Opportunity, *, by: User | None) -> None:
    """What is sent in needs no more help: custodians read it now anyway."""
    scoping = Scoping.objects.filter(pk=opportunity.pk).select_related("opportunity").first()
    if scoping and scoping.state in (ScopingState.ASKED, ScopingState.HELPING):
        _end(scoping, by=by)


def _end(scoping: Scoping, *, by: User | None) -> Scoping:
    _move(scoping, ScopingState.TAKEN_BACK)
    _set(scoping)
    entry = record("opportunities.help_taken_back", by=by, about=scoping.opportunity)
    _tell_helper(scoping, "taken_back", key=str(entry.pk))
    return scoping


def _move(scoping: Scoping, to: ScopingState) -> None:
    move(scoping, to, moves=SCOPING_MOVES)


def _set(scoping: Scoping, **values: Any) -> None:
    for name, value in values.items():
        setattr(scoping, name, value)
    scoping.save(update_fields=[*values, "changed"])
    cache.delete(DESK)


def _demand_state(scoping: Scoping, state: ScopingState) -> None:
    now = Scoping.objects.select_for_update().values_list("state", flat=True).get(pk=scoping.pk)
    if now != state:
        raise IllegalMove(now, state)


def tell_helpers(opportunity_id: int) -> int:
    """Mail every custodian without a part in it that help is wanted; returns how many."""
    scoping = _of(opportunity_id)
    if scoping is None or scoping.state != ScopingState.ASKED:
        return 0
    return _tell_desk(scoping, "asked")


def remind_of_untaken(*, now: datetime.datetime | None = None) -> int:
    """Remind the custodians, once, of what nobody took for some days; returns of how many."""
    now = now or timezone.now()
    late = Scoping.objects.filter(
        state=ScopingState.ASKED, asked_at__lt=now - UNTAKEN, reminded_at__isnull=True
    )
    reminded = 0
    for pk in late.order_by("asked_at").values_list("pk", flat=True)[:200]:
        with transaction.atomic():
            if Scoping.objects.filter(pk=pk, reminded_at__isnull=True).update(reminded_at=now):
                scoping = _of(pk)
                if scoping is not None:
                    _tell_desk(scoping, "untaken")
                    reminded += 1
    return reminded


def _of(pk: int) -> Scoping | None:
    rows = Scoping.objects.select_related("opportunity__organisation", "opportunity__state")
    return rows.filter(pk=pk).first()


def _tell_desk(scoping: Scoping, kind: str) -> int:
    told = moderation.deciders(specific(scoping.opportunity))
    for user in told:
        _tell(scoping, kind, to=user, key=f"{scoping.asked_at:%Y%m%d%H%M%S%f}")
    return len(told)


def _tell_authors(scoping: Scoping, kind: str, **words: str) -> None:
    """Whoever asked, as long as they speak for the organisation; else whoever posted it."""
    asker = scoping.asked_by
    if asker is None or not policies.may_ask_for_help(asker, scoping.opportunity):
        asker = scoping.opportunity.state.submitted_by
    if asker is not None and policies.may_ask_for_help(asker, scoping.opportunity):
        _tell(scoping, kind, to=asker, key=f"{timezone.now():%Y%m%d%H%M%S%f}", **words)


def _tell_helper(scoping: Scoping, kind: str, *, key: str, **words: str) -> None:
    helper = scoping.helper
    if helper is not None and policies.is_helper(helper, scoping):
        _tell(scoping, kind, to=helper, key=key, **words)


def _tell(scoping: Scoping, kind: str, *, to: User, key: str, **words: str) -> None:
    notify(
        f"opportunities_help_{kind}",
        to=to,
        key=f"{scoping.pk}:{key}",
        title=scoping.opportunity.title,
        organisation=scoping.opportunity.hosts,
        noun=scoping.opportunity.get_kind_display().lower(),
        question=scoping.question,
        wants_hour=scoping.wants_hour,
        link=scoping.get_absolute_url(),
        **words,
    )
