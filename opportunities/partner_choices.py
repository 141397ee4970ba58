"""A second organisation beside the one that posted: what for, where it stands, which moves there are."""

from django.db import models


class PartnerKind(models.TextChoices):
    COSPONSOR = "cosponsor", "Co-sponsors a challenge"
    SHARES = "shares", "Shares a placement"


class PartnerState(models.TextChoices):
    ASKED = "asked", "Waiting for an answer"
    JOINED = "joined", "In it together"
    DECLINED = "declined", "Kindly declined"
    TAKEN_BACK = "taken_back", "Taken back"
    LEFT = "left", "Has left"


PARTNER_MOVES: dict[str, frozenset[str]] = {
    PartnerState.ASKED: frozenset({"joined", "declined", "taken_back"}),
    PartnerState.JOINED: frozenset({"left"}),
    PartnerState.DECLINED: frozenset(),
    PartnerState.TAKEN_BACK: frozenset(),
    PartnerState.LEFT: frozenset(),
}
IN_FORCE = (PartnerState.ASKED, PartnerState.JOINED)


class Weekday(models.TextChoices):
    MONDAY = "mon", "Monday"
    TUESDAY = "tue", "Tuesday"
    WEDNESDAY = "wed", "Wednesday"
    THURSDAY = "thu", "Thursday"
    FRIDAY = "fri", "Friday"
    SATURDAY = "sat", "Saturday"
    SUNDAY = "sun", "Sunday"


MOST_SEATS_ADDED = 50
