"""States of a booking, the diets that can be chosen, and when reminders can go."""

from django.db import models


class BookingState(models.TextChoices):
    """Where somebody stands with a gathering."""

    ASKED = "asked", "Not confirmed yet"
    WAITING = "waiting", "On the waiting list"
    PLACED = "placed", "Has a place"
    ATTENDED = "attended", "Came"
    CANCELLED = "cancelled", "Cancelled"


S = BookingState
BOOKING_MOVES: dict[str, frozenset[str]] = {
    S.ASKED: frozenset({S.WAITING, S.PLACED, S.CANCELLED}),
    S.WAITING: frozenset({S.PLACED, S.CANCELLED}),
    S.PLACED: frozenset({S.ATTENDED, S.CANCELLED}),
    S.ATTENDED: frozenset({S.PLACED}),
    S.CANCELLED: frozenset(),
}
HOLDS_PLACE = frozenset({S.PLACED, S.ATTENDED})


class Diet(models.TextChoices):
    """What a kitchen plans for. Anything else is said in words."""

    ANY = "", "Anything"
    VEGETARIAN = "vegetarian", "Vegetarian"
    VEGAN = "vegan", "Vegan"
    HALAL = "halal", "Halal"
    KOSHER = "kosher", "Kosher"
    NO_GLUTEN = "no_gluten", "Without gluten"
    NO_DAIRY = "no_dairy", "Without dairy"
    NO_NUTS = "no_nuts", "Without nuts"
    OTHER = "other", "Something else"


LEAD_HOURS = {
    2: "2 hours before",
    24: "A day before",
    48: "2 days before",
    72: "3 days before",
    168: "A week before",
    336: "2 weeks before",
}
