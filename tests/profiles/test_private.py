"""A private person is in nobody's list, count, search, fact or suggestion, whatever was so before."""

import pytest

from matching import facts, queries, services
from matching.models import Match, NearMiss
from profiles.models import Person
from profiles.services import disclose, set_visibility
from tests.factories.matching import ChallengeFactory, PlacementFactory, lead_of, person, skill
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
CANARY = "Quincey Thistlewood"


@pytest.fixture
def town(site):
    """Somebody public who was matched, near another need, and introduced; then they hide."""
    organisation = OrganisationFactory(name="Canal Street Food Bank", slug="canal-street")
    poster = lead_of(organisation)
    challenge = ChallengeFactory(
        organisation=organisation,
        slug="referrals",
        asks={"Mapping": 2},
        state={"submitted_by": poster},
    )
    harder = PlacementFactory(
        organisation=organisation,
        slug="harder",
        asks={"Mapping": 4},
        state={"submitted_by": poster},
    )
    hidden = person(
        name=CANARY,
        slug="quincey",
        visibility="public",
        user=UserFactory(name=CANARY, email="quincey@people.example"),
        holds={"Mapping": 3},
        wants={"Mapping": 4},
    )
    services.run_all()
    for scope in ("name", "contact", "access", "cv"):
        disclose(hidden, viewer=poster, scope=scope, cause="introduction:1")
    return organisation, poster, challenge, harder, hidden


def pages(client, user, addresses) -> str:
    client.force_login(user)
    return " ".join(client.get(address).content.decode() for address in addresses)


EVERYWHERE = (
    "/people/",
    "/people/?stage=student",
    "/people/?skill=mapping",
    "/search/?q=Quincey",
    "/search/?q=quincey@people.example",
    "/skills/mapping/",
    "/organisations/canal-street/",
    "/challenges/referrals/",
    "/challenges/referrals/matches/",
    "/placements/harder/matches/",
    "/sitemap.xml",
    "/",
)


def test_control_the_same_pages_show_somebody_public(client, town):
    _, poster, *_ = town

    shown = pages(client, poster, EVERYWHERE)

    statuses = {address: client.get(address).status_code for address in EVERYWHERE}
    assert statuses == dict.fromkeys(EVERYWHERE, 200)
    assert CANARY in shown
    assert "One person" in shown


def test_private_person_is_in_no_page_of_anybody(client, town):
    _, poster, *_, hidden = town
    set_visibility(hidden, "private", by=hidden.user)

    for user in (poster, UserFactory(), CustodianFactory(), UserFactory(is_superuser=True)):
        shown = pages(client, user, EVERYWHERE)
        assert CANARY not in shown
        assert "/people/quincey" not in shown
        assert client.get("/people/quincey/").status_code == 404


def test_private_person_is_hidden_before_the_matcher_has_run_again(client, town):
    """The choice holds from the moment it is made, not from the next score."""
    _, poster, challenge, harder, hidden = town
    assert Match.objects.filter(person=hidden, is_current=True).exists()

    set_visibility(hidden, "private", by=hidden.user)

    shortlist = queries.shortlist_for(challenge, poster)
    near = queries.shortlist_for(harder, poster)
    assert (shortlist.suggestions, shortlist.people) == ([], 0)
    assert (near.suggestions, near.near) == ([], [])
    assert queries.counts_for(challenge) == (0, 0)
    shown = pages(client, poster, ["/challenges/referrals/matches/", "/challenges/referrals/"])
    assert "A student" not in shown
    assert "Nobody fits" in shown


def test_private_person_is_no_fact_of_the_matcher(town):
    *_, hidden = town
    before = [supply.key for supply in facts.read().supplies]

    set_visibility(hidden, "private", by=hidden.user)

    assert f"person:{hidden.pk}" in before
    assert [supply.key for supply in facts.read().supplies] == []
    assert [supply.key for supply in facts.read(person_ids=[hidden.pk]).supplies] == []


def test_private_person_loses_matches_and_near_misses_with_the_next_score(town):
    *_, hidden = town
    set_visibility(hidden, "private", by=hidden.user)

    services.score_person(hidden.pk)
    services.run_all()

    assert not Match.objects.filter(person=hidden, is_current=True).exists()
    assert not NearMiss.objects.filter(person=hidden).exists()


@pytest.mark.parametrize("opened", [(), ("name", "contact", "access", "cv")])
def test_private_person_is_visible_to_themselves_alone(opened):
    viewer = UserFactory()
    hidden = person(name=CANARY, visibility="private", holds={"Mapping": 2})
    for scope in opened:
        disclose(hidden, viewer=viewer, scope=scope, cause="introduction:1")

    assert list(Person.objects.visible_to(viewer)) == []
    assert list(Person.objects.visible_to(CustodianFactory())) == []
    assert list(Person.objects.visible_to(hidden.user)) == [hidden]
    assert list(Person.objects.matchable()) == []


def test_nobody_is_matched_before_they_choose(client):
    """A profile begun and left is private, and stays out."""
    user = UserFactory()
    client.force_login(user)
    client.post("/me/profile/about/", {"name": CANARY, "stage": "student"})
    mapping = skill("Mapping")

    client.post("/me/profile/skills/", {f"level_{mapping.pk}": "3", "action": "save"})

    assert Person.objects.get(user=user).visibility == "private"
    assert facts.read().supplies == ()
