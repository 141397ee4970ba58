"""The Forum falls asleep in the middle of a round, and wakes: nobody loses a day, and everyone is told."""

import datetime

from django.db import transaction

from common.hibernation import push

from ...choices.round_measures import TakingBackState
from ...choices.rounds import ALIVE, ByHandState
from ...models import Round, RoundPhase, SeatByHand, TakingBack
from . import telling


@transaction.atomic
def rest_rounds(sleep) -> int:
    """Say to all who take part that the round stands still, and that their days come back."""
    told = 0
    for row in Round.objects.alive().order_by("pk"):
        told += telling.tell_everyone(
            row, "matching_round_rests", key=f"rests:{sleep.pk}", until=sleep.until
        )
    return told


def move_on(since: datetime.datetime, length: datetime.timedelta) -> int:
    """Every phase that has not closed goes on for as long as the Forum slept."""
    phases = RoundPhase.objects.filter(round__state__in=sorted(ALIVE), closed_at=None)
    # The end before the beginning: in between, a phase is longer and never shorter than nothing.
    moved = push(phases, "closes_at", length)
    push(phases.filter(opened_at=None), "opens_at", length)
    push(Round.objects.alive().filter(late_since__isnull=False), "late_since", length)
    # The seven days after which a steward may decide.
    by_hand = SeatByHand.objects.filter(
        round__state__in=sorted(ALIVE), state=ByHandState.ENTERED, entered_at__lt=since
    )
    push(by_hand, "entered_at", length)
    takings = TakingBack.objects.filter(state=TakingBackState.ENTERED, entered_at__lt=since)
    push(takings, "entered_at", length)
    return moved


@transaction.atomic
def wake_rounds(sleep) -> int:
    """Tell everyone the new dates."""
    told = 0
    for row in Round.objects.alive().order_by("pk"):
        phase = row.phases.filter(closed_at=None).order_by("position").first()
        if phase is None:
            continue
        told += telling.tell_everyone(
            row,
            "matching_round_wakes",
            key=f"wakes:{sleep.pk}",
            phase=phase.get_kind_display(),
            closes=telling.in_london(phase.closes_at),
        )
    return told
