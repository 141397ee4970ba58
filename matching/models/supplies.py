"""What rows about one need and one supply have in common."""

from typing import TYPE_CHECKING, Any

from profiles.models import Offer, Person

if TYPE_CHECKING:
    from .appeals import Appeal
    from .asides import Aside
    from .introductions import Introduction
    from .runs import Match, NearMiss


class SupplyGone(ValueError):
    """Whoever was the supply of an introduction has been erased."""


def has_supply(row: "Match | Introduction | NearMiss | Appeal | Aside") -> bool:
    """Whether the supply is still there. Of matches it always is; of ended introductions it may go."""
    return bool(row.person_id or row.offer_id)


def supply_of(row: "Match | Introduction | NearMiss | Appeal | Aside") -> Person | Offer:
    """The person or the offer of a row. Raises SupplyGone where it was erased."""
    supply = row.person if row.person_id else row.offer
    if supply is None:
        raise SupplyGone("Whoever was here has left.")
    return supply


def pair_ids(row: "Match | Introduction") -> dict[str, Any]:
    """The need and the supply of a row, as the filter that finds other rows of the same pair."""
    return {
        "opportunity_id": row.opportunity_id,
        "person_id": row.person_id,
        "offer_id": row.offer_id,
    }
