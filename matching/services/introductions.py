"""Introductions: asked for, answered by both sides, and only then does each see the other.

The one door to their states. Rows are locked before they are judged; the database's own
constraints stand behind (one waiting introduction for a pair, introduced only with two yes).
"""

import datetime

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from common import activity, hibernation, outbox
from common.states import IllegalMove, move
from profiles.choices import Scope
from profiles.models import Offer, User
from profiles.policies import offer_is_for
from profiles.services import end_disclosures, free_place, take_place
from profiles.services.offers import OfferFull

from .. import links, policies, standing
from ..choices import (
    INTRODUCTION_MOVES,
    LIVE_STATES,
    MET_STATES,
    OPENED_STATES,
    TO_INTRODUCE,
    WAITING_STATES,
    Answer,
    Approval,
    ApprovalCause,
    IntroductionState,
    Side,
)
from ..models import Introduction, Match, pair_ids
from ..signals import introduced, introduction_ended
from . import letters
from .limits import demand_few
from .opening import SILENCE, cause, open_person

LIFETIME = datetime.timedelta(days=14)
GOING_ON = "going_on"
LATER_STATES = ("agreed", "under_way", "done", "fell_through")


@transaction.atomic
def propose(
    match: Match, *, by: User, message: str = "", with_custodian: bool = False
) -> Introduction:
    """Ask for an introduction; the side that asks has thereby said yes.

    A custodian answers for nobody: then both sides are asked, and the custodian brokers it. With
    ``with_custodian``, or where children or adults at risk are touched, the two meet only once a
    custodian has agreed too. Asking again for a pair whose
    introduction is alive returns that one. Raises PermissionDenied for a stranger, IllegalMove when
    the match is no longer current or one of the two is no longer open, TooManyAsked for whoever is no
    custodian and has asked ten times within a day.
    """
    if not policies.may_propose(by, match):
        raise PermissionDenied("Only the two sides of a match, or a custodian, can ask.")
    existing = _alive(match)
    if existing is not None:
        return existing
    hibernation.demand_awake()
    _demand_current(match)
    demand_few(by)
    if match.offer and not offer_is_for(match.offer, match.opportunity.organisation):
        raise PermissionDenied("This offer is for other kinds of organisation.")
    side = policies.side_of(by, match)
    try:
        with transaction.atomic():
            introduction = Introduction.objects.create(
                match=match,
                **pair_ids(match),
                proposed_by=by,
                message=message,
                expires_at=timezone.now() + LIFETIME,
                need_answer=Answer.YES if side == Side.NEED else Answer.NONE,
                supply_answer=Answer.YES if side == Side.SUPPLY else Answer.NONE,
                **_approval(match, with_custodian),
            )
    except IntegrityError:
        existing = _alive(match)
        if existing is None:
            raise
        return existing
    activity.record(
        "matching.introduction_proposed", by=by, about=introduction, side=side or "custodian"
    )
    if not side:
        from .brokering import take_over  # late: it stands on this module

        introduction = take_over(introduction, by=by)
    cache.delete(TO_INTRODUCE)
    letters.ask(introduction)
    return introduction


def _approval(match: Match, with_custodian: bool) -> dict[str, str]:
    """Whether a custodian has to agree before the two meet, and why."""
    if match.opportunity.touches_vulnerable:
        return {"approval": Approval.ASKED, "approval_cause": ApprovalCause.SAFEGUARDING}
    if with_custodian:
        return {"approval": Approval.ASKED, "approval_cause": ApprovalCause.PARTY}
    return {}


@transaction.atomic
def ask_custodian(introduction: Introduction, *, by: User) -> Introduction:
    """One side wants a custodian to look first. Raises PermissionDenied for others, IllegalMove later."""
    introduction = locked(introduction.pk)
    if not policies.may_answer(by, introduction):
        raise PermissionDenied("Only the two sides can ask for this.")
    if not introduction.is_waiting:
        raise IllegalMove(introduction.state, "asked", "It is too late to ask for this.")
    if introduction.approval == Approval.NONE:
        introduction.approval = Approval.ASKED
        introduction.approval_cause = ApprovalCause.PARTY
        introduction.save(update_fields=["approval", "approval_cause"])
        activity.record("matching.approval_asked", by=by, about=introduction)
    return introduction


def approved(introduction: Introduction, *, by: User) -> Introduction:
    """Note a custodian's agreement on a locked row; with both yes there, introduce them."""
    if introduction.approval != Approval.ASKED or not introduction.is_waiting:
        raise IllegalMove(introduction.state, "approved", "This waits for no custodian.")
    _demand_open(introduction)
    introduction.approval = Approval.GIVEN
    introduction.save(update_fields=["approval"])
    activity.record("matching.approval_given", by=by, about=introduction)
    if introduction.need_answer == introduction.supply_answer == Answer.YES:
        introduce(introduction)
    return introduction


def _alive(match: Match) -> Introduction | None:
    return (
        Introduction.objects.filter(
            **pair_ids(match),
            state__in=LIVE_STATES,
        )
        .order_by("-pk")
        .first()
    )


def _demand_current(match: Match) -> None:
    stands = Match.objects.filter(pk=match.pk, is_current=True).exists()
    room = not match.offer_id or Offer.objects.open().filter(pk=match.offer_id).exists()
    if not (stands and room) or standing.what_stops(match):
        raise IllegalMove(
            "gone", "proposed", "This suggestion no longer stands. Open the list again."
        )


@transaction.atomic
def accept(
    introduction: Introduction, *, by: User | None = None, token: str | None = None
) -> Introduction:
    """Say yes for one's side; with the second yes both see how to reach each other.

    ``token`` is a signed link's text, in place of ``by``. Saying yes twice is saying it once.
    Raises PermissionDenied for who may not answer, IllegalMove when it ran out of time, has ended,
    something stops it (:mod:`matching.standing`), or the offer's last place has gone;
    links.LinkExpired or links.LinkInvalid for a bad token.
    """
    introduction, by, side = _opened(introduction, by, token)
    if getattr(introduction, f"{side}_answer") == Answer.YES and introduction.state in (
        *WAITING_STATES,
        *OPENED_STATES,
    ):
        return introduction
    _demand_open(introduction)
    _write_answer(introduction, side, Answer.YES)
    activity.record("matching.introduction_accepted", by=by, about=introduction, side=side)
    both = introduction.need_answer == introduction.supply_answer == Answer.YES
    if both and introduction.approval != Approval.ASKED:
        introduce(introduction)
    elif introduction.state == IntroductionState.PROPOSED:
        move(introduction, IntroductionState.ONE_ACCEPTED, moves=INTRODUCTION_MOVES)
    if both and introduction.approval == Approval.ASKED:
        # The custodian has as long as the two had.
        introduction.expires_at = timezone.now() + LIFETIME
        introduction.save(update_fields=["expires_at"])
    return introduction


@transaction.atomic
def decline(
    introduction: Introduction,
    *,
    by: User | None = None,
    token: str | None = None,
    reason: str = "",
) -> Introduction:
    """Say no for one's side, kindly. The other side is told, but never the reason.

    The pair is not suggested again. Saying no twice is saying it once. Raises as :func:`accept`.
    """
    introduction, by, side = _opened(introduction, by, token)
    if introduction.state == IntroductionState.DECLINED and (
        getattr(introduction, f"{side}_answer") == Answer.NO
    ):
        return introduction
    _write_answer(introduction, side, Answer.NO)
    move(introduction, IntroductionState.DECLINED, moves=INTRODUCTION_MOVES)
    introduction.decline_reason = reason
    introduction.ended_at = timezone.now()
    introduction.save(update_fields=["decline_reason", "ended_at"])
    Match.objects.filter(
        **pair_ids(introduction),
        is_current=True,
    ).update(is_current=False)
    activity.record("matching.introduction_declined", by=by, about=introduction, side=side)
    letters.declined(introduction, by_side=side)
    introduction_ended.send(Introduction, introduction_id=introduction.pk)
    return introduction


def locked(pk: int) -> Introduction:
    """The row, locked for the rest of the transaction, with what the policies ask about."""
    return (
        Introduction.objects.select_for_update(of=("self",))
        .select_related(
            "opportunity__organisation",
            "opportunity__state",
            "person__user",
            "offer__organisation",
            "offer__state__owner",
        )
        .get(pk=pk)
    )


def _opened(introduction: Introduction, by: User | None, token: str | None):
    """Lock the row and find who answers for which side."""
    if token is not None:
        link = links.read(token)
        if link.introduction_id != introduction.pk:
            raise links.LinkInvalid
        by = User.objects.filter(pk=link.user_id, is_active=True).first()
    introduction = locked(introduction.pk)
    if by is None or not policies.may_answer(by, introduction):
        raise PermissionDenied("Only the two sides can answer this.")
    return introduction, by, policies.side_of(by, introduction)


def _demand_open(introduction: Introduction) -> None:
    why = standing.what_stops(introduction) if introduction.is_waiting else ""
    if why:
        raise IllegalMove(introduction.state, "introduced", standing.WORDS[why])


def _write_answer(introduction: Introduction, side: str, answer: str) -> None:
    """Write one side's answer while the introduction waits and its time has not run out."""
    field = f"{side}_answer"
    written = Introduction.objects.filter(
        pk=introduction.pk, state__in=WAITING_STATES, expires_at__gt=Now()
    ).update(**{field: answer})
    if written:
        setattr(introduction, field, answer)
        return
    wanted = "introduced" if answer == Answer.YES else "declined"
    if introduction.state in WAITING_STATES:
        ended = timezone.localtime(introduction.expires_at)
        raise IllegalMove(
            "expired", wanted, f"The time to answer ended on {ended.day} {ended:%B at %H:%M}."
        )
    raise IllegalMove(introduction.state, wanted)


def introduce(introduction: Introduction) -> None:
    """Both said yes: take the offer's place, open each side to the other, and tell them."""
    move(introduction, IntroductionState.INTRODUCED, moves=INTRODUCTION_MOVES)
    introduction.introduced_at = timezone.now()
    introduction.expires_at = introduction.introduced_at + SILENCE
    introduction.save(update_fields=["introduced_at", "expires_at"])
    if introduction.offer is not None:
        try:
            take_place(introduction.offer)
        except OfferFull as full:
            raise IllegalMove("full", "introduced", str(full)) from full
        outbox.put(
            "matching.score_offer",
            key=f"offer:{introduction.offer_id}",
            offer_id=introduction.offer_id,
        )
    elif introduction.person is not None:
        open_person(introduction, Scope.CONTACT)
    activity.record("matching.introduced", by=None, about=introduction)
    letters.introduced(introduction)
    introduced.send(Introduction, introduction_id=introduction.pk)


@transaction.atomic
def advance(introduction: Introduction, to: str, *, by: User) -> Introduction:
    """Say how it went on: agreed, under way, done, fell through, or just that it goes on.

    Where it ends, what it opened is closed again; where it falls through, the offer's place is
    free again and the other side is told. Raises PermissionDenied unless ``by`` is one of the two
    sides, IllegalMove for a step that is not next.
    """
    introduction = locked(introduction.pk)
    if not policies.may_answer(by, introduction):
        raise PermissionDenied("Only the two sides can say how it went on.")
    if to not in (*LATER_STATES, GOING_ON) or (
        to == GOING_ON and introduction.state not in MET_STATES
    ):
        raise IllegalMove(introduction.state, to)
    if to != GOING_ON:
        move(introduction, to, moves=INTRODUCTION_MOVES)
    activity.record("matching.introduction_moved", by=by, about=introduction, to=to)
    if introduction.state in MET_STATES:
        introduction.expires_at = timezone.now() + SILENCE
        introduction.reminded_at = None
        introduction.save(update_fields=["expires_at", "reminded_at"])
        open_person(introduction, Scope.CONTACT)
        if introduction.state != IntroductionState.INTRODUCED:
            # Agreeing is the acceptance after which a host may learn what a person needs.
            open_person(introduction, Scope.ACCESS)
    if to in (IntroductionState.DONE, IntroductionState.FELL_THROUGH):
        introduction.ended_at = timezone.now()
        introduction.save(update_fields=["ended_at"])
        end_disclosures(cause(introduction))
        if to == IntroductionState.FELL_THROUGH:
            if introduction.offer is not None:
                free_place(introduction.offer)
            letters.ended(introduction, by_side=policies.side_of(by, introduction))
        introduction_ended.send(Introduction, introduction_id=introduction.pk)
    return introduction


@transaction.atomic
def run_out(pk: int, *, why: str = "") -> bool:
    """End one waiting introduction and tell both sides; whether this call was the one to do so.

    ``why`` is what stops it before its time is up (see :mod:`matching.standing`).
    """
    introduction = locked(pk)
    if not introduction.is_waiting:
        return False
    if not why and introduction.expires_at > timezone.now():
        return False
    move(introduction, IntroductionState.EXPIRED, moves=INTRODUCTION_MOVES)
    introduction.ended_at = timezone.now()
    introduction.save(update_fields=["ended_at"])
    activity.record("matching.introduction_expired", by=None, about=introduction)
    letters.expired(introduction, why=why)
    introduction_ended.send(Introduction, introduction_id=introduction.pk)
    return True
