"""Twenty who accept the last place at the same moment, on both databases: exactly one gets it."""

from typing import Any

import pytest

from common.invariants import broken
from common.states import IllegalMove
from opportunities import services
from opportunities.models import Application, ApplicationForm, Opportunity, SeatEntry
from tests.common.test_races import at_once
from tests.factories.applications import ApplicationFactory
from tests.factories.matching import PlacementFactory
from tests.factories.profiles import PersonFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
RIVALS = 20


def test_of_twenty_who_accept_the_last_place_one_gets_it_and_all_are_told() -> None:
    placement = PlacementFactory(seats=1)
    offers = [
        ApplicationFactory(opportunity=placement.opportunity_ptr, state="offered").pk
        for _ in range(RIVALS)
    ]

    def accept(number: int) -> Any:
        row = Application.objects.for_pages().get(pk=offers[number])
        return services.accept_offer(row, by=row.person.user)

    results = at_once(accept, rivals=RIVALS)

    lost = [result for result in results if isinstance(result, IllegalMove)]
    assert len(lost) == RIVALS - 1, results
    assert all("a moment before you" in str(result) for result in lost)
    assert Application.objects.filter(state="accepted").count() == 1
    assert SeatEntry.objects.count() == 1
    assert Opportunity.objects.get().state.seats_taken == 1
    assert not [found for found in broken() if "place" in str(found)]


def test_a_double_click_on_accept_takes_one_place() -> None:
    placement = PlacementFactory(seats=5)
    offer = ApplicationFactory(opportunity=placement.opportunity_ptr, state="offered")

    def accept(number: int) -> Any:
        row = Application.objects.for_pages().get(pk=offer.pk)
        return services.accept_offer(row, by=row.person.user).state

    assert set(at_once(accept)) == {"accepted"}
    assert SeatEntry.objects.count() == 1


def test_many_clicks_on_send_make_one_application() -> None:
    placement, person = PlacementFactory(seats=5), PersonFactory()
    ApplicationForm.objects.create(opportunity_id=placement.pk, questions=[])

    def send(number: int) -> Any:
        thing = Opportunity.objects.select_related("organisation__state").get(pk=placement.pk)
        begun = services.start_application(thing, by=person.user)
        return services.send_application(begun, by=person.user).pk

    assert set(at_once(send)) == {Application.objects.get().pk}
