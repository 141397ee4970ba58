"""Rows -> engine types: the only reader of other apps for the engine.

Everything is read in a constant number of queries. Keys replace names ("person:7", "theme:3"), so
a stored run holds no word about anybody. What is read of a person is listed in
:data:`READ_OF_A_PERSON`; names, addresses, free text and photographs are no input of the matcher.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mission.models import District, Theme
from opportunities.choices import Kind
from opportunities.models import Opportunity, Requirement
from profiles.models import HeldSkill, Membership, Offer, OfferSkill, Person, Reach, WantedSkill
from skills.models import Skill
from skills.queries import affinities

from . import engine
from .bonds import Past, conflicts, opportunity_key, read_past

READ_OF_A_PERSON = (
    "pk",
    "user_id",
    "stage",
    "district_id",
    "remote",
    "available_from",
    "available_until",
    "hours_per_week",
)
"""The columns of a person that the matcher may know; skills, themes, reach and memberships beside."""

BOTH = frozenset({"person", "offer"})
PEOPLE_ONLY = frozenset({"person"})


def number(key: str) -> int:
    """The primary key inside one of our keys."""
    return int(key.partition(":")[2])


def supply_ids(key: str) -> dict[str, int]:
    """A supply's key as the column of a row: ``{"person_id": 7}``."""
    kind, _, pk = key.partition(":")
    return {f"{kind}_id": int(pk)}


def read(
    *,
    opportunity_ids: Iterable[int] | None = None,
    person_ids: Iterable[int] | None = None,
    offer_ids: Iterable[int] | None = None,
) -> engine.Market:
    """The market as it stands: open opportunities, people who let us match them, open offers.

    Each list of ids narrows one kind of row; None means all of them.
    """
    past = read_past()
    merged = dict(
        Skill.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    )
    needs = _read_needs(opportunity_ids, past, merged)
    people = _read_people(person_ids)
    offers = _read_offers(offer_ids)
    owners = {f"person:{row['pk']}": row["user_id"] for row in people}
    owners |= {f"offer:{row['pk']}": row["owner"] for row in offers}
    members = _members(set(owners.values()))
    supplies = [
        *_people(people, members, past, merged),
        *_offers(offers, members, past, merged),
    ]
    asked = {row.skill for need in needs for row in need.requirements}
    held = {row.skill for supply in supplies for row in supply.held}
    return engine.Market(
        needs=tuple(needs),
        supplies=tuple(supplies),
        affinity={
            (wanted, has): permille
            for (wanted, has), permille in affinities().items()
            if wanted in asked and has in held
        },
        refused=frozenset(past.refused),
        conflicts=conflicts(supplies, owners),
    )


def _read_needs(ids, past: Past, merged: dict[int, int]) -> list[engine.Need]:
    read = Opportunity.objects.open()
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
    themes = _themes(Opportunity.themes.through, "opportunity_id", found)
    poor = _underserved(open_districts, past)
    return [
        engine.Need(
            key=opportunity_key(row["pk"]),
            organisation=f"organisation:{row['organisation_id']}",
            kind=row["kind"],
            requirements=tuple(asked[row["pk"]]),
            starts=row["starts"],
            ends=row["ends"],
            place=_place(row["district_id"]),
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


def _place(district: int | None) -> str | None:
    return f"district:{district}" if district else None


def _themes(through, column: str, ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = through.objects.filter(**{f"{column}__in": ids})
    for owner, theme in rows.values_list(column, "theme_id"):
        found[owner].add(f"theme:{theme}")
    return found


def _levels(model, column: str, ids: list[int], merged: dict[int, int]):
    found: dict[int, list[engine.Held]] = defaultdict(list)
    rows = model.objects.filter(**{f"{column}__in": ids})
    for owner, skill, level in rows.values_list(column, "skill_id", "level"):
        found[owner].append(engine.Held(merged.get(skill, skill), level))
    return found


def _members(user_ids: set[int | None]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(user_id__in=[pk for pk in user_ids if pk])
    for user, organisation in rows.values_list("user_id", "organisation_id"):
        found[user].add(f"organisation:{organisation}")
    return found


def _read_people(ids) -> list[dict]:
    rows = Person.objects.matchable()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return list(rows.values(*READ_OF_A_PERSON))


def _people(rows, members, past: Past, merged) -> list[engine.Supply]:
    ids = [row["pk"] for row in rows]
    held = _levels(HeldSkill, "person_id", ids, merged)
    wanted = _levels(WantedSkill, "person_id", ids, merged)
    themes = _themes(Person.themes.through, "person_id", ids)
    reach: dict[int, set[str]] = defaultdict(set)
    for person, district in Reach.objects.filter(person_id__in=ids).values_list(
        "person_id", "district_id"
    ):
        reach[person].add(f"district:{district}")
    answer = []
    for row in rows:
        key = f"person:{row['pk']}"
        own = members[row["user_id"]] if row["user_id"] else set()
        places = set(reach[row["pk"]])
        if row["district_id"]:
            places.add(f"district:{row['district_id']}")
        answer.append(
            engine.Supply(
                key=key,
                kind="person",
                held=tuple(held[row["pk"]]),
                wanted=tuple(wanted[row["pk"]]),
                places=frozenset(places),
                # No place named at all is unstated, not "from home only": it must not close a gate.
                remote=row["remote"] and bool(places),
                available_from=row["available_from"],
                available_until=row["available_until"],
                organisations=frozenset(own),
                themes=frozenset(themes[row["pk"]]),
                stage=row["stage"],
                hours=row["hours_per_week"],
                pending=past.pending[key],
                linked_with=frozenset(past.links[key].union(*(past.links[o] for o in own))),
            )
        )
    return answer


def _read_offers(ids) -> list[dict]:
    rows = Offer.objects.open()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    found = rows.values(
        "pk", "organisation_id", "district_id", "remote", "starts", "ends", "asks",
        "state__owner_id", "state__cap", "state__taken", "state__expires_on",
    )  # fmt: skip
    return [{**row, "owner": row["state__owner_id"]} for row in found]


def _offers(rows, members, past: Past, merged) -> list[engine.Supply]:
    ids = [row["pk"] for row in rows]
    held = _levels(OfferSkill, "offer_id", ids, merged)
    themes = _themes(Offer.themes.through, "offer_id", ids)
    answer = []
    for row in rows:
        key = f"offer:{row['pk']}"
        own = set(members[row["owner"]]) if row["owner"] else set()
        if row["organisation_id"]:
            own.add(f"organisation:{row['organisation_id']}")
        ends = [day for day in (row["ends"], row["state__expires_on"]) if day]
        place = _place(row["district_id"])
        answer.append(
            engine.Supply(
                key=key,
                kind="offer",
                held=tuple(held[row["pk"]]),
                places=frozenset({place} if place else ()),
                remote=row["remote"],
                available_from=row["starts"],
                available_until=min(ends) if ends else None,
                organisations=frozenset(own),
                themes=frozenset(themes[row["pk"]]),
                asks=frozenset(row["asks"]),
                capacity_left=row["state__cap"] - row["state__taken"],
                pending=past.pending[key],
                linked_with=frozenset(past.links[key].union(*(past.links[o] for o in own))),
            )
        )
    return answer


@dataclass(frozen=True)
class Names:
    """What the keys of a market are called, for the words of its reasons."""

    skills: dict[int, str]
    themes: dict[str, str]
    districts: dict[str, str]


def read_names(market: engine.Market) -> Names:
    """The names of the skills, themes and districts that occur in a market: three queries."""
    skills = {row.skill for need in market.needs for row in need.requirements}
    for supply in market.supplies:
        skills |= {row.skill for row in (*supply.held, *supply.wanted)}
    return Names(
        skills=dict(Skill.objects.filter(pk__in=skills).values_list("pk", "name")),
        themes={f"theme:{pk}": name for pk, name in Theme.objects.values_list("pk", "name")},
        districts={
            f"district:{pk}": name for pk, name in District.objects.values_list("pk", "name")
        },
    )
