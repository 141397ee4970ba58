"""Those who want to be told whom to meet over lunch: what is known of each, what joins two, what keeps them apart.

Skills and themes are read of people who let the matcher see them; of others only what their organisations
publish. Everything is read in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.models import Booking, BookingSheet
from opportunities.choices import Kind
from opportunities.models import Opportunity
from profiles.choices import Role
from profiles.models import HeldSkill, Interest, Membership, Offer, Person, WantedSkill

from ..choices import IntroductionState
from ..models import Aside, Introduction, Match, ThreadBlock
from ..seating import Pair, pair_of

LEARNS, SHARES, CHOSE = 2_500, 800, 1_200
MOST_COUNTED = 2
KINDS = (Kind.CHALLENGE, Kind.PLACEMENT)
"""No jobs: whoever looks for one may not want the table to know."""

PARTIES = (
    *("opportunity__organisation", "opportunity__state__submitted_by"),
    *("opportunity__state__supervisor", "person__user", "offer__organisation"),
    *("offer__state__owner", "offer__state__submitted_by"),
)


@dataclass
class Guest:
    """One person at a lunch, by the number of their booking."""

    booking: int
    user: int
    sector: str
    name_of_organisation: str
    person: int | None = None
    organisations: set[int] = field(default_factory=set)
    """Those they speak for."""
    belongs: set[int] = field(default_factory=set)
    """These, and where they say that they study or work."""
    leads: set[int] = field(default_factory=set)
    held: dict[int, int] = field(default_factory=dict)
    wanted: dict[int, int] = field(default_factory=dict)
    themes: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Arc:
    """One asks and the other could give: a current match between what they speak for."""

    asker: int
    giver: int
    match: int
    joint: int
    opportunity: int
    of_person: int | None
    offer: int | None


def read_guests(sheet: BookingSheet) -> list[Guest]:
    """Everybody with a place who stays for lunch and ticked the box."""
    part = sheet.lunch
    if part is None:
        return []
    rows = Booking.objects.meeting_at(part).filter(sheet=sheet).order_by("pk")
    rows = rows.select_related("organisation", "user__person__affiliation")
    guests = {row.user_id: _guest(row) for row in rows}
    members = Membership.objects.filter(user__in=guests).select_related("organisation")
    for member in members.order_by("since", "pk"):
        guest = guests[member.user_id]
        guest.organisations.add(member.organisation_id)
        guest.belongs.add(member.organisation_id)
        guest.sector = guest.sector or member.organisation.kind
        guest.name_of_organisation = guest.name_of_organisation or member.organisation.name
        if member.role == Role.LEAD:
            guest.leads.add(member.organisation_id)
    _read_profiles(guests)
    return list(guests.values())


def _guest(row: Any) -> Guest:
    person = getattr(row.user, "person", None)
    place = row.organisation or (person.affiliation if person else None)
    guest = Guest(
        booking=row.pk,
        user=row.user_id,
        sector=place.kind if place else "",
        name_of_organisation=row.organisation_name,
    )
    guest.belongs.update(
        one for one in (row.organisation_id, person and person.affiliation_id) if one
    )
    return guest


def _read_profiles(guests: dict[int, Guest]) -> None:
    people = Person.objects.matchable().filter(user__in=guests)
    by_person = {}
    for pk, user in people.values_list("pk", "user_id"):
        guests[user].person = pk
        by_person[pk] = guests[user]
    for model, name in ((HeldSkill, "held"), (WantedSkill, "wanted")):
        rows: Any = model._default_manager.filter(person__in=by_person).order_by()
        for person, skill, level in rows.values_list("person_id", "skill_id", "level"):
            getattr(by_person[person], name)[skill] = level
    chosen = Person.themes.through._default_manager.filter(person__in=by_person)
    for person, theme in chosen.values_list("person_id", "theme_id"):
        by_person[person].themes.add(theme)


def read_arcs(guests: Sequence[Guest]) -> dict[Pair, list[Arc]]:
    """Current matches between two of them, best first: one query."""
    asking, giving = defaultdict(list), defaultdict(list)
    people = {guest.person: guest for guest in guests if guest.person}
    alone = {guest.user: guest for guest in guests}
    for guest in guests:
        for organisation in guest.organisations:
            asking[organisation].append(guest)
            giving[organisation].append(guest)
    offered = Offer.objects.open().filter(
        Q(organisation__in=giving) | Q(organisation__isnull=True, state__owner__in=alone)
    )
    rows = Match.objects.filter(
        Q(person__in=people) | Q(offer__in=offered.values("pk")),
        is_current=True,
        joint__gt=0,
        opportunity__in=Opportunity.objects.open()
        .filter(organisation__in=asking, kind__in=KINDS)
        .values("pk"),
    ).order_by("-joint", "pk")
    found: dict[Pair, list[Arc]] = defaultdict(list)
    for pk, joint, opportunity, asker, person, offer, giver, owner in rows.values_list(
        *("pk", "joint", "opportunity_id", "opportunity__organisation_id", "person_id"),
        *("offer_id", "offer__organisation_id", "offer__state__owner_id"),
    ):
        givers = [people[person]] if person else giving[giver] if giver else [alone[owner]]
        for one in asking[asker]:
            for other in givers:
                if one is not other:
                    arc = Arc(one.booking, other.booking, pk, joint, opportunity, person, offer)
                    found[pair_of(one.booking, other.booking)].append(arc)
    return found


def read_apart(guests: Sequence[Guest]) -> set[Pair]:
    """Pairs that are not to be brought together: the same organisation, a conflict, a no, a block."""
    apart = {
        pair_of(one.booking, other.booking)
        for one, other in combinations(guests, 2)
        if one.belongs & other.belongs or (one.name_of_organisation and _same_name(one, other))
    }
    apart |= _in_conflict(guests)
    said_no = Introduction.objects.filter(
        Q(state=IntroductionState.DECLINED)
        | Exists(ThreadBlock.objects.filter(introduction=OuterRef("pk")))
    )
    for rows in (said_no, Aside.objects.all()):
        for parties in rows.order_by().values_list(*PARTIES):
            apart |= _between(guests, *parties)
    return apart


def _same_name(one: Guest, other: Guest) -> bool:
    return one.name_of_organisation.casefold() == other.name_of_organisation.casefold()


def _in_conflict(guests: Sequence[Guest]) -> set[Pair]:
    """What a person declared binds them, what an organisation declared binds its people, both ways."""
    declared = Interest.objects.filter(
        Q(user__in=[guest.user for guest in guests]) | Q(organisation__isnull=False)
    )
    found = set()
    for user, organisation, about in declared.values_list("user_id", "organisation_id", "about_id"):
        theirs = [guest for guest in guests if about in guest.belongs]
        whose = (
            [guest for guest in guests if guest.user == user]
            if user
            else [guest for guest in guests if organisation in guest.belongs]
        )
        found |= _pairs(whose, theirs)
    return found


def _between(
    guests: Sequence[Guest],
    asker: int,
    sent_in: int | None,
    supervisor: int | None,
    person: int | None,
    giver: int | None,
    owner: int | None,
    wrote: int | None,
) -> set[Pair]:
    """The pairs of those who stand on the two sides of an introduction, as ``parties`` finds them."""
    need = [
        guest
        for guest in guests
        if asker in guest.leads
        or (asker in guest.organisations and guest.user in (sent_in, supervisor))
    ]
    if not need:
        return set()
    supply = [
        guest
        for guest in guests
        if guest.user == person
        or (giver is None and guest.user == owner)
        or (giver in guest.leads)
        or (giver in guest.organisations and guest.user == wrote)
    ]
    return _pairs(need, supply)


def _pairs(some: Iterable[Guest], others: Iterable[Guest]) -> set[Pair]:
    others = list(others)
    return {
        pair_of(one.booking, other.booking) for one in some for other in others if one is not other
    }


@dataclass(frozen=True)
class Shared:
    """What two profiles have in common: (skill, level) to learn from each other, skills, themes."""

    one_learns: list[tuple[int, int]]
    other_learns: list[tuple[int, int]]
    skills: list[int]
    themes: list[int]

    @property
    def worth(self) -> int:
        return (
            LEARNS * (len(self.one_learns) + len(self.other_learns))
            + SHARES * len(self.skills)
            + CHOSE * len(self.themes)
        )


def shared(one: Guest, other: Guest) -> Shared:
    """The best few of each kind."""
    first, second = _learns(one, other), _learns(other, one)
    named = {skill for skill, _ in (*first, *second)}
    both = (one.held.keys() & other.held.keys()) - named
    skills = sorted(both, key=lambda skill: (-min(one.held[skill], other.held[skill]), skill))
    themes = sorted(one.themes & other.themes)
    return Shared(first, second, skills[:MOST_COUNTED], themes[:MOST_COUNTED])


def _learns(learner: Guest, teacher: Guest) -> list[tuple[int, int]]:
    """What one wants to learn and the other holds higher, the highest first."""
    found = [
        (skill, teacher.held[skill])
        for skill in learner.wanted
        if teacher.held.get(skill, 0) > max(1, learner.held.get(skill, 0))
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:MOST_COUNTED]
