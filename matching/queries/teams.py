"""Teams that complement each other for one need, from those whom only a skill keeps apart, or nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from opportunities.models import Opportunity
from profiles.choices import OfferKind, Stage
from profiles.models import HeldSkill, Person

from .. import cards
from ..models import Match, NearMiss

LEARNERS = (Stage.STUDENT, Stage.GRADUATE, Stage.RETURNER)
GUIDES = (Stage.ANALYST, Stage.RESEARCHER, Stage.EXPERT)
GUIDING = (OfferKind.MENTORING, OfferKind.TRAINING, OfferKind.HOUR)
MOST_LEARNERS = 20


@dataclass(frozen=True)
class Member:
    """One of a team: in which part, what they are called, and the skills they cover at the level asked."""

    part: str
    title: str
    covers: list[str] = field(default_factory=list)
    match: Match | None = None


@dataclass(frozen=True)
class Team:
    """A data owner, a mentor, two students; what together they cover, and what nobody does."""

    members: list[Member]
    covered: list[str]
    missing: list[str]

    @property
    def is_whole(self) -> bool:
        return len(self.members) == 4


def team_for(opportunity: Opportunity) -> Team | None:
    """The team that covers most of a need: five queries or six. None where nobody could be in one.

    Only those whom no gate keeps out, or only the lack of one essential skill: the others of the team
    may hold it.
    """
    asked = list(opportunity.requirements.select_related("skill").order_by("-essential", "pk"))
    rows = _candidates(opportunity)
    held = _held([row.person_id for row in rows if row.person_id])
    levels: dict[Any, dict[int, int]] = {row: held[row.person_id] for row in rows if row.person_id}
    for row in rows:
        if row.offer_id:
            levels[row] = {one.skill_id: one.level for one in row.offer.skills.all()}
    covers = {
        row: {need.skill_id for need in asked if levels[row].get(need.skill_id, 0) >= need.level}
        for row in rows
    }
    names = {need.skill_id: need.skill.name for need in asked}
    members = [_data_owner(opportunity, rows)]
    learners = [row for row in rows if row.person_id and row.person.stage in LEARNERS]
    pair = max(
        combinations(learners[:MOST_LEARNERS], 2),
        key=lambda two: (len(covers[two[0]] | covers[two[1]]), -two[0].pk - two[1].pk),
        default=tuple(learners[:1]),
    )
    done = set().union(*(covers[row] for row in pair))
    guides = [row for row in rows if _guides(row) and row not in pair]
    guide = max(
        guides, key=lambda row: (len(covers[row] - done), len(covers[row]), -row.pk), default=None
    )
    if guide is None and not pair:
        return None
    if guide is not None:
        done |= covers[guide]
        members.append(_member("A mentor", guide, covers[guide], names))
    members += [_member("A learner", row, covers[row], names) for row in pair]
    return Team(
        members,
        [names[skill] for skill in names if skill in done],
        [names[skill] for skill in names if skill not in done],
    )


def _candidates(opportunity: Opportunity) -> list[Any]:
    """Matches and near misses by one skill, of people who still let us match them."""
    sides = ("person__district", "offer__organisation")
    matches = Match.objects.filter(opportunity=opportunity, is_current=True)
    near = NearMiss.objects.filter(opportunity=opportunity, gate="essential")
    found: list[Any] = []
    for rows in (matches, near):
        found += rows.select_related(*sides).prefetch_related("offer__skills")
    allowed = set(
        Person.objects.matchable()
        .filter(pk__in=[row.person_id for row in found if row.person_id])
        .values_list("pk", flat=True)
    )
    return [row for row in found if row.offer_id or row.person_id in allowed]


def _held(people: list[int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = HeldSkill.objects.filter(person__in=people)
    for person, skill, level in rows.values_list("person_id", "skill_id", "level"):
        found[person][skill] = level
    return found


def _guides(row: Any) -> bool:
    if row.person_id:
        return row.person.stage in GUIDES
    return row.offer.kind in GUIDING


def _data_owner(opportunity: Opportunity, rows: list[Any]) -> Member:
    """An offer of data that fits; else whoever posted it."""
    given = next((row for row in rows if row.offer_id and row.offer.kind == OfferKind.DATA), None)
    if given is not None:
        return _member("The data owner", given, set(), {})
    return Member("The data owner", f"You: {opportunity.hosts}")


def _member(part: str, row: Any, covers: set[int], names: dict[int, str]) -> Member:
    match = row if isinstance(row, Match) else None
    said = [name for skill, name in names.items() if skill in covers]
    return Member(part, cards.supply_title(row), said, match)
