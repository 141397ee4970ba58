"""Open opportunities as needs."""

from collections import defaultdict
from collections.abc import Iterable

from opportunities.choices import Kind
from opportunities.models import Opportunity, Requirement

from .. import engine
from ..bonds import Past, opportunity_key
from .keys import place_key, themes_of

BOTH = frozenset({"person", "offer"})
PEOPLE_ONLY = frozenset({"person"})


def read_needs(ids: Iterable[int] | None, past: Past, merged: dict[int, int]) -> list[engine.Need]:
    # A hack proposal asks for no skills yet, so it fits everybody and nobody.
    read = Opportunity.objects.open().filter(is_proposal=False)
    if ids is not None:
        read = read.filter(pk__in=list(ids))
    rows = list(
        read.values(
            "pk", "organisation_id", "kind", "starts", "ends", "district_id", "pattern",
            "gives_back", "pay_basis", "stages", "hours_per_week",
            "state__seats_cap", "state__seats_taken",
        )
    )  # fmt: skip
    # All open districts, whatever the scope: being under-served must not depend on who asks.
    open_districts = set(
        Opportunity.objects.open()
        .filter(district__isnull=False)
        .values_list("district_id", flat=True)
    )
    found = [row["pk"] for row in rows]
    asked: dict[int, list[engine.Requirement]] = defaultdict(list)
    for opportunity, skill, level, essential in Requirement.objects.filter(
        opportunity_id__in=found
    ).values_list("opportunity_id", "skill_id", "level", "essential"):
        asked[opportunity].append(engine.Requirement(merged.get(skill, skill), level, essential))
    themes = themes_of(Opportunity.themes.through, "opportunity_id", found)
    poor = _underserved(open_districts, past)
    return [
        engine.Need(
            key=opportunity_key(row["pk"]),
            organisation=f"organisation:{row['organisation_id']}",
            kind=row["kind"],
            requirements=tuple(asked[row["pk"]]),
            starts=row["starts"],
            ends=row["ends"],
            place=place_key(row["district_id"]),
            pattern=row["pattern"],
            themes=frozenset(themes[row["pk"]]),
            gives_back=frozenset(row["gives_back"]),
            pay=row["pay_basis"],
            stages=frozenset(row["stages"]),
            accepts=BOTH if row["kind"] == Kind.CHALLENGE else PEOPLE_ONLY,
            seats_left=row["state__seats_cap"] - row["state__seats_taken"],
            hours=row["hours_per_week"],
            never_helped=f"organisation:{row['organisation_id']}" not in past.helped,
            underserved=row["district_id"] in poor,
            pending=past.pending[opportunity_key(row["pk"])],
        )
        for row in rows
    ]


def _underserved(districts: set[int], past: Past) -> set[int]:
    """Districts with open needs and less than half the average of last year's introductions."""
    total = sum(past.by_district[district] for district in districts)
    return {
        district
        for district in districts
        if 2 * len(districts) * past.by_district[district] < total
    }
