"""The round is over: at each placement whoever still waits has an answer, and it is rolling again."""

from django.db import transaction

from common.activity import record
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from opportunities.services import in_rounds

from ...choices.rounds import RoundState
from ...models import RoundEntrant, RoundPlace, RoundResult

ELSEWHERE = "The round is over, and you have a seat elsewhere in it."
NOBODY = (
    "The round is over, and this placement was not in your list or its seats went to others. Other "
    "placements that fit you are open."
)


@transaction.atomic
def end_place(place_id: int) -> int:
    """The worker's verb for one placement; how many were answered. Safe to run twice."""
    place = (
        RoundPlace.objects.select_for_update(of=("self",))
        .select_related("round", "opportunity")
        .filter(pk=place_id)
        .first()
    )
    if place is None or not place.is_in or place.round.state != RoundState.CLOSED:
        return 0
    rows = Application.objects.filter(
        opportunity=place.opportunity_id, state__in=sorted(LIVE - HOLDS_SEAT)
    )
    results = {
        row.entrant.person_id: row
        for row in RoundResult.objects.filter(round=place.round, is_current=True).select_related(
            "entrant"
        )
    }
    took_part = set(
        RoundEntrant.objects.filter(round=place.round).values_list("person_id", flat=True)
    )
    ended = 0
    for application in rows.order_by("pk"):
        result = results.get(application.person_id)
        words = NOBODY
        if result is not None:
            words = ELSEWHERE if result.has_seat else result.words
        # Whoever took part has one mail about the whole round.
        tell = application.person_id not in took_part
        ended += in_rounds.end_in_round(application, words=words, tell=tell)
    RoundPlace.objects.filter(pk=place.pk).update(is_in=False)
    in_rounds.leave_round(place.opportunity)
    record("matching.round_place_ended", by=None, about=place, count=ended)
    return ended
