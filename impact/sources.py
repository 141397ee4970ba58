"""What an outcome came of, seen alike for introductions, placements, challenges and events.

Reads only. Each gives its parties: organisations, and people who stand for themselves.
"""

from dataclasses import dataclass, field
from typing import Any

from community.models import Event
from matching import parties
from matching.choices import IntroductionState, Side
from matching.models import Introduction
from opportunities.application_choices import ApplicationState
from opportunities.models import Application, Opportunity, PlacementRecord
from opportunities.placement_choices import PlacementState
from profiles.models import Organisation, User

from .choices import Came

OF_THIS = (IntroductionState.AGREED, IntroductionState.UNDER_WAY, IntroductionState.DONE)
"""Once two sides agreed there can be something to tell, before the end too."""


@dataclass(frozen=True)
class Source:
    """One thing that something came of."""

    came: str
    thing: Any
    title: str
    organisations: list[Organisation] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    opportunity: Opportunity | None = None
    event: Event | None = None
    is_ripe: bool = True
    """Whether there can be an outcome yet."""

    @property
    def key(self) -> dict[str, Any]:
        """The field of an outcome or a question that points at it."""
        return {str(self.came): self.thing}

    @property
    def root(self) -> Any:
        """The public record whose strands, priorities and place an outcome takes over."""
        return self.opportunity or self.event


def _of_introduction(thing: Introduction) -> Source:
    opportunity, offer = thing.opportunity, thing.offer
    organisations, people = [opportunity.organisation], []
    if thing.person is not None and thing.person.user is not None:
        people.append(thing.person.user)
    elif offer is not None and offer.organisation is not None:
        organisations.append(offer.organisation)
    elif offer is not None and offer.state.owner is not None:
        people.append(offer.state.owner)
    return Source(
        Came.INTRODUCTION,
        thing,
        opportunity.title,
        _once(organisations),
        people,
        opportunity=opportunity,
        is_ripe=thing.state in OF_THIS,
    )


def _of_placement(thing: PlacementRecord) -> Source:
    opportunity = thing.opportunity
    user = thing.person.user if thing.person else None
    return Source(
        Came.PLACEMENT,
        thing,
        opportunity.title,
        [opportunity.organisation],
        [user] if user else [],
        opportunity=opportunity,
        is_ripe=thing.state in (PlacementState.AGREED, PlacementState.COMPLETED),
    )


def _of_application(thing: Application) -> Source:
    opportunity = thing.opportunity
    user = thing.person.user
    return Source(
        Came.APPLICATION,
        thing,
        opportunity.title,
        [opportunity.organisation],
        [user] if user else [],
        opportunity=opportunity,
        is_ripe=thing.state == ApplicationState.PLACED,
    )


def _of_event(thing: Event) -> Source:
    owner = thing.state.submitted_by or thing.state.owner
    alone = [owner] if owner and thing.organisation is None else []
    return Source(
        Came.EVENT,
        thing,
        thing.title,
        [thing.organisation] if thing.organisation else [],
        alone,
        event=thing,
        is_ripe=thing.live,
    )


def _once(organisations: list[Organisation]) -> list[Organisation]:
    return list({one.pk: one for one in organisations}.values())


KINDS: dict[str, tuple[Any, Any]] = {
    Came.INTRODUCTION: (
        lambda: Introduction.objects.select_related(
            "opportunity__organisation",
            "opportunity__state",
            "person__user",
            "offer__organisation",
            "offer__state__owner",
        ),
        _of_introduction,
    ),
    Came.PLACEMENT: (
        lambda: PlacementRecord.objects.select_related(
            "opportunity__organisation", "opportunity__state", "person__user"
        ),
        _of_placement,
    ),
    Came.APPLICATION: (
        lambda: Application.objects.select_related(
            "opportunity__organisation", "opportunity__state", "person__user"
        ).filter(opportunity__kind="challenge"),
        _of_application,
    ),
    Came.EVENT: (
        lambda: Event.objects.select_related("organisation", "state__submitted_by", "state__owner"),
        _of_event,
    ),
}


def find(came: str, pk: int) -> Source | None:
    """The source of a kind with this key."""
    if came not in KINDS or pk >= 2**63:
        return None
    rows, make = KINDS[came]
    thing = rows().filter(pk=pk).first()
    return make(thing) if thing is not None else None


def source_of(row: Any) -> Source | None:
    """What an outcome or a question is about; None when it is gone, or was cut off."""
    for came in KINDS:
        if (pk := getattr(row, f"{came}_id")) is not None:
            return find(came, pk)
    return None


def to_ask(source: Source) -> list[User]:
    """Who is asked what came of it: one of each side, whoever had it in hand."""
    if source.came == Came.INTRODUCTION:
        sides = [parties.side(source.thing, side)[:1] for side in (Side.NEED, Side.SUPPLY)]
        found = [user for side in sides for user in side]
    elif source.came == Came.EVENT:
        owner = source.thing.state.submitted_by or source.thing.state.owner
        found = [owner] if owner else []
    else:
        found = [*parties.need_side(source.opportunity)[:1], *source.people]
    return list({user.pk: user for user in found if user.is_active}.values())
