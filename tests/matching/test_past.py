"""What an organisation gave and hosted stands on its page: titles of what was seen through, nobody's name."""

import pytest
from django.test import Client

from tests.factories.matching import PlacementFactory, introduction, offer, person
from tests.factories.profiles import OrganisationFactory

pytestmark = pytest.mark.django_db


def page_of(organisation) -> str:
    return Client().get(organisation.get_absolute_url()).content.decode()


def test_the_page_says_what_it_gave_and_hosted_and_names_nobody():
    host = OrganisationFactory(name="Rea Valley Trust")
    placement = PlacementFactory(organisation=host, title="Map the stops")
    introduction(placement, person=person(name="Wilberta Oakes"), state="done")
    team = offer(title="Six mentors", organisation=OrganisationFactory(name="Canal Works"))
    introduction(placement, offer=team, state="done")

    hosted, gave = page_of(host), page_of(team.organisation)

    assert "What it gave and hosted" in hosted
    assert hosted.count("Map the stops") >= 1
    assert "Six mentors" in gave.split("What it gave and hosted")[1]
    assert "Wilberta" not in hosted + gave


@pytest.mark.parametrize("state", ["proposed", "introduced", "fell_through", "declined"])
def test_what_was_not_seen_through_is_not_the_past(state):
    host = OrganisationFactory()
    introduction(PlacementFactory(organisation=host), person=person(), state=state)
    assert "What it gave and hosted" not in page_of(host)


def test_an_unpublished_offer_is_in_nobodys_past():
    team = offer(title="Six mentors", live=False)
    introduction(PlacementFactory(), offer=team, state="done")
    assert "Six mentors" not in page_of(team.organisation)
