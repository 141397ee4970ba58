"""People who let us match them, and open offers, as supplies."""

from collections import defaultdict

from django.db.models import BooleanField, Case, When

from profiles.models import HeldSkill, Membership, Offer, OfferSkill, Person, Reach, WantedSkill

from .. import engine
from ..bonds import Past
from ..stuffed import credited
from .keys import levels_of, place_key, themes_of

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


def members_of(user_ids: set[int | None]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(user_id__in=[pk for pk in user_ids if pk])
    for user, organisation in rows.values_list("user_id", "organisation_id"):
        found[user].add(f"organisation:{organisation}")
    return found


def read_people(ids) -> list[dict]:
    rows = Person.objects.matchable()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return list(rows.values(*READ_OF_A_PERSON))


def claims_of(ids: list[int], merged: dict[int, int]) -> dict[int, list[engine.Held]]:
    """What people say they can do; of the evidence only whether there is any."""
    claims: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    rows = HeldSkill.objects.filter(person_id__in=ids).annotate(
        shown=Case(When(evidence="", then=False), default=True, output_field=BooleanField())
    )
    for person, skill, level, shown in rows.values_list("person_id", "skill_id", "level", "shown"):
        claims[person].append((merged.get(skill, skill), level, shown))
    found: dict[int, list[engine.Held]] = defaultdict(list)
    for person, said in claims.items():
        found[person] = [engine.Held(skill, level) for skill, level in credited(said)]
    return found


def people(rows, members, past: Past, merged) -> list[engine.Supply]:
    ids = [row["pk"] for row in rows]
    held = claims_of(ids, merged)
    wanted = levels_of(WantedSkill, "person_id", ids, merged)
    themes = themes_of(Person.themes.through, "person_id", ids)
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


def read_offers(ids) -> list[dict]:
    rows = Offer.objects.open()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    found = rows.values(
        "pk", "organisation_id", "district_id", "remote", "starts", "ends", "asks",
        "state__owner_id", "state__cap", "state__taken", "state__expires_on",
    )  # fmt: skip
    return [{**row, "owner": row["state__owner_id"]} for row in found]


def offers(rows, members, past: Past, merged) -> list[engine.Supply]:
    ids = [row["pk"] for row in rows]
    held = levels_of(OfferSkill, "offer_id", ids, merged)
    themes = themes_of(Offer.themes.through, "offer_id", ids)
    answer = []
    for row in rows:
        key = f"offer:{row['pk']}"
        own = set(members[row["owner"]]) if row["owner"] else set()
        if row["organisation_id"]:
            own.add(f"organisation:{row['organisation_id']}")
        ends = [day for day in (row["ends"], row["state__expires_on"]) if day]
        place = place_key(row["district_id"])
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
