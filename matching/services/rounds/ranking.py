"""Applicants rank: an ordered list, saved as often as they like until the phase closes."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from profiles.models import Person, User

from ...choices.rounds import RANKING, RoundState
from ...models import Round, RoundChoice, RoundEntrant, RoundPlace
from ...policies.rounds import may_rank
from .keys import new_key
from .phases import advance_round
from .planning import lock_round
from .refusing import Refused, StaleList
from .times import in_london


@transaction.atomic
def save_ranking(
    round_: Round,
    *,
    by: User,
    places: Sequence[int],
    version: int,
    received: datetime.datetime | None = None,
) -> RoundEntrant:
    """Keep an ordered list of placements (ids of ``RoundPlace``), the first wanted most.

    What the server ``received`` before the phase closed counts. In *clear* it is the list of
    somebody without a seat. ``version`` is that of the list which the page showed: saving the same
    list again is no change. Raises Http404, IllegalMove outside of its time, Refused for a list that
    cannot be, StaleList when another was saved meanwhile.
    """
    received = received or timezone.now()
    demand(may_rank(by, round_), hidden=True)
    # Not the clock's last round but this moment decides what is open.
    row = advance_round(round_, now=received)
    _demand_time(row, received)
    hibernation.demand_awake()
    person = Person.objects.filter(user=by).first()
    if person is None:
        raise Refused("You have no profile yet. Make one, then apply for placements and rank them.")
    clearing = row.state == RoundState.CLEAR
    wanted = _checked(row, person, places, clearing)
    entrant, _ = RoundEntrant.objects.get_or_create(
        round=row, person=person, defaults={"key": new_key(row, "A")}
    )
    if clearing and entrant.results.filter(is_current=True, kind="seat", ended_at=None).exists():
        raise Refused("You have a seat. Clearing is for those without one.")
    saved = list(
        entrant.choices.filter(clearing=clearing)
        .order_by("position")
        .values_list("place_id", flat=True)
    )
    if saved == wanted and entrant.left_at is None and entrant.version:
        return entrant
    if version != entrant.version:
        raise StaleList(saved, entrant.version)
    entrant.choices.filter(clearing=clearing).delete()
    RoundChoice.objects.bulk_create(
        RoundChoice(entrant=entrant, place_id=pk, position=position, clearing=clearing)
        for position, pk in enumerate(wanted, start=1)
    )
    entrant.version += 1
    entrant.saved_at, entrant.left_at = received, None
    entrant.save(update_fields=["version", "saved_at", "left_at"])
    record("matching.round_ranked", by=by, about=entrant, length=len(wanted))
    return entrant


def _demand_time(row: Round, received: datetime.datetime) -> None:
    """Raises IllegalMove, in words, unless lists are taken at this moment."""
    phase = row.phases.filter(kind=row.state).first() if row.state in RANKING else None
    if phase is not None and received < phase.closes_at:
        return
    last = phase or row.phases.get(kind=RoundState.RANK)
    if last.opens_at > received:
        raise IllegalMove(
            row.state, "ranked", f"Ranking opens at {in_london(last.opens_at)}. Nothing was saved."
        )
    raise IllegalMove(
        row.state,
        "ranked",
        f"Ranking closed at {in_london(last.closes_at)}. What you had saved by then counts; this "
        "change does not.",
    )


def _checked(row: Round, person: Person, places: Sequence[int], clearing: bool) -> list[int]:
    wanted = [int(pk) for pk in places]
    if len(set(wanted)) != len(wanted):
        raise Refused("Each placement can stand on your list once.", "places")
    if len(wanted) > row.most_choices:
        raise Refused(f"Your list can hold {row.most_choices} placements at most.", "places")
    open_ = RoundPlace.objects.filter(round=row, is_in=True, pk__in=wanted)
    known = dict(open_.values_list("pk", "opportunity__title"))
    if set(wanted) - set(known):
        raise Refused("One of these placements is not in this round.", "places")
    mine = set(
        Application.objects.filter(
            person=person,
            opportunity__round_places__in=list(known),
            state__in=sorted(LIVE - HOLDS_SEAT),
        ).values_list("opportunity__round_places__pk", flat=True)
    )
    for pk in wanted:
        if pk not in mine:
            raise Refused(
                f"Apply for “{known[pk]}” first: its host has to read you before a round can "
                "place you there.",
                "places",
            )
    return wanted


@transaction.atomic
def leave_as_applicant(round_: Round, *, by: User) -> RoundEntrant | None:
    """Take no part any more: the list is thrown away. Possible until lists close. Twice is once.

    Applications stay as they are, for whoever wants to take those back too. Raises IllegalMove after.
    """
    row = lock_round(round_)
    entrant = RoundEntrant.objects.filter(round=row, person__user=by).first()
    if entrant is None or entrant.left_at is not None:
        return entrant
    if row.state not in RANKING | {RoundState.TIER}:
        raise IllegalMove(
            row.state,
            "left",
            "Lists are closed. You can take back an application at any time, and with it any seat.",
        )
    entrant.choices.all().delete()
    entrant.version += 1
    entrant.left_at = timezone.now()
    entrant.save(update_fields=["version", "left_at"])
    record("matching.round_entrant_left", by=by, about=entrant)
    return entrant
