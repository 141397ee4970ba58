"""Kinds, states and levels of the vocabulary, and what each level means in our own words."""

from collections.abc import Mapping

from django.db import models


class Kind(models.TextChoices):
    KNOWLEDGE = "knowledge", "Knowledge"
    TOOL = "tool", "Tool"
    PRACTICE = "practice", "Practice"


class Status(models.TextChoices):
    LIVE = "live", "In use"
    RETIRED = "retired", "Retired"
    MERGED = "merged", "Merged into another"


STATUS_MOVES: Mapping[str, frozenset[str]] = {
    Status.LIVE: frozenset({Status.RETIRED, Status.MERGED}),
    Status.RETIRED: frozenset({Status.LIVE, Status.MERGED}),
    Status.MERGED: frozenset(),
}


class LinkKind(models.TextChoices):
    BROADER = "broader", "Is part of"
    RELATED = "related", "Goes with"


class Level(models.IntegerChoices):
    """The four levels of the UK Government Digital and Data profession."""

    AWARENESS = 1, "Awareness"
    WORKING = 2, "Working"
    PRACTITIONER = 3, "Practitioner"
    EXPERT = 4, "Expert"


LEVEL_WORDS: Mapping[int, str] = {
    Level.AWARENESS: "Knows what it is, what it is for and when to ask somebody. "
    "Can follow along, and is ready to learn by doing.",
    Level.WORKING: "Has done it with guidance, and can do the ordinary parts alone. "
    "Knows where their own limits are.",
    Level.PRACTITIONER: "Does it alone and well, in cases that are not in the book. "
    "Chooses the method, explains the choice and helps others.",
    Level.EXPERT: "Others come to them with the hard cases. "
    "Leads, teaches, sets the standard and knows what is changing in the field.",
}

# What someone who posts a challenge chooses from: they know their need, not our levels.
LEVEL_WORDS_FOR_POSTERS: Mapping[int, str] = {
    Level.AWARENESS: "has heard of it and wants to learn",
    Level.WORKING: "can do it with some help",
    Level.PRACTITIONER: "can do it alone",
    Level.EXPERT: "can lead others in it",
}

# What someone says of themselves.
LEVEL_WORDS_FOR_PEOPLE: Mapping[int, str] = {
    Level.AWARENESS: "I know what it is",
    Level.WORKING: "I can do it with some help",
    Level.PRACTITIONER: "I can do it alone",
    Level.EXPERT: "I can lead others in it",
}

# Parts in a thousand that a held skill counts for where another is asked.
SAME = 1000
NARROWER_HELD = 800
BROADER_HELD = 500
RELATED_HELD = 300
