"""Rows -> engine types: the only reader of other apps for the engine.

Everything is read in a constant number of queries. Keys replace names ("person:7", "theme:3"), so
a stored run holds no word about anybody. What is read of a person is listed in
:data:`READ_OF_A_PERSON`; names, addresses, free text and photographs are no input of the matcher.
"""

from collections.abc import Iterable

from skills.models import Skill
from skills.queries import affinities

from .. import engine
from ..bonds import conflicts, read_past, refused
from .keys import number, supply_ids
from .naming import Names, read_names
from .needs import read_needs
from .supplies import READ_OF_A_PERSON, members_of, offers, people, read_offers, read_people

__all__ = ["READ_OF_A_PERSON", "Names", "number", "read", "read_names", "supply_ids"]


def read(
    *,
    opportunity_ids: Iterable[int] | None = None,
    person_ids: Iterable[int] | None = None,
    offer_ids: Iterable[int] | None = None,
    whole_vocabulary: bool = False,
) -> engine.Market:
    """The market as it stands: open opportunities, people who let us match them, open offers.

    Each list of ids narrows one kind of row; None means all of them. Affinities are those between
    skills asked and held, or of the ``whole_vocabulary``, which stays the same when rows change.
    """
    past = read_past()
    merged = dict(
        Skill.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    )
    needs = read_needs(opportunity_ids, past, merged)
    person_rows = read_people(person_ids)
    offer_rows = read_offers(offer_ids)
    owners = {f"person:{row['pk']}": row["user_id"] for row in person_rows}
    owners |= {f"offer:{row['pk']}": row["owner"] for row in offer_rows}
    members = members_of(set(owners.values()))
    supplies = [
        *people(person_rows, members, past, merged),
        *offers(offer_rows, members, past, merged),
    ]
    asked = {row.skill for need in needs for row in need.requirements}
    held = {row.skill for supply in supplies for row in supply.held}
    return engine.Market(
        needs=tuple(needs),
        supplies=tuple(supplies),
        affinity={
            (wanted, has): permille
            for (has, wanted), permille in affinities().items()
            if whole_vocabulary or (wanted in asked and has in held)
        },
        refused=refused(past, needs),
        conflicts=conflicts(supplies, owners) | past.apart,
    )
