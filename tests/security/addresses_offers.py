"""Where hostile texts are sent: offers."""

from types import SimpleNamespace

from .good_answers import OFFER
from .hostile import Address


def offering(town: SimpleNamespace) -> list[Address]:
    """An offer and its skills."""
    texts = ("title", "summary", "description", "in_return", "hours", "capacity", "starts")
    return [
        Address(
            "offer something",
            "/offers/new/",
            (*texts, "kind", "district", "ends", "asks", "themes", "organisation"),
            good=OFFER,
            typed=texts,
            who="student",
            method="POST",
        ),
        Address(
            "skills of an offer",
            f"/offers/{town.our_offer_draft.slug}/skills/",
            ("words", "action"),
            typed=("words",),
            who="lead",
            method="POST",
        ),
    ]
