"""Swaps: two people would rather have each other's seat, and both hosts say yes.

Whoever asks knows the other's key because that person told them: nobody is listed. With the last of four
yeses both seats change hands in one transaction, through the ledger.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from opportunities.services import in_rounds
from opportunities.services.sharing import users_of_host
from profiles.models import User

from ...choices.rounds import SWAP_MOVES, RoundState, SwapParty, SwapState
from ...models import Round, RoundPlace, RoundResult, RoundSwap
from ...policies.rounds import may_ask_for_swap, may_see_result, swap_parties
from ...words.round_mails import ordinal
from . import telling
from .planning import lock_round
from .refusing import Refused

S = SwapState
CLOSED = "Seats are swapped while results are fresh: see the dates of the round."
NOT_BOTH = (
    "A swap needs two seats at different placements, and each of you an application that still stands "
    "at the other’s. Check the key, and that both of you applied there."
)
STAMPS = {
    SwapParty.SECOND: "second_yes_at",
    SwapParty.FIRST_HOST: "first_host_yes_at",
    SwapParty.SECOND_HOST: "second_host_yes_at",
}


@transaction.atomic
def propose_swap(result: RoundResult, *, other_key: str, by: User) -> RoundSwap:
    """Ask whoever has that key to swap seats. Twice is the same as once.

    Raises Http404 for whoever does not hold the seat, Refused in words, IllegalMove outside of the window.
    """
    demand(may_ask_for_swap(by, result), hidden=True)
    row = _hold(result.round)
    hibernation.demand_awake()
    mine = _seat(row, Q(pk=result.pk))
    if mine is None:
        raise Refused("You have no seat to swap.")
    other = _seat(row, Q(entrant__key=other_key.strip().upper()))
    if other is None or other.pk == mine.pk or _applications(mine, other) is None:
        raise Refused(NOT_BOTH, "other_key")
    open_ = RoundSwap.objects.filter(round=row, state=S.PROPOSED)
    found = open_.filter(first=mine, second=other).first()
    if found is not None:
        return found
    if open_.filter(Q(first=mine) | Q(second=mine)).exists():
        raise Refused("You have a swap that waits for an answer. Settle that one first.")
    try:
        with transaction.atomic():
            swap = RoundSwap.objects.create(
                round=row, first=mine, second=other, proposed_by=mine.entrant.person
            )
    except IntegrityError as error:
        raise Refused("This swap was asked for already.", "other_key") from error
    record("matching.round_swap_proposed", by=by, about=swap)
    assert other.entrant.person is not None
    _ask(swap, [other.entrant.person.user], "person")
    return swap


@transaction.atomic
def answer_swap(swap: RoundSwap, *, by: User, yes: bool) -> RoundSwap:
    """Say yes or no for each party that ``by`` speaks for. With the last yes it is done, in one go.

    Raises Http404 for anybody else, IllegalMove when it is over.
    """
    row = _hold(swap.round, need_open=False)
    swap = _fresh(swap)
    parties = [one for one in swap_parties(by, swap) if one in STAMPS]
    demand(bool(parties), hidden=True)
    if swap.state == (S.DONE if yes else S.DECLINED):
        return swap
    if swap.state != S.PROPOSED:
        raise IllegalMove(swap.state, "answered", "This swap is over.")
    if row.state != RoundState.PUBLISH:
        raise IllegalMove(row.state, "answered", CLOSED)
    if not yes:
        return _end(swap, S.DECLINED, by=by)
    now = timezone.now()
    was_agreed = swap.second_yes_at is not None
    for party in parties:
        name = STAMPS[SwapParty(party)]
        if getattr(swap, name) is None:
            setattr(swap, name, now)
    swap.save(update_fields=[*STAMPS.values()])
    record("matching.round_swap_yes", by=by, about=swap, parties=parties)
    if swap.second_yes_at and not was_agreed:
        for result in (swap.first, swap.second):
            _ask(swap, users_of_host(_place(result).opportunity), "host")
    if all(getattr(swap, name) for name in STAMPS.values()):
        _swap(swap, by)
    return swap


@transaction.atomic
def take_back_swap(swap: RoundSwap, *, by: User) -> RoundSwap:
    """Whoever asked asks no longer. Raises Http404, IllegalMove when it is over."""
    _hold(swap.round, need_open=False)
    swap = _fresh(swap)
    demand(may_see_result(by, swap.first), hidden=True)
    if swap.state == S.TAKEN_BACK:
        return swap
    if swap.state != S.PROPOSED:
        raise IllegalMove(swap.state, S.TAKEN_BACK, "This swap is over.")
    return _end(swap, S.TAKEN_BACK, by=by)


def _hold(round_: Round, *, need_open: bool = True) -> Round:
    row = lock_round(round_)
    if need_open and (row.state != RoundState.PUBLISH or not row.is_published):
        raise IllegalMove(row.state, "swapped", CLOSED)
    return row


def _fresh(swap: RoundSwap) -> RoundSwap:
    rows = RoundSwap.objects.select_related(
        "first__entrant__person__user",
        "second__entrant__person__user",
        "first__place__opportunity__organisation",
        "first__place__opportunity__state",
        "second__place__opportunity__organisation",
        "second__place__opportunity__state",
        "round",
    )
    return rows.get(pk=swap.pk)


def _seat(row: Round, which: Q) -> RoundResult | None:
    rows = RoundResult.objects.filter(
        which, round=row, is_current=True, kind="seat", ended_at=None, application__isnull=False
    ).select_related("application", "entrant__person__user", "place__opportunity__state", "round")
    found = rows.first()
    if found is None or _won(found).state not in HOLDS_SEAT:
        return None
    return found


def _won(seat: RoundResult) -> Application:
    """The application that won a seat."""
    assert seat.application is not None
    return seat.application


def _place(seat: RoundResult) -> RoundPlace:
    """Where a seat is."""
    assert seat.place is not None
    return seat.place


def _applications(
    first: RoundResult, second: RoundResult
) -> tuple[Application, Application] | None:
    """What each would hold afterwards; None unless both applied at the other's placement."""
    if first.place_id == second.place_id or not first.entrant.person or not second.entrant.person:
        return None
    waiting = Application.objects.filter(state__in=sorted(LIVE - HOLDS_SEAT))
    one = waiting.filter(
        person=first.entrant.person_id, opportunity=_place(second).opportunity_id
    ).first()
    other = waiting.filter(
        person=second.entrant.person_id, opportunity=_place(first).opportunity_id
    ).first()
    return (one, other) if one is not None and other is not None else None


def _swap(swap: RoundSwap, by: User) -> None:
    """Both seats change hands, or neither does."""
    seats = [_seat(swap.round, Q(pk=pk)) for pk in (swap.first_id, swap.second_id)]
    first, second = seats
    wanted = _applications(first, second) if first and second else None
    if first is None or second is None or wanted is None:
        raise IllegalMove(
            swap.state,
            S.DONE,
            "One of the two seats has been given up meanwhile, so nothing changed.",
        )
    given = sorted((_won(first), _won(second)), key=lambda one: (one.opportunity_id, one.pk))
    places = (_place(first), _place(second))
    for result, application, place in (
        (first, wanted[0], places[1]),
        (second, wanted[1], places[0]),
    ):
        choice = result.entrant.choices.filter(place=place, clearing=False).first()
        result.application, result.place = application, place
        result.choice = choice.position if choice else 0
        result.choices = []
        listed = f", your {ordinal(choice.position)} choice" if choice else ""
        result.words = (
            f"You have a seat at “{place.opportunity.title}”{listed}. You swapped for it, and both "
            "hosts agreed."
        )
        result.save(update_fields=["application", "place", "choice", "choices", "words"])
    for application in given:
        in_rounds.give_up_place(application)
    for application in sorted(wanted, key=lambda one: (one.opportunity_id, one.pk)):
        in_rounds.win_place(application, why="swap")
    swap.ended_at = timezone.now()
    swap.save(update_fields=["ended_at"])
    move(swap, S.DONE, moves=SWAP_MOVES)
    record("matching.round_swapped", by=by, about=swap)
    others = RoundSwap.objects.filter(state=S.PROPOSED).filter(
        Q(first__in=[first, second]) | Q(second__in=[first, second])
    )
    others.update(state=S.EXPIRED, ended_at=timezone.now())
    _tell_over(swap)


def _end(swap: RoundSwap, to: str, *, by: User) -> RoundSwap:
    swap.ended_at = timezone.now()
    swap.save(update_fields=["ended_at"])
    move(swap, to, moves=SWAP_MOVES)
    record(f"matching.round_swap_{to}", by=by, about=swap)
    _tell_over(swap)
    return swap


def _ask(swap: RoundSwap, users, who: str) -> None:
    telling.tell(
        swap.round,
        "matching_round_swap",
        [user for user in users if user is not None],
        key=f"swap:{swap.pk}:{who}",
        who=who,
        mine=_place(swap.second).opportunity.title,
        theirs=_place(swap.first).opportunity.title,
        link=f"{swap.round.get_absolute_url()}swaps/",
    )


def _tell_over(swap: RoundSwap) -> None:
    people = [one.entrant.person for one in (swap.first, swap.second)]
    users = [one.user for one in people if one is not None and one.user is not None]
    if swap.state == S.DONE:
        for result in (swap.first, swap.second):
            users += list(users_of_host(_place(result).opportunity))
    telling.tell(
        swap.round,
        "matching_round_swap_over",
        {user.pk: user for user in users}.values(),
        key=f"swap:{swap.pk}:{swap.state}",
        outcome=swap.get_state_display(),
        done=swap.state == S.DONE,
        link=f"{swap.round.get_absolute_url()}swaps/",
    )
