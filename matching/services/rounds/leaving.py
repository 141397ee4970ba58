"""Placements and people let go: a placement is rolling again, a round is over."""

from django.db import transaction

from opportunities.services import in_rounds

from ...models import Round, RoundPlace


@transaction.atomic
def let_go(round_: Round) -> int:
    """Give all its placements back to their hosts; returns how many. Safe to run twice."""
    places = RoundPlace.objects.filter(round=round_, is_in=True).select_related("opportunity")
    freed = 0
    for place in places.order_by("opportunity_id"):
        RoundPlace.objects.filter(pk=place.pk).update(is_in=False)
        in_rounds.leave_round(place.opportunity)
        freed += 1
    return freed
