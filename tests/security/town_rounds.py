"""Placement rounds of the town: one in which people rank, one that is published."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from matching.choices.rounds import PHASES
from matching.engine.rounds import (
    Applicant,
    Organisation,
    Placement,
    Rules,
    round_to_json,
    settle,
)
from matching.engine.rounds import Round as Instance
from matching.models import Publication, Round, RoundEntrant, RoundPhase, RoundRun
from matching.services import rounds
from tests.factories import matching as market
from tests.factories.applications import ApplicationFactory
from tests.factories.rounds import planned_round

DAY = datetime.timedelta(days=1)


def lay_rounds(town: SimpleNamespace) -> None:
    """Ours and theirs are in it; the student and the expert applied to both."""
    town.round = row = planned_round(town.custodian, title="Town round")
    placements = {
        name: market.PlacementFactory(organisation=organisation, title=f"In the round {name}")
        for name, organisation in (("ours", town.ours), ("theirs", town.theirs))
    }
    town.our_place = rounds.join_round(placements["ours"], round_=row, by=town.lead)
    town.their_place = rounds.join_round(placements["theirs"], round_=row, by=town.rival)
    town.round_applications = [
        ApplicationFactory(opportunity=one, person=town.persons[role], answer_by=None)
        for one in placements.values()
        for role in ("student", "expert")
    ]
    Round.objects.filter(pk=row.pk).update(steward=town.lead)
    for role in ("student", "expert"):
        RoundEntrant.objects.create(round=row, person=town.persons[role], key=f"A-{role.upper()}")
    _stand_at(row, "rank")
    town.round.refresh_from_db()
    town.round_run = _run(row, people=2)
    town.published_round = past = planned_round(town.custodian, title="Town round of last year")
    publication = Publication.objects.create(
        round=past,
        run=_run(past, people=5),
        number=1,
        state="published",
        published_at=timezone.now(),
    )
    Round.objects.filter(pk=past.pk).update(state="closed", published_at=publication.published_at)
    past.refresh_from_db()


def _stand_at(row: Round, state: str) -> None:
    """As if the clock stood in the middle of that phase, without running it."""
    begins = timezone.now() - DAY * PHASES.index(state) - DAY / 2
    for phase in RoundPhase.objects.filter(round=row):
        opens = begins + DAY * PHASES.index(phase.kind)
        RoundPhase.objects.filter(pk=phase.pk).update(opens_at=opens, closes_at=opens + DAY)
    Round.objects.filter(pk=row.pk).update(state=state)


def _run(row: Round, *, people: int) -> RoundRun:
    """A run that is done, as the worker leaves it."""
    keys = [f"A{number}" for number in range(people)]
    instance = Instance(
        applicants=tuple(Applicant(key=key, choices=("P1",)) for key in keys),
        placements=(Placement(key="P1", organisation="H1", seats=1),),
        organisations=(Organisation(key="H1"),),
    )
    rules = Rules(seed="town")
    document = round_to_json(instance, rules=rules, settlement=settle(instance, rules=rules))
    return RoundRun.objects.create(
        round=row,
        kind="main",
        state="done",
        ties=row.ties,
        goal=row.goal,
        result=document.pop("result"),
        facts=document,
        digest=document["digest"],
    )
