"""Placement rounds for tests: with dates, placements, applicants and tiers, in any phase."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from matching.choices.rounds import PHASES
from matching.models import Round, RoundPlace
from matching.services import rounds
from opportunities.models import Application
from tests.factories.applications import ApplicationFactory
from tests.factories.matching import PlacementFactory, lead_of
from tests.factories.profiles import (
    CustodianFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

DAY = datetime.timedelta(days=1)


def dates(starts: datetime.datetime | None = None, days: int = 7) -> dict:
    """The start and the eight closing times of a round in which each phase lasts so many days."""
    starts = starts or timezone.now() - datetime.timedelta(minutes=1)
    closes = {kind: starts + days * DAY * number for number, kind in enumerate(PHASES, start=1)}
    return {"starts": starts, "closes": closes}


def unsound() -> dict[str, list[str]]:
    """What invariants say, but for one: nobody published these placements in Wagtail."""
    from common.invariants import broken

    return {name: said for name, said in broken().items() if not name.startswith("INV-20")}


def planned_round(by=None, **values) -> Round:
    """A round whose first phase has just opened."""
    by = by or CustodianFactory()
    when = {name: values.pop(name) for name in ("starts", "closes") if name in values}
    made = rounds.create_round(by=by, **{"title": "Summer placements", **dates(), **when, **values})
    return rounds.open_round(made, by=by)


def go_to(round_: Round, phase: str) -> Round:
    """Move the dates so that this phase is open now, with six hours left, and let the clock run.

    Earlier phases pass one by one, as by the clock; runs are done as the worker does them.
    """
    from common import outbox

    round_.refresh_from_db()
    for kind in PHASES[: PHASES.index(phase)]:
        now = timezone.now()
        row = round_.phases.get(kind=kind)
        if row.closed_at is not None:
            continue
        outbox.run_due()
        shift = row.closes_at - now
        for one in round_.phases.filter(position__gte=row.position).order_by("position"):
            if one.pk != row.pk:
                one.opens_at -= shift
            one.closes_at -= shift
            one.save()
        rounds.run_round_clock(now=timezone.now())
    round_.refresh_from_db()
    outbox.run_due()
    assert round_.state == phase, f"the round is in {round_.state}, not in {phase}"
    return round_


def place(
    round_: Round, *, seats: int = 1, title: str = "", organisation=None, **values
) -> RoundPlace:
    """A placement in the round, posted by an organisation with a lead."""
    organisation = organisation or OrganisationFactory()
    lead = organisation.memberships.first()
    lead = lead.user if lead else lead_of(organisation)
    names = {"title": title} if title else {}
    opportunity = PlacementFactory(organisation=organisation, seats=seats, **names)
    return rounds.join_round(opportunity, round_=round_, by=lead, **values)


def applicant(*places: RoundPlace, tiers: dict | None = None, **values) -> SimpleNamespace:
    """Somebody with an account who applied at these placements; ``tiers`` from place to tier."""
    user = UserFactory()
    person = PersonFactory(user=user, **values)
    applications = {}
    for one in places:
        applications[one.pk] = ApplicationFactory(
            opportunity=one.opportunity, person=person, answer_by=None
        )
        tier = (tiers or {}).get(one.pk)
        Application.objects.filter(pk=applications[one.pk].pk).update(tier=tier)
    return SimpleNamespace(user=user, person=person, applications=applications)


def rank(round_: Round, who: SimpleNamespace, *places: RoundPlace):
    """Save an ordered list."""
    entrant = round_.entrants.filter(person=who.person).first()
    return rounds.save_ranking(
        round_,
        by=who.user,
        places=[one.pk for one in places],
        version=entrant.version if entrant else 0,
    )


def small_round(**values) -> SimpleNamespace:
    """Three applicants, two placements with a seat each, in the phase in which tiers are given.

    Ash and Bea both want the museum first, and the museum wants Bea most; Cal wants only the museum.
    """
    custodian = CustodianFactory()
    round_ = planned_round(custodian, **values)
    museum = place(round_, title="Museum")
    council = place(round_, title="Council")
    go_to(round_, "rank")
    ash = applicant(museum, council, tiers={museum.pk: 2, council.pk: 1})
    bea = applicant(museum, council, tiers={museum.pk: 1, council.pk: 2})
    cal = applicant(museum, tiers={museum.pk: 3})
    rank(round_, ash, museum, council)
    rank(round_, bea, museum, council)
    rank(round_, cal, museum)
    return SimpleNamespace(
        custodian=custodian,
        second=CustodianFactory(),
        round=round_,
        museum=museum,
        council=council,
        ash=ash,
        bea=bea,
        cal=cal,
    )


def settled(scene: SimpleNamespace):
    """The scene in the phase of results, with the run that may be published."""
    go_to(scene.round, "publish")
    return scene.round.runs.filter(kind="main", state="done").first()


def published(scene: SimpleNamespace):
    """The scene with its results out."""
    from common import outbox

    run = settled(scene)
    publication = rounds.publish(scene.round, by=scene.custodian, run=run)
    outbox.run_due()
    publication.refresh_from_db()
    scene.round.refresh_from_db()
    return publication
