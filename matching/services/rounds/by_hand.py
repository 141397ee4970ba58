"""Seats by hand: entered by one custodian with a reason, confirmed by another, or by the steward."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from profiles.models import User

from ...choices.rounds import BY_HAND_MOVES, ByHandKind, ByHandState, RoundState
from ...models import Round, RoundEntrant, RoundPlace, SeatByHand
from ...policies.rounds import may_confirm_by_hand, may_enter_by_hand
from . import telling
from .keys import new_key
from .planning import lock_round
from .refusing import Refused

BEFORE = frozenset({RoundState.POST, RoundState.RANK, RoundState.TIER})
AFTER = frozenset({RoundState.RUN, RoundState.CHECK, RoundState.PUBLISH})
DESK = "/desk/rounds/{slug}/"


@transaction.atomic
def enter_by_hand(application: Application, *, round_: Round, by: User, reason: str) -> SeatByHand:
    """Enter a seat: for personal circumstances until tiers close, after that as an override.

    The engine gives it before all else, and the judge says which pairs it upsets. Raises Http404 for
    whoever may not, Refused, in words, for what cannot be, IllegalMove once results are out.
    """
    demand(may_enter_by_hand(by, application), hidden=True)
    row = lock_round(round_)
    if row.is_published or row.state not in BEFORE | AFTER:
        raise IllegalMove(row.state, "entered", "Seats are given by hand before results are out.")
    hibernation.demand_awake()
    if not reason.strip():
        raise Refused("Say why. Only custodians and the steward read it.", "reason")
    place = RoundPlace.objects.filter(
        round=row, is_in=True, opportunity=application.opportunity_id
    ).first()
    if place is None or application.state not in LIVE - HOLDS_SEAT:
        raise Refused(
            "Choose an application that waits at a placement of this round.", "application"
        )
    other = SeatByHand.objects.filter(
        round=row,
        application__person=application.person_id,
        state__in=[ByHandState.ENTERED, ByHandState.CONFIRMED],
    )
    if other.exists():
        raise Refused("A seat by hand was entered for them already.", "application")
    RoundEntrant.objects.get_or_create(
        round=row, person=application.person, defaults={"key": new_key(row, "A")}
    )
    kind = ByHandKind.PERSONAL if row.state in BEFORE else ByHandKind.OVERRIDE
    try:
        with transaction.atomic():
            made = SeatByHand.objects.create(
                round=row,
                application=application,
                kind=kind,
                reason=reason.strip()[:1000],
                entered_by=by,
            )
    except IntegrityError as error:
        raise Refused("A seat by hand was entered for them already.", "application") from error
    record("matching.seat_by_hand_entered", by=by, about=made, kind=str(kind))
    others = [user for user in telling.custodians() if user.pk != by.pk]
    telling.tell(
        row,
        "matching_round_by_hand",
        others,
        key=f"hand:{made.pk}",
        link=DESK.format(slug=row.slug),
    )
    return made


@transaction.atomic
def confirm_by_hand(by_hand: SeatByHand, *, by: User) -> SeatByHand:
    """A second person says yes: from now on every run gives the seat first. Twice is once.

    Raises Http404 for whoever entered it or has a part in it, IllegalMove when it was settled.
    """
    return _settle(by_hand, ByHandState.CONFIRMED, by=by, why="")


@transaction.atomic
def refuse_by_hand(by_hand: SeatByHand, *, by: User, why: str) -> SeatByHand:
    """A second person says no, with a reason for the first. Raises as :func:`confirm_by_hand`."""
    if not why.strip():
        raise Refused("Say why, for whoever entered it.", "why")
    return _settle(by_hand, ByHandState.REFUSED, by=by, why=why)


def _settle(by_hand: SeatByHand, to: str, *, by: User, why: str) -> SeatByHand:
    row = _hold(by_hand)
    demand(may_confirm_by_hand(by, row), hidden=True)
    if row.state == to:
        return row
    _demand_before_results(row)
    move(row, to, moves=BY_HAND_MOVES)
    row.decided_by, row.decided_at, row.decided_why = by, timezone.now(), why.strip()[:300]
    row.save(update_fields=["decided_by", "decided_at", "decided_why"])
    record(f"matching.seat_by_hand_{to}", by=by, about=row)
    return row


@transaction.atomic
def take_back_by_hand(by_hand: SeatByHand, *, by: User, why: str) -> SeatByHand:
    """Take one back before results are out: a custodian without a part in it, with a reason."""
    row = _hold(by_hand)
    demand(may_enter_by_hand(by, row.application), hidden=True)
    if row.state == ByHandState.TAKEN_BACK:
        return row
    if not why.strip():
        raise Refused("Say why: it stands in the record of the round.", "why")
    _demand_before_results(row)
    move(row, ByHandState.TAKEN_BACK, moves=BY_HAND_MOVES)
    SeatByHand.objects.filter(pk=row.pk).update(decided_why=why.strip()[:300])
    record("matching.seat_by_hand_taken_back", by=by, about=row)
    row.refresh_from_db()
    return row


def _hold(by_hand: SeatByHand) -> SeatByHand:
    round_ = lock_round(by_hand.round)
    rows = SeatByHand.objects.select_related("application__opportunity__organisation")
    row = rows.select_related("application__person").get(pk=by_hand.pk)
    row.round = round_
    return row


def _demand_before_results(row: SeatByHand) -> None:
    if row.round.is_published or row.round.is_over:
        raise IllegalMove(row.state, "decided", "The results are out.")
