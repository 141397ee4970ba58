"""A town of some size for runs over everything, and how what is stored reads."""

import random

from django.db import transaction

from common import outbox
from matching import services
from matching.models import Match, MatchRun, NearMiss, Opening
from tests.factories.matching import ChallengeFactory, lead_of, offer, person

SKILLS = ("SQL", "R", "Mapping", "Writing", "Teaching", "Design")


def build(people: int, challenges: int) -> None:
    """People, a few offers and challenges, with skills drawn the same way each time."""
    draw = random.Random(11)

    def some(most: int) -> dict[str, int]:
        return {name: draw.randint(1, 4) for name in draw.sample(SKILLS, draw.randint(1, most))}

    for _ in range(people):
        person(holds=some(3), wants=some(2))
    for _ in range(3):
        offer(brings=some(3), capacity=1)
    for _ in range(challenges):
        likes = some(3)
        asks = dict([likes.popitem()]) if draw.random() < 0.5 else {}
        lead_of(ChallengeFactory(asks=asks, likes=likes).organisation)


def stored() -> list[list[tuple]]:
    """All that is current, and what nearly fits; row numbers and runs left out."""
    matches = Match.objects.filter(is_current=True).values_list(
        "opportunity_id", "person_id", "offer_id", "fit", "benefit", "joint",
        "rank_for_need", "rank_for_supply", "reasons", "missing", "priority_id",
    )  # fmt: skip
    misses = NearMiss.objects.values_list(
        "opportunity_id", "person_id", "offer_id", "position", "gate", "words"
    )
    openings = Opening.objects.values_list(
        "person_id", "skill_id", "from_level", "to_level", "opens"
    )
    return [sorted(rows, key=str) for rows in (matches, misses, openings)]


def stands_on() -> set[int]:
    """The runs that what is current comes from: one, or something is mixed."""
    found: set[int] = set()
    rows = (Match.objects.filter(is_current=True), NearMiss.objects.all(), Opening.objects.all())
    for some in rows:
        found |= set(some.values_list("run", flat=True))
    return found


def ask_run() -> None:
    """A run over everything is asked for; nobody hears the bell."""
    with transaction.atomic():
        outbox.put("matching.run_all", key="all")


def last_run() -> MatchRun:
    return MatchRun.objects.latest("pk")


def in_one_piece() -> MatchRun:
    """Score everything here and now."""
    return services.run_whole(trigger="command")
