"""Shortlists and suggestions as one side reads them, in words made when they were scored."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from opportunities.models import Opportunity
from opportunities.queries.partners import shown_partners
from profiles.choices import OfferKind
from profiles.models import Offer, Person
from profiles.policies import leads

from .. import words as wording
from ..cards import has_hidden, need_facts, supply_facts, supply_kind, supply_title
from ..choices import LIVE_STATES, Side
from ..models import Appeal, Aside, Introduction, Match, MatchRun, NearMiss, Opening
from ..policies import gives
from ..words import near as near_wording
from .runs import last_run

SHOWN = 20
TEACHING = (OfferKind.TRAINING, OfferKind.MENTORING, OfferKind.HOUR)


@dataclass(frozen=True)
class Suggestion:
    """One match as one of its sides reads it: who, what you gain, what they gain, what is missing."""

    match: Match
    kind: str
    title: str
    facts: list[dict[str, str]]
    yours: dict[str, Any]
    theirs: dict[str, Any]
    missing: str
    change: str
    notes: list[str]
    priority: str
    url: str = ""
    introduction: Introduction | None = None
    answers: str = ""
    """*me* or *us* where the reader answers for this side, and so may put it aside."""

    @property
    def anchor(self) -> str:
        return f"match-{self.match.pk}"

    @property
    def ask_url(self) -> str:
        return reverse("matching:ask", args=[self.match.pk])

    @property
    def aside_url(self) -> str:
        return reverse("matching:put_aside", args=[self.match.pk])

    @property
    def appeal_url(self) -> str:
        return reverse("matching:appeal_ask", args=[self.match.pk])


@dataclass(frozen=True)
class Near:
    """A near miss as the need reads it."""

    title: str
    text: str
    change: str
    action: str


@dataclass(frozen=True)
class Shortlist:
    """What a need sees: good for both sides, close but not yet, and how it was chosen."""

    suggestions: list[Suggestion]
    near: list[Near]
    run: MatchRun | None
    people: int = field(default=0)
    offers: int = field(default=0)


def shortlist_for(opportunity: Opportunity, viewer) -> Shortlist:
    """What ``viewer``, who was let in by the policy, sees of an opportunity: five queries."""
    rows = list(
        _current()
        .filter(opportunity=opportunity)
        .select_related("person__district", "offer__organisation", "offer__district", "priority")
        .order_by("-joint", "pk")[:SHOWN]
    )
    introductions = _introductions_of(Q(opportunity=opportunity))
    answers = "us" if leads(viewer, opportunity.organisation) else ""
    suggestions = [replace(_for_need(match, introductions), answers=answers) for match in rows]
    misses = (
        NearMiss.objects.filter(opportunity=opportunity)
        .filter(Q(offer__isnull=False) | Q(person__in=Person.objects.matchable()))
        .select_related("person__district", "offer__organisation")
    )
    return Shortlist(
        suggestions=suggestions,
        near=[_near(miss) for miss in misses],
        run=last_run(opportunity),
        people=sum(1 for match in rows if match.person_id),
        offers=sum(1 for match in rows if match.offer_id),
    )


def suggestions_for(person: Person, *, kind: str = "") -> list[Suggestion]:
    """What the matcher found for a person, best first, of one kind or of all: two queries."""
    rows = _current().filter(person=person)
    if kind:
        rows = rows.filter(opportunity__kind=kind)
    found = _for_supply(rows, _introductions_of(Q(person=person)))
    return [replace(item, answers="me") for item in found]


def suggestions_for_offer(offer: Offer) -> list[Suggestion]:
    """What the matcher found for an offer, best first: two queries."""
    rows = _current().filter(offer=offer)
    return _for_supply(rows, _introductions_of(Q(offer=offer)))


def suggestions_for_offers(
    offers: list[Offer], viewer=None
) -> list[tuple[Offer, list[Suggestion]]]:
    """The same for several offers, still in two queries."""
    rows = list(_for_supply_rows(_current().filter(offer__in=offers)))
    introductions = _introductions_of(Q(offer__in=offers))
    if viewer is not None:
        prefetch_related_objects([viewer], "memberships")
    answers = {offer.pk: "us" if gives(viewer, offer) else "" for offer in offers}
    return [
        (
            offer,
            [
                replace(_of_need(match, introductions), answers=answers[offer.pk])
                for match in rows
                if match.offer_id == offer.pk
            ][:SHOWN],
        )
        for offer in offers
    ]


@dataclass(frozen=True)
class Door:
    """One skill that would open more, and who in the region teaches it."""

    text: str
    opening: Opening
    teachers: list[Offer]


def openings_for(person: Person) -> list[str]:
    """What one more skill would open, in words: one query."""
    return [_opens(row) for row in Opening.objects.filter(person=person).select_related("skill")]


def doors_for(person: Person) -> list[Door]:
    """The same, most first, the first with who teaches it: two queries."""
    rows = list(Opening.objects.filter(person=person).select_related("skill"))
    return [Door(_opens(row), row, [] if n else teachers_of(row)) for n, row in enumerate(rows)]


def teachers_of(opening: Opening) -> list[Offer]:
    """Open offers from which somebody can learn a skill to a level."""
    rows = Offer.objects.open().filter(
        kind__in=TEACHING, skills__skill=opening.skill_id, skills__level__gte=opening.to_level
    )
    return list(rows.select_related("organisation").distinct().order_by("title", "pk")[:5])


def _opens(row: Opening) -> str:
    return near_wording.opening(row.skill.name, to_level=row.to_level, opens=row.opens)


def match_of(user_person: Person, opportunity: Opportunity) -> Match | None:
    """The current match of a person with an opportunity, if there is one."""
    return _current().filter(person=user_person, opportunity=opportunity).first()


def counts_for(opportunity: Opportunity) -> tuple[int, int]:
    """How many people and offers fit, in one query."""
    rows = list(
        _current().filter(opportunity=opportunity).values_list("person_id", flat=True)[:SHOWN]
    )
    people = sum(1 for person in rows if person)
    return people, len(rows) - people


def reasons_of(introduction: Introduction, side: str) -> Suggestion | None:
    """Why the two were matched, as a side reads it; custodians read with the need."""
    if introduction.match is None or (side != Side.SUPPLY and has_hidden(introduction)):
        return None
    reader = _of_need if side == Side.SUPPLY else _for_need
    return reader(introduction.match, {}, pair=introduction)


def as_read(match: Match, side: str, *, pair: Introduction | Appeal | None = None) -> Suggestion:
    """One match in the words of a side, whether or not it still stands."""
    return (_of_need if side == Side.SUPPLY else _for_need)(match, {}, pair=pair)


def _current() -> QuerySet[Match]:
    """Current matches of what is still open and of people who still let us match them."""
    aside = Aside.objects.filter(opportunity=OuterRef("opportunity")).filter(
        Q(person=OuterRef("person")) | Q(offer=OuterRef("offer"))
    )
    return Match.objects.filter(
        ~Exists(aside), is_current=True, opportunity__in=Opportunity.objects.open().values("pk")
    ).filter(
        Q(person__in=Person.objects.matchable().values("pk"))
        | Q(offer__in=Offer.objects.open().values("pk"))
    )


def _introductions_of(which: Q) -> dict[tuple, Introduction]:
    rows = Introduction.objects.filter(which, state__in=LIVE_STATES)
    return {(row.opportunity_id, row.person_id, row.offer_id): row for row in rows}


def _gain(title: str, score: int, rows: list[dict]) -> dict[str, Any]:
    return {"title": title, "step": wording.step(score), "rows": rows}


def _for_need(
    match: Match, introductions: dict, *, pair: Introduction | Appeal | None = None
) -> Suggestion:
    """A match in the need's words. ``pair`` holds its two sides where the match was read alone."""
    words = match.reasons["words"]["need"]
    sides = pair or match
    return Suggestion(
        match=match,
        kind=supply_kind(sides),
        title=supply_title(sides),
        facts=supply_facts(sides),
        yours=_gain("What you gain", match.fit, words["yours"]),
        theirs=_gain("What they gain", match.benefit, words["theirs"]),
        missing=words["missing"],
        change=words["change"],
        notes=words["notes"],
        priority=match.priority.short if match.priority else "",
        introduction=introductions.get((match.opportunity_id, match.person_id, match.offer_id)),
    )


def _for_supply(rows: QuerySet[Match], introductions: dict) -> list[Suggestion]:
    return [_of_need(match, introductions) for match in _for_supply_rows(rows)[:SHOWN]]


def _for_supply_rows(rows: QuerySet[Match]) -> QuerySet[Match]:
    return (
        rows.select_related("opportunity__organisation", "opportunity__district", "priority")
        .prefetch_related(shown_partners("opportunity__"))
        .order_by("-joint", "pk")
    )


def _of_need(
    match: Match, introductions: dict, *, pair: Introduction | Appeal | None = None
) -> Suggestion:
    """A match in the supply's words."""
    words = match.reasons["words"]["supply"]
    opportunity = (pair or match).opportunity
    return Suggestion(
        match=match,
        kind=f"{opportunity.get_kind_display()}, {opportunity.hosts}",
        title=opportunity.title,
        url=opportunity.get_absolute_url(),
        facts=need_facts(opportunity),
        yours=_gain("What you gain", match.benefit, words["yours"]),
        theirs=_gain("What they gain", match.fit, words["theirs"]),
        missing=words["missing"],
        change=words["change"],
        notes=words["notes"],
        priority=match.priority.short if match.priority else "",
        introduction=introductions.get((match.opportunity_id, match.person_id, match.offer_id)),
    )


def _near(miss: NearMiss) -> Near:
    words = miss.words
    return Near(
        title=supply_title(miss),
        text=words["text"],
        change=words["change"],
        action=words["action"],
    )
