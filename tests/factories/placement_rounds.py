"""Placement rounds for tests: three applicants, two hosts, in the phase that is asked for."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from matching.models import Round, RoundPhase
from matching.round_choices import PHASES
from matching.services import rounds as services
from matching.services.rounds.planning import seal
from tests.factories.applying import apply, asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory, PersonFactory

DAY = datetime.timedelta(days=1)


def make_round(*, custodian: Any = None, title: str = "Summer placements", **values: Any) -> Round:
    """A draft whose first phase begins tomorrow; each phase lasts a day."""
    starts = timezone.now() + DAY
    closes = {kind: starts + DAY * number for number, kind in enumerate(PHASES, start=1)}
    return services.create_round(
        by=custodian or CustodianFactory(), title=title, starts=starts, closes=closes, **values
    )


def shift_to(round_: Round, state: str) -> Round:
    """As if the clock stood in the middle of that phase."""
    if not round_.seed_hash:
        seal(round_)
    begins = timezone.now() - DAY * PHASES.index(state) - DAY / 2
    for phase in RoundPhase.objects.filter(round=round_):
        place = PHASES.index(phase.kind)
        opens = begins + DAY * place
        closes = opens + DAY
        now = timezone.now()
        RoundPhase.objects.filter(pk=phase.pk).update(
            opens_at=opens,
            closes_at=closes,
            opened_at=opens if opens <= now else None,
            closed_at=closes if closes <= now else None,
        )
    Round.objects.filter(pk=round_.pk).update(state=state)
    return Round.objects.get(pk=round_.pk)


def small_round(state: str = "rank", *, hosts: int = 2, people: int = 3, **values: Any) -> Any:
    """Hosts with a placement of one seat each, and people who applied to all of them."""
    made = SimpleNamespace(custodian=CustodianFactory(), second=CustodianFactory())
    round_ = shift_to(make_round(custodian=made.custodian, **values), "post")
    placements = [
        PlacementFactory(live=True, title=f"Placement {number}", seats=1)
        for number in range(1, hosts + 1)
    ]
    made.hosts = [one.state.submitted_by for one in placements]
    made.places = []
    for placement, host in zip(placements, made.hosts, strict=True):
        asks(placement)
        made.places.append(services.join_round(placement, round_=round_, by=host))
    made.people = [PersonFactory(matched=True, name=f"Person {n}") for n in range(1, people + 1)]
    made.applications = [
        apply(placement, person) for person in made.people for placement in placements
    ]
    made.round = shift_to(round_, state)
    return made


def ranked(made: Any, *orders: list[int]) -> None:
    """Each person's list, as numbers of placements from 1 on; while applicants rank."""
    for person, order in zip(made.people, orders, strict=False):
        places = [made.places[number - 1].pk for number in order]
        services.save_ranking(made.round, by=person.user, places=places, version=0)
