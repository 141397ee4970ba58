"""Published results taken back: by two people, with a reason that everybody reads, all or nothing.

Possible while results are fresh and seats can be swapped. The round then stands in the phase of results
without any, as before it was published: it waits for a run and a publication, and the dates after it move
on by as long. Lists, tiers and the sealed seed stay; so do the results, which count no more.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import hibernation, outbox
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from opportunities.services import in_rounds
from profiles.models import User

from ...choices.round_measures import TAKING_BACK_MOVES, TakingBackState
from ...choices.rounds import (
    PUBLICATION_MOVES,
    PublicationState,
    RoundRunKind,
    RoundState,
    SwapState,
)
from ...models import PlaceResult, Publication, Round, RoundResult, RoundSwap, TakingBack
from ...policies.rounds import may_confirm_taking_back, may_publish
from . import telling
from .planning import lock_round
from .refusing import Refused

T = TakingBackState
WORK = "matching.take_results_back"
TOO_LATE = (
    "Results can be taken back while seats can be swapped. Now seats are given back one by one."
)


@transaction.atomic
def ask_to_take_back(round_: Round, *, by: User, reason: str) -> TakingBack:
    """Say why the results that are out should count no more; another custodian decides.

    Twice is the same as once. Raises Http404 for whoever may not publish, IllegalMove outside of its
    time, Refused without a reason.
    """
    demand(may_publish(by, round_), hidden=True)
    row = lock_round(round_)
    open_ = TakingBack.objects.filter(round=row, state__in=[T.ENTERED, T.CONFIRMED]).first()
    if open_ is not None:
        return open_
    publication = _demand_time(row)
    hibernation.demand_awake()
    if not reason.strip():
        raise Refused("Say why: everybody in the round reads it.", "reason")
    try:
        with transaction.atomic():
            made = TakingBack.objects.create(
                round=row, publication=publication, reason=reason.strip()[:500], entered_by=by
            )
    except IntegrityError as error:
        raise Refused("Somebody has asked for it already.", "reason") from error
    record("matching.taking_back_entered", by=by, about=made)
    telling.tell(
        row,
        "matching_round_taking_back",
        [user for user in telling.custodians() if user.pk != by.pk],
        key=f"taking-back:{made.pk}",
        reason=made.reason,
        link=f"/desk{row.get_absolute_url()}taking-back/",
    )
    return made


def _demand_time(row: Round) -> Publication:
    """The publication that brought the results out. Raises IllegalMove where none can be taken back."""
    publications = Publication.objects.filter(round=row, run__kind=RoundRunKind.MAIN)
    found = publications.filter(state=PublicationState.PUBLISHED).first()
    if row.state != RoundState.PUBLISH or found is None:
        raise IllegalMove(row.state, "taken back", TOO_LATE)
    if row.publications.filter(state=PublicationState.ASKED).exists():
        raise IllegalMove(row.state, "taken back", "Something is being published. Wait for that.")
    return found


@transaction.atomic
def confirm_taking_back(taking: TakingBack, *, by: User) -> TakingBack:
    """A second person says yes: the worker undoes the whole publication. Twice is once.

    Raises Http404 for whoever asked for it or has a part in the round, IllegalMove when it was decided.
    """
    row = _hold(taking)
    demand(may_confirm_taking_back(by, row), hidden=True)
    if row.state in (T.CONFIRMED, T.DONE):
        return row
    _demand_time(row.round)
    hibernation.demand_awake()
    row.decided_by, row.decided_at = by, timezone.now()
    row.save(update_fields=["decided_by", "decided_at"])
    move(row, T.CONFIRMED, moves=TAKING_BACK_MOVES)
    outbox.put(WORK, key=f"taking-back:{row.pk}", taking_id=row.pk)
    record("matching.taking_back_confirmed", by=by, about=row)
    return row


@transaction.atomic
def refuse_taking_back(taking: TakingBack, *, by: User, why: str) -> TakingBack:
    """The results stand. Whoever asked may think better of it too. Raises as the confirmation does."""
    row = _hold(taking)
    own = row.entered_by_id == by.pk and may_publish(by, row.round)
    demand(own or may_confirm_taking_back(by, row), hidden=True)
    if row.state == T.REFUSED:
        return row
    if not why.strip():
        raise Refused("Say why the results stand.", "reason")
    if row.state != T.ENTERED:
        raise IllegalMove(row.state, T.REFUSED, "It was decided already.")
    move(row, T.REFUSED, moves=TAKING_BACK_MOVES)
    row.decided_by, row.decided_at, row.decided_why = by, timezone.now(), why.strip()[:300]
    row.save(update_fields=["decided_by", "decided_at", "decided_why"])
    record("matching.taking_back_refused", by=by, about=row)
    return row


def _hold(taking: TakingBack) -> TakingBack:
    round_ = lock_round(taking.round)
    row = TakingBack.objects.get(pk=taking.pk)
    row.round = round_
    return row


@transaction.atomic
def carry_out_taking_back(taking_id: int) -> TakingBack | None:
    """The worker's verb: all of it in this one transaction, or nothing. Safe to run twice."""
    found = TakingBack.objects.filter(pk=taking_id).first()
    if found is None:
        return None
    row = _hold(found)
    if row.state != T.CONFIRMED:
        return row
    try:
        publication = _demand_time(row.round)
    except IllegalMove as error:
        move(row, T.REFUSED, moves=TAKING_BACK_MOVES)
        row.decided_why = str(error)[:300]
        row.save(update_fields=["decided_why"])
        record("matching.taking_back_refused", by=None, about=row)
        return row
    _undo(row, publication)
    return row


def _undo(row: TakingBack, publication: Publication) -> None:
    round_, now = row.round, timezone.now()
    people = _who_had_a_result(round_)
    hosts = telling.hosts_of(round_)
    RoundSwap.objects.filter(round=round_, state=SwapState.PROPOSED).update(
        state=SwapState.EXPIRED, ended_at=now
    )
    # Results first: what frees a seat is not to look for somebody to move up.
    RoundResult.objects.filter(round=round_, is_current=True).update(is_current=False)
    PlaceResult.objects.filter(place__round=round_, is_current=True).update(is_current=False)
    places = round_.places.filter(is_in=True).values_list("opportunity_id", flat=True)
    undone = 0
    for application in in_rounds.won_in_round(places, since=publication.asked_at):
        undone += in_rounds.take_back_place(application)
    for one in Publication.objects.filter(round=round_, state=PublicationState.PUBLISHED):
        move(one, PublicationState.TAKEN_BACK, moves=PUBLICATION_MOVES)
    Round.objects.filter(pk=round_.pk).update(published_at=None)
    round_.published_at = None
    row.done_at = now
    row.save(update_fields=["done_at"])
    move(row, T.DONE, moves=TAKING_BACK_MOVES)
    record("matching.round_taken_back", by=row.decided_by, about=row, seats=undone)
    users = {user.pk: user for user in [*people, *hosts, *telling.custodians()]}
    telling.tell(
        round_,
        "matching_round_taken_back",
        [users[pk] for pk in sorted(users)],
        key=f"taken-back:{row.pk}",
        reason=row.reason,
    )


def _who_had_a_result(round_: Round) -> list[User]:
    users = User.objects.filter(
        is_active=True,
        person__round_entries__round=round_,
        person__round_entries__results__is_current=True,
    )
    return list(users.distinct().order_by("pk"))
