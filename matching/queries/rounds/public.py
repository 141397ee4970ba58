"""What anybody may read of rounds: dates, rules, placements, and afterwards the report."""

import datetime
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from ...choices.rounds import PHASES, Goal, RoundState, Ties
from ...models import Round, RoundPlace
from ...policies.rounds import may_plan, may_see_round

WORDS = {
    RoundState.ANNOUNCE: "The round is announced, so that everybody can make time for it.",
    RoundState.POST: "Organisations post placements and put them into the round.",
    RoundState.RANK: "Applicants apply, and put the placements that they want in order.",
    RoundState.TIER: "Hosts put their applicants into tiers: first, second or third choice.",
    RoundState.RUN: "The computer settles the round by the published rules.",
    RoundState.CHECK: "Custodians look at the outcome, and an independent judge has checked it.",
    RoundState.PUBLISH: "Results are out. Two people may swap seats if both hosts agree.",
    RoundState.CLEAR: "Free seats and people without one are brought together.",
}


@dataclass(frozen=True)
class PhaseRow:
    """One phase on the line of dates; ``where`` is past, now or ahead."""

    kind: str
    name: str
    words: str
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    where: str
    late: bool = False


@dataclass(frozen=True)
class PlaceRow:
    """A placement in a round, as the public sees it."""

    pk: int
    opportunity_id: int
    title: str
    organisation: str
    url: str
    seats: int
    least: int


def list_rounds(user) -> list[Round]:
    """Every round, newest first; drafts for custodians only. With its phases."""
    rows = Round.objects.all() if may_plan(user) else Round.objects.public()
    return list(rows.prefetch_related("phases"))


def one_round(slug: str, user) -> Round:
    """A round that the user may read of. Raises Http404."""
    found = Round.objects.prefetch_related("phases").filter(slug=slug).first()
    if found is None or not may_see_round(user, found):
        raise Http404
    return found


def timeline(round_: Round) -> list[PhaseRow]:
    """The phases in their order, and where each stands."""
    now = timezone.now()
    return [
        PhaseRow(
            kind=row.kind,
            name=row.get_kind_display(),
            words=WORDS[RoundState(row.kind)],
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            where=_where(row, round_),
            late=row.kind == round_.state and row.closes_at <= now,
        )
        for row in round_.phases.all()
    ]


def _where(phase, round_: Round) -> str:
    if phase.closed_at is not None or round_.state == RoundState.CLOSED:
        return "past"
    return "now" if phase.kind == round_.state else "ahead"


def phase_now(round_: Round) -> PhaseRow | None:
    """The open phase, when there is one."""
    return next((row for row in timeline(round_) if row.where == "now"), None)


def rules_in_words(round_: Round) -> list[str]:
    """The rules of this round, a sentence each; what ranking means first."""
    names = [
        "Put first what you want most. Ranking a placement high never costs you a chance at another: "
        "you are considered for each in turn, and moved down only where a place is full with people "
        "its host put higher."
    ]
    if round_.ties == Ties.LARGEST and round_.goal == Goal.STABLE:
        names[0] = (
            "Put first what you want most. You are considered for each placement in turn, and moved "
            "down only where a place is full with people its host put higher. Among equals we look "
            "for the outcome that places more people."
        )
    names.append(f"Your list can hold up to {round_.most_choices} placements.")
    names.append(
        "Hosts put applicants into tiers without seeing names until the results are out."
        if round_.blind
        else "Hosts put applicants into tiers. Whom they decline is not placed there."
    )
    names.append("Whoever a host puts into no tier stands after all whom it did.")
    names.append(
        {
            Goal.STABLE: "Nobody ends up where an applicant and a host would both rather have had "
            "each other.",
            Goal.RANK_MAXIMAL: "As many people as possible get their first choice, then their "
            "second, and so on. This can only be used where hosts are neutral.",
            Goal.GENEROUS: "As many people as possible get a seat, and as few as possible a late "
            "choice. This can only be used where hosts are neutral.",
        }[Goal(round_.goal)]
    )
    names.append(
        "Where people stand equal, a lottery decides. Its seed was drawn when the round was planned: "
        f"its SHA-256 is {round_.seed_hash or 'shown then'}, and the seed itself is published with "
        "the results."
    )
    return names


def places_of(round_: Round) -> list[PlaceRow]:
    """The placements in a round, by title, with the seats that are free."""
    rows = RoundPlace.objects.filter(round=round_).select_related(
        "opportunity__organisation", "opportunity__state"
    )
    if not round_.is_over:
        rows = rows.filter(is_in=True)
    return [place_row(row) for row in rows.order_by("opportunity__title", "pk")]


def place_row(row: RoundPlace) -> PlaceRow:
    """One placement as a row."""
    state = row.opportunity.state
    return PlaceRow(
        pk=row.pk,
        opportunity_id=row.opportunity_id,
        title=row.opportunity.title,
        organisation=row.opportunity.organisation.name,
        url=row.opportunity.get_absolute_url(),
        seats=max(0, state.seats_cap - state.seats_taken),
        least=row.least,
    )


def next_phase_after(kind: str) -> str:
    """The phase that follows, or "closed"."""
    place = PHASES.index(kind) + 1
    return PHASES[place] if place < len(PHASES) else RoundState.CLOSED
