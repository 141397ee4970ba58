"""The region's balance: what is asked, offered and wanted; whom nobody fits; who is never shown."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from community.suppression import LEAST
from opportunities.models import Opportunity, Requirement
from profiles.choices import Stage
from profiles.models import HeldSkill, Offer, OfferSkill, Person, WantedSkill
from skills.models import Skill

from ..choices import IntroductionState
from ..models import Introduction, Match, NearMiss, Opening
from ..stuffed import EXPERT, MOST_CLAIMS
from ..words.weights import GATE_WORDS

LEVELS = {1: "Awareness", 2: "Working", 3: "Practitioner", 4: "Expert"}
YEAR = datetime.timedelta(days=365)
MOST = 20
OFTEN = 2
"""So many introductions without a word make a host one that does not answer."""


@dataclass(frozen=True)
class Line:
    """One skill at one level. None is a count that is not shown."""

    skill: str
    level: int
    asked: int
    held: int | None
    offers: int
    wanted: int | None

    @property
    def level_name(self) -> str:
        return LEVELS[self.level]

    @property
    def gap(self) -> int:
        """How many more ask for it than hold or give it."""
        return self.asked - (self.held or 0) - self.offers


def skills_balance(*, suppressed: bool) -> list[Line]:
    """Per skill and level, the greatest gap first: three queries.

    ``suppressed`` for everybody but custodians: counts of people under five are not shown.
    """
    merged = dict(
        Skill.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    )
    opened = Opportunity.objects.open().values("pk")
    people = Person.objects.matchable().values("pk")
    asked, held, offers, wanted = _counts(
        merged,
        Requirement.objects.filter(opportunity__in=opened),
        HeldSkill.objects.filter(person__in=people),
        OfferSkill.objects.filter(offer__in=Offer.objects.open().values("pk")),
        WantedSkill.objects.filter(person__in=people),
    )
    keys = asked.keys() | held.keys() | offers.keys() | wanted.keys()
    names = dict(
        Skill.objects.filter(pk__in={skill for skill, _ in keys}).values_list("pk", "name")
    )

    def few(count: int) -> int | None:
        return None if suppressed and count < LEAST else count

    lines = [
        Line(names[s], level, asked[s, level], few(held[s, level]), offers[s, level], few(wanted[s, level]))
        for s, level in keys
        if s in names
    ]  # fmt: skip
    if suppressed:
        # The order would say what is hidden, so it goes by what is public; a line of nothing says nothing.
        lines = [line for line in lines if line.asked or line.offers or line.held or line.wanted]
        return sorted(lines, key=lambda line: (-line.asked, line.skill, line.level))
    return sorted(lines, key=lambda line: (-line.gap, -line.asked, line.skill, line.level))


def _counts(merged: dict[int, int], *tables: QuerySet) -> list[Counter[tuple[int, int]]]:
    """How often each skill and level stands in each of the tables: one query for all of them."""
    found: list[Counter[tuple[int, int]]] = [Counter() for _ in tables]
    first, *others = (
        rows.order_by()
        .annotate(table=Value(place))
        .values_list("table", "skill_id", "level")
        .annotate(times=Count("pk"))
        for place, rows in enumerate(tables)
    )
    for table, skill, level, times in first.union(*others, all=True):
        found[table][merged.get(skill, skill), level] += times
    return found


def unmet() -> list[dict[str, Any]]:
    """Open needs that nobody fits, the oldest first, and what keeps out those who come closest."""
    fits = Match.objects.filter(opportunity=OuterRef("pk"), is_current=True)
    rows = list(
        Opportunity.objects.open()
        .filter(~Exists(fits), is_proposal=False)
        .select_related("organisation", "state")
        .order_by("state__published_at", "pk")[:MOST]
    )
    keys = [row.pk for row in rows]
    gates: dict[int, Counter[str]] = defaultdict(Counter)
    for opportunity, gate in NearMiss.objects.filter(opportunity__in=keys).values_list(
        "opportunity_id", "gate"
    ):
        gates[opportunity][gate] += 1
    scarce = _nobody_holds(keys)
    return [{"row": row, "why": _why(gates[row.pk], scarce.get(row.pk, []))} for row in rows]


def _nobody_holds(keys: list[int]) -> dict[int, list[str]]:
    """Essential skills that nobody holds or gives at the level that passes."""
    people = Person.objects.matchable().values("pk")
    holds = HeldSkill.objects.filter(
        person__in=people, skill=OuterRef("skill"), level__gte=OuterRef("level") - 1
    )
    gives = OfferSkill.objects.filter(
        offer__in=Offer.objects.open().values("pk"),
        skill=OuterRef("skill"),
        level__gte=OuterRef("level") - 1,
    )
    rows = Requirement.objects.filter(opportunity__in=keys, essential=True)
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows.filter(~Exists(holds), ~Exists(gives)).select_related("skill"):
        found[row.opportunity_id].append(f"{row.skill.name} at {row.get_level_display().lower()}")
    return found


def _why(gates: Counter[str], scarce: Iterable[str]) -> str:
    said = [f"Nobody holds {name}." for name in scarce]
    for gate, count in gates.most_common(3):
        title = GATE_WORDS[gate][0].lower() if gate in GATE_WORDS else "one rule"
        said.append(f"{count} would fit but for one thing: {title}.")
    return " ".join(said) or "More than one thing keeps everybody out."


def never_shown() -> dict[str, Any]:
    """People who are on no need's list: how many, by stage and by district, and what would open most."""
    shown = Match.objects.filter(
        person=OuterRef("pk"), is_current=True, rank_for_need__isnull=False
    )
    people = Person.objects.matchable().filter(~Exists(shown))
    stages = dict(Stage.choices)
    by_stage: Counter[str] = Counter()
    by_home: Counter[str] = Counter()
    counted = people.order_by().values_list("stage", "district__name").annotate(times=Count("pk"))
    for stage, home, times in counted:
        by_stage[stages.get(stage, "Not said")] += times
        by_home[home or "Not said"] += times
    opens = (
        Opening.objects.filter(person__in=people.values("pk"))
        .order_by()
        .values_list("skill__name", "to_level")
        .annotate(times=Count("person", distinct=True))
        .order_by("-times", "skill__name")[:5]
    )
    return {
        "count": by_stage.total(),
        "stages": by_stage.most_common(),
        "homes": by_home.most_common(),
        "opens": [(name, LEVELS[level].lower(), times) for name, level, times in opens],
    }


def silent_hosts(*, now: datetime.datetime | None = None) -> list[dict[str, Any]]:
    """Organisations that let introductions run out without a word, in the last year."""
    since = (now or timezone.now()) - YEAR
    silent = Q(state=IntroductionState.EXPIRED, need_answer="")
    rows = (
        Introduction.objects.filter(created__gt=since)
        .order_by()
        .values("opportunity__organisation__name", "opportunity__organisation__slug")
        .annotate(asked=Count("pk"), silent=Count("pk", filter=silent))
        .filter(silent__gte=OFTEN)
        .order_by("-silent", "opportunity__organisation__name")[:MOST]
    )
    return [
        {
            "name": row["opportunity__organisation__name"],
            "url": f"/organisations/{row['opportunity__organisation__slug']}/",
            "asked": row["asked"],
            "silent": row["silent"],
        }
        for row in rows
    ]


def stuffed_people() -> QuerySet[Person]:
    """Those who claim more at expert, without evidence, than anybody can believe; most first."""
    bare = Q(held__level=EXPERT, held__evidence="")
    people: QuerySet[Person] = Person.objects.matchable()
    return (
        people.annotate(claims=Count("held", filter=bare))
        .filter(claims__gt=MOST_CLAIMS)
        .select_related("district", "user")
        .order_by("-claims", "pk")
    )
