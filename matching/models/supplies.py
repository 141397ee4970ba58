"""What rows about one need and one supply have in common."""

from typing import TYPE_CHECKING, Any

from profiles.models import Offer, Person

if TYPE_CHECKING:
    from .introductions import Introduction
    from .runs import Match, NearMiss


def supply_of(row: "Match | Introduction | NearMiss") -> Person | Offer:
    """The person or the offer of a row: a constraint of each table says that there is one."""
    supply = row.person if row.person_id else row.offer
    if supply is None:
        raise ValueError("A row without a supply cannot have been saved.")
    return supply


def pair_ids(row: "Match | Introduction") -> dict[str, Any]:
    """The need and the supply of a row, as the filter that finds other rows of the same pair."""
    return {
        "opportunity_id": row.opportunity_id,
        "person_id": row.person_id,
        "offer_id": row.offer_id,
    }
