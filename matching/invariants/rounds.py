"""What must always be true of placement rounds. Found through :mod:`matching.invariants`."""

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Q

from common.invariants import invariant
from opportunities.application_choices import HOLDS_SEAT
from opportunities.models import OpportunityState

from ..choices.rounds import ALIVE, OVER, PHASES, PublicationState, RoundRunKind, RoundState
from ..models import (
    PlaceResult,
    Publication,
    Round,
    RoundPhase,
    RoundPlace,
    RoundResult,
    RoundSeed,
    RoundSwap,
    SeatByHand,
    TakingBack,
)


@invariant("INV-04r: the phases of a round follow each other and never overlap")
def phases_follow() -> Iterator[str]:
    """Eight of them, each opening when the one before it closes; those that are past have closed."""
    for row in Round.objects.prefetch_related("phases"):
        phases = sorted(row.phases.all(), key=lambda one: one.position)
        if [one.kind for one in phases] != list(PHASES):
            yield f"Round {row.pk} has not the eight phases."
            continue
        for one, following in itertools.pairwise(phases):
            if one.closes_at != following.opens_at:
                yield f"Round {row.pk}: {following.kind} does not open when {one.kind} closes."
        if row.state in ALIVE and row.state != RoundState.PLANNED:
            before = PHASES[: PHASES.index(row.state)]
            if any(one.closed_at is None for one in phases if one.kind in before):
                yield f"Round {row.pk} is in {row.state}, but an earlier phase has not closed."


@invariant("INV-11r: a placement is in one round at most, and knows it")
def places_know_their_round() -> Iterator[str]:
    """What a round says of a placement is what the placement says of itself."""
    inside = RoundPlace.objects.filter(is_in=True, round__state__in=sorted(ALIVE))
    ids = set(inside.values_list("opportunity_id", flat=True))
    marked = set(OpportunityState.objects.exclude(in_round="").values_list("pk", flat=True))
    still = RoundPlace.objects.filter(is_in=True, round__state__in=sorted(OVER))
    over = set(still.values_list("opportunity_id", flat=True))
    for pk in sorted(ids - marked):
        yield f"Opportunity {pk} is in a round, but answers are asked for one by one."
    for pk in sorted(marked - ids - over):
        yield f"Opportunity {pk} says that it is in a round, and is in none."


@invariant("INV-12r: results come from published runs, and seats are in the ledger")
def results_are_published() -> Iterator[str]:
    """A result of an unpublished run is one too many; a seat without a place in the ledger too."""
    unpublished = RoundResult.objects.exclude(
        publication__state=PublicationState.PUBLISHED
    ).exclude(publication__state=PublicationState.TAKEN_BACK, is_current=False)
    for row in unpublished.order_by("pk"):
        yield f"Result {row.pk} is of publication {row.publication_id}, which is not out."
    seats = RoundResult.objects.filter(is_current=True, kind="seat", ended_at=None)
    for row in seats.filter(application__isnull=False).exclude(
        application__state__in=sorted(HOLDS_SEAT)
    ):
        yield f"Result {row.pk} is a seat, but its application holds none."
    twice = Counter(seats.values_list("application_id", flat=True))
    for pk, times in twice.items():
        if pk is not None and times > 1:
            yield f"Application {pk} is the seat of {times} results."
    for round_ in Round.objects.filter(published_at__isnull=False):
        first = Publication.objects.filter(
            round=round_, state=PublicationState.PUBLISHED, run__kind=RoundRunKind.MAIN
        )
        if first.count() != 1:
            yield f"Round {round_.pk} is published, but not once."
    for publication in (
        Publication.objects.filter(
            state=PublicationState.PUBLISHED,
        )
        .exclude(run__kind=RoundRunKind.REFILL)
        .select_related("run")
    ):
        facts = publication.run.facts
        if not facts:
            yield f"Publication {publication.pk} has no facts to run again."
            continue
        people = len(facts["round"]["applicants"])
        if publication.results.count() > people:
            yield f"Publication {publication.pk} has more results than applicants."
    for place in PlaceResult.objects.filter(is_current=True).annotate(
        sitting=Count(
            "place__results",
            filter=Q(
                place__results__is_current=True,
                place__results__kind="seat",
                place__results__ended_at=None,
            ),
        )
    ):
        if place.sitting != place.filled:
            yield f"Place {place.place_id}: {place.filled} are said to come, {place.sitting} do."


@invariant("INV-12s: the seed of a round is the one whose hash was said")
def seeds_are_as_said() -> Iterator[str]:
    """A seed that was drawn again would make the lottery a choice."""
    for seed in RoundSeed.objects.select_related("round"):
        if hashlib.sha256(seed.seed.encode()).hexdigest() != seed.round.seed_hash:
            yield f"Round {seed.round_id}: the sealed seed is not the one that was committed."
    sealed = RoundSeed.objects.values("round")
    for row in Round.objects.exclude(state__in=["draft", "cancelled"]).exclude(pk__in=sealed):
        yield f"Round {row.pk} has no seed."


@invariant("INV-12t: a swap has four yeses, a seat by hand two people")
def second_people_were_asked() -> Iterator[str]:
    """What needs a second person had one."""
    for swap in RoundSwap.objects.filter(state="done").filter(
        Q(second_yes_at=None) | Q(first_host_yes_at=None) | Q(second_host_yes_at=None)
    ):
        yield f"Swap {swap.pk} was made without a yes."
    for taking in TakingBack.objects.filter(state="done", decided_at=None):
        yield f"Taking back {taking.pk} was confirmed by nobody."
    for row in SeatByHand.objects.filter(state="confirmed", decided_at=None):
        yield f"Seat by hand {row.pk} was confirmed by nobody."


@invariant("INV-04s: an open phase was opened, and a round that is over waits for nobody")
def phases_open() -> Iterator[str]:
    """The state and the dates say the same."""
    for row in RoundPhase.objects.filter(closed_at__isnull=False, opened_at=None):
        yield f"Phase {row.pk} has closed and was never open."
