"""Twenty who accept the last place at the same moment, on both databases: exactly one gets it."""

from typing import Any

import pytest
from django.db import transaction

from common.invariants import broken
from common.states import IllegalMove
from opportunities import services
from opportunities.models import (
    Application,
    ApplicationForm,
    Opportunity,
    OpportunityState,
    SeatEntry,
    TeamMember,
)
from opportunities.services import teams
from tests.common.test_races import at_once
from tests.factories.applications import ApplicationFactory
from tests.factories.applying import apply
from tests.factories.matching import PlacementFactory
from tests.factories.profiles import PersonFactory
from tests.factories.teams import joined, team
from tests.support import proof

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
RIVALS = 20


@pytest.fixture(autouse=True)
def warm() -> None:
    """As a server is: addresses and mails are loaded before anybody holds a row while they are."""
    with transaction.atomic():
        apply(PlacementFactory(live=True, seats=1), to="accepted")


def test_of_twenty_who_accept_the_last_place_one_gets_it_and_all_are_told() -> None:
    rounds = proof.times(1, full=500)
    for _ in range(rounds):
        placement = PlacementFactory(seats=1)
        offers = [
            ApplicationFactory(opportunity=placement.opportunity_ptr, state="offered").pk
            for _ in range(RIVALS)
        ]

        def accept(number: int, offers: Any = offers) -> Any:
            row = Application.objects.for_pages().get(pk=offers[number])
            return services.accept_offer(row, by=row.person.user)

        results = at_once(accept, rivals=RIVALS)

        lost = [result for result in results if isinstance(result, IllegalMove)]
        assert len(lost) == RIVALS - 1, results
        assert all("a moment before you" in str(result) for result in lost)
        mine = Application.objects.filter(opportunity=placement.pk)
        assert mine.filter(state="accepted").count() == 1
        assert SeatEntry.objects.filter(opportunity=placement.pk).count() == 1
        assert OpportunityState.objects.get(pk=placement.pk).seats_taken == 1
    assert not [found for found in broken() if "place" in str(found)]
    proof.record("twenty accepting the last place", rounds=rounds, rivals=RIVALS, more_than_one=0)


def test_a_double_click_on_accept_takes_one_place() -> None:
    placement = PlacementFactory(seats=5)
    offer = ApplicationFactory(opportunity=placement.opportunity_ptr, state="offered")

    def accept(number: int) -> Any:
        row = Application.objects.for_pages().get(pk=offer.pk)
        return services.accept_offer(row, by=row.person.user).state

    assert set(at_once(accept)) == {"accepted"}
    assert offer.seat_entries.count() == 1


def test_many_clicks_on_send_make_one_application() -> None:
    placement, person = PlacementFactory(seats=5), PersonFactory()
    ApplicationForm.objects.create(opportunity_id=placement.pk, questions=[])

    def send(number: int) -> Any:
        thing = Opportunity.objects.select_related("organisation__state").get(pk=placement.pk)
        begun = services.start_application(thing, by=person.user)
        return services.send_application(begun, by=person.user).pk

    assert set(at_once(send)) == {Application.objects.get(person=person).pk}


def test_teams_who_accept_at_once_never_overfill() -> None:
    """Five pairs and a few alone rush for three places; each yes comes in a thread of its own."""
    rounds = proof.times(1, full=25)
    for _ in range(rounds):
        placement = PlacementFactory(live=True, seats=3)
        with transaction.atomic():
            pairs = [team(placement, to="offered") for _ in range(5)]
            alone = [apply(placement, to="offered") for _ in range(2)]
        yeses = [(row.pk, row.person.user) for row in [*pairs, *alone]]
        yeses += [(row.pk, joined(row)[0].person.user) for row in pairs]

        def accept(number: int, yeses: Any = yeses) -> Any:
            pk, user = yeses[number]
            return services.accept_offer(Application.objects.for_pages().get(pk=pk), by=user)

        results = at_once(accept, rivals=len(yeses))

        assert all(isinstance(row, Application | IllegalMove) for row in results), results
        placement.state.refresh_from_db()
        held = sum(
            2 if row.members.exists() else 1
            for row in Application.objects.filter(opportunity=placement.pk, state="accepted")
        )
        assert held == placement.state.seats_taken <= 3
        assert held >= 2, "they do not lock each other out"
        assert not [found for found in broken() if "place" in str(found)]
    proof.record("teams rushing for three places", rounds=rounds, overfilled=0)


def test_nobody_begins_alone_while_they_join_a_team() -> None:
    rounds = proof.times(3, full=100)
    for _ in range(rounds):
        placement = PlacementFactory(live=True, seats=5)
        draft, robin = team(placement, size=1, to="draft"), PersonFactory(matched=True)
        asked = teams.ask(draft, by=draft.person.user, person=robin)

        def act(
            number: int, asked: Any = asked, thing: Any = placement, user: Any = robin.user
        ) -> Any:
            if number % 2:
                return teams.join(TeamMember.objects.get(pk=asked.pk), by=user)
            fresh = Opportunity.objects.select_related("organisation__state").get(pk=thing.pk)
            return services.start_application(fresh, by=user)

        at_once(act, rivals=4)

        joined_now = TeamMember.objects.filter(person=robin, state="joined").count()
        own = Application.objects.filter(person=robin).count()
        assert joined_now + own == 1
    proof.record("joining a team while applying alone", rounds=rounds, twice=0)
