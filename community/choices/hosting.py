"""Where an offer to host stands, and which moves there are."""

from django.db import models


class HostOfferState(models.TextChoices):
    """An offer waits for a custodian, then it is over."""

    OFFERED = "offered", "Waits for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not this time"
    WITHDRAWN = "withdrawn", "Taken back"


HOST_OFFER_MOVES: dict[str, frozenset[str]] = {
    HostOfferState.OFFERED: frozenset(
        {HostOfferState.ACCEPTED, HostOfferState.DECLINED, HostOfferState.WITHDRAWN}
    ),
    HostOfferState.ACCEPTED: frozenset(),
    HostOfferState.DECLINED: frozenset(),
    HostOfferState.WITHDRAWN: frozenset(),
}
