"""A real round from the browser's requests alone: planned, settled, published, run again by a stranger."""

import json

import pytest
from django.test import Client

from matching.engine.checks import judge
from matching.models import RoundResult
from opportunities.models import OpportunityState
from tests.factories.entrants import crowd, drawn
from tests.factories.matching import PlacementFactory, lead_of
from tests.factories.profiles import CustodianFactory, OrganisationFactory
from tests.factories.rounds import go_to, unsound
from tests.matching.engine import published
from tests.matching.rounds.whole import Desk, run_by_a_stranger
from tests.support import proof

pytestmark = pytest.mark.django_db(transaction=True)
KNOWN = list(published.project_rounds())
MOST_TIERS = 3


def hosted(seats: int, organisation=None):
    organisation = organisation or OrganisationFactory()
    if not organisation.memberships.exists():
        lead_of(organisation)
    return PlacementFactory(organisation=organisation, seats=seats)


def test_a_custodian_runs_a_large_round_and_a_stranger_runs_it_again(
    tmp_path, django_assert_max_num_queries
):
    many = proof.times(60, full=500)
    desk = Desk(CustodianFactory())
    round_ = desk.plans("Summer placements")
    placements = [hosted(2 + n % 4) for n in range(proof.times(8, full=100))]
    places = [desk.puts_in(round_, one) for one in placements]
    go_to(round_, "rank")
    lists, tiers = drawn(places, many=many, seed=proof.SEED)
    crowd(round_, lists, tiers=tiers)

    inspected = desk.publishes(round_)

    assert f"of {many} people placed" in inspected
    said = run_by_a_stranger(round_, tmp_path)
    assert said[0].startswith("The result holds.")
    assert "The result is the one in the file." in said[1]
    placed = RoundResult.objects.filter(kind="seat").count()
    assert placed == sum(OpportunityState.objects.values_list("seats_taken", flat=True))
    run = round_.runs.get(kind="main", state="done")
    for where in (
        desk.at("desk_round", round_),
        desk.at("desk_round_places", round_),
        desk.at("desk_round_by_hand", round_),
        desk.at("desk_round_run", round_, run.pk),
        round_.get_absolute_url(),
    ):
        with django_assert_max_num_queries(15):
            desk.reads(where)
    assert unsound() == {}
    proof.record("round from the browser", applicants=many, placements=len(places), placed=placed)


@pytest.mark.skipif(not KNOWN, reason="the published rounds of the shared data are not there")
@pytest.mark.parametrize("known", proof.some(KNOWN, one_in=9), ids=lambda known: known.name)
def test_a_published_round_of_projects_runs_on_the_site(known, tmp_path):
    """Each supervisor hosts with a quota; ties become an order, and tiers past the third the last."""
    desk = Desk(CustodianFactory())
    round_ = desk.plans(known.name)
    instance = known.instance
    hosts = {row.key: OrganisationFactory() for row in instance.supervisors}
    places = {
        row.key: desk.puts_in(round_, hosted(row.seats, hosts[row.supervisor]))
        for row in instance.placements
    }
    for row in instance.supervisors:
        host = round_.hosts.filter(organisation=hosts[row.key]).first()
        if host is not None:
            least = {f"least_{place.pk}": "1" for place in host.places.all()}
            where = desk.at("desk_round_host", round_, host.pk)
            desk.sends(where, quota=str(row.quota), **least)
    said = {
        (who, row.key): min(number, MOST_TIERS)
        for row in instance.supervisors
        for number, group in enumerate(row.tiers, start=1)
        for who in group
    }
    supervisor = {row.key: row.supervisor for row in instance.placements}
    lists = {
        row.key: [
            places[key] for tie in row.choices for key in tie if (row.key, supervisor[key]) in said
        ]
        for row in instance.applicants
    }
    names = {places[key].pk: key for key in places}
    tiers = {
        (who, one.pk): said[who, supervisor[names[one.pk]]]
        for who, wanted in lists.items()
        for one in wanted
    }
    go_to(round_, "rank")
    crowd(round_, lists, tiers=tiers)

    desk.publishes(round_)

    address = f"{round_.get_absolute_url()}instance.json"
    if len(lists) < 5:
        assert Client().get(address).status_code == 404
        return
    document = json.loads(Client().get(address).content)
    assert judge(document).holds
    assert "The result is the one in the file." in run_by_a_stranger(round_, tmp_path)[1]
    seated = RoundResult.objects.filter(kind="seat")
    for row in instance.supervisors:
        assert seated.filter(place__host__organisation=hosts[row.key]).count() <= row.quota
