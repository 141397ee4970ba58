"""The directory: facets, map, file and feed; what a lead sets; organisations that look the same."""

import csv
import io

import pytest

from mission.models import District, Priority, Theme
from profiles import services
from profiles.models import Organisation, RegisterEntry
from profiles.queries.lookalikes import lookalikes_of
from profiles.services.registers import NumberTaken
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def place(slug: str) -> District:
    return District.objects.get_or_create(
        slug=slug, defaults={"name": slug.title(), "short": slug[:2], "order": 1}
    )[0]


def option(page, facet: str, value: str) -> dict:
    found = {one["name"]: one for one in page.context["facets"]}[facet]
    return {one["value"]: one for one in found["options"]}[value]


@pytest.fixture
def three():
    """A pantry in Coventry that looks for somebody, a council there, a business elsewhere."""
    coventry = place("coventry")
    theme = Theme.objects.get_or_create(slug="food", defaults={"name": "Food"})[0]
    pantry = OrganisationFactory(name="Pantry", district=coventry, hosting="looking")
    pantry.themes.add(theme)
    council = OrganisationFactory(name="Council", kind="public", district=coventry)
    maps = OrganisationFactory(name="Maps", kind="business", hosting="full")
    OfferFactory(organisation=maps, kind="training")
    OfferFactory(organisation=maps, kind="training")
    OfferFactory(organisation=council, live=False)
    return pantry, council, maps


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Pantry", "Council", "Maps"}),
        ("kind=community&kind=business", {"Pantry", "Maps"}),
        ("district=coventry", {"Pantry", "Council"}),
        ("district=coventry&kind=public", {"Council"}),
        ("hosting=looking", {"Pantry"}),
        ("offers=training", {"Maps"}),
        ("theme=food", {"Pantry"}),
        (
            "kind=pirates&district=atlantis&password__startswith=a&sort=-pk",
            {"Pantry", "Council", "Maps"},
        ),
        ("q=pantry", {"Pantry"}),
    ],
)
def test_each_facet_narrows_list_file_and_feed_alike(client, three, query, found):
    page = client.get(f"/organisations/?{query}")
    rows = csv.DictReader(
        io.StringIO(client.get(f"/organisations/export.csv?{query}").content.decode())
    )
    feed = client.get(f"/organisations/feed.atom?{query}").content.decode()

    assert {row["title"] for row in page.context["rows"]} == found
    assert {row["name"] for row in rows} == found
    if "q=" not in query:
        assert {name for name in ("Pantry", "Council", "Maps") if f">{name}<" in feed} == found


def test_counts_are_those_under_the_other_filters(client, three):
    page = client.get("/organisations/?kind=community")
    tiles = {tile["name"]: tile for tile in page.context["tiles"]}

    assert option(page, "kind", "business")["count"] == 1
    assert option(page, "hosting", "looking")["count"] == 1
    assert tiles["Coventry"]["count"] == 1
    assert "kind=community" in tiles["Coventry"]["url"]
    assert "district=coventry" in tiles["Coventry"]["url"]


def test_an_organisation_counts_once_for_a_kind_of_offer(client, three):
    assert option(client.get("/organisations/"), "offers", "training")["count"] == 1


def test_unconfirmed_organisations_are_in_no_list_count_file_or_feed(client):
    OrganisationFactory(name="Secret Choir", state="unverified", kind="public")
    shown = MembershipFactory(organisation=OrganisationFactory(name="Open Choir")).user
    client.force_login(shown)

    pages = [
        client.get(f"/organisations/{tail}")
        for tail in ("", "?q=choir", "export.csv", "feed.atom", "?kind=public")
    ]

    assert not any("Secret" in page.content.decode() for page in pages)
    assert pages[0].context["page"].paginator.count == 1


def test_the_file_holds_no_formula(client):
    OrganisationFactory(name="=HYPERLINK(1)", summary="+1", website="https://a.example")

    rows = list(csv.reader(io.StringIO(client.get("/organisations/export.csv").content.decode())))

    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[1][3] == "'+1"


def test_a_lead_says_what_it_works_towards_and_whether_it_hosts(client):
    lead = MembershipFactory().user
    organisation = lead.memberships.get().organisation
    priority = Priority.objects.first()
    client.force_login(lead)

    answer = client.post(
        f"/organisations/{organisation.slug}/aims/",
        {"hosting": "looking", "priorities": [priority.slug]},
    )
    page = client.get(organisation.get_absolute_url()).content.decode()

    assert answer.status_code == 302
    assert "Looking for somebody" in page
    assert priority.title in page


@pytest.mark.parametrize("part", ["aims", "registers", "logo"])
def test_only_leads_and_outside_custodians_change_the_parts(client, part):
    organisation = OrganisationFactory()
    hidden = OrganisationFactory(state="unverified")
    member = MembershipFactory(organisation=organisation, role="member").user

    def status(user, thing) -> int:
        client.force_login(user)
        return client.get(f"/organisations/{thing.slug}/{part}/").status_code

    assert status(member, organisation) == 403
    assert status(UserFactory(), organisation) == 403
    assert status(UserFactory(), hidden) == 404
    assert status(CustodianFactory(), organisation) == 200


def test_a_number_is_public_once_a_custodian_has_looked_it_up(client):
    lead = MembershipFactory().user
    organisation = lead.memberships.get().organisation
    page = organisation.get_absolute_url()
    client.force_login(lead)
    client.post(f"{page}registers/", {"charity": "1090095", "company": "9506232"})
    own = client.get(page).content.decode()
    client.logout()

    before = client.get(page).content.decode()
    client.force_login(CustodianFactory())
    offered = client.get(page).content.decode()
    client.post(f"{page}verify/")
    client.logout()
    after = client.get(page).content.decode()

    assert ["1090095" in text for text in (own, before, offered, after)] == [
        True,
        False,
        True,
        True,
    ]
    assert "Look up its new numbers" in offered
    assert (
        "GB-CHC-1090095 | GB-COH-09506232"
        in client.get("/organisations/export.csv").content.decode()
    )
    assert organisation.is_verified


def test_a_wrong_number_is_said_at_its_field_and_kept(client):
    lead = MembershipFactory(organisation=OrganisationFactory(kind="university")).user
    organisation = lead.memberships.get().organisation
    client.force_login(lead)

    answer = client.post(f"{organisation.get_absolute_url()}registers/", {"ror": "01a77tt87"})

    assert answer.status_code == 422
    assert "last two digits" in answer.content.decode()
    assert "01a77tt87" in answer.content.decode()
    assert not RegisterEntry.objects.exists()


def test_a_number_belongs_to_one_organisation():
    first, second = MembershipFactory(), MembershipFactory()
    services.set_register_numbers(first.organisation, by=first.user, numbers={"charity": "1090095"})

    with pytest.raises(NumberTaken):
        services.set_register_numbers(
            second.organisation, by=second.user, numbers={"charity": "1090095"}
        )
    services.set_register_numbers(first.organisation, by=first.user, numbers={"charity": ""})
    services.set_register_numbers(
        second.organisation, by=second.user, numbers={"charity": "1090095"}
    )

    assert RegisterEntry.objects.get().organisation == second.organisation


@pytest.mark.parametrize(
    ("name", "website", "why"),
    [
        ("The Canal Street Foodbank Ltd", "", "has the same name"),
        ("Cánal Street Food Bank CIC", "", "looks the same"),
        ("Quite another", "http://www.canal.example/about", "same web"),
    ],
)
def test_what_may_be_here_already_is_shown_before_it_is_added_twice(client, name, website, why):
    OrganisationFactory(name="Canal Street Food Bank", website="https://canal.example")
    client.force_login(UserFactory())
    data = {"name": name, "kind": "community", "website": website, "idempotency_key": "abcdefgh1"}

    asked = client.post("/organisations/new/", data)
    added = client.post("/organisations/new/", {**data, "none_of_these": "on"})

    assert asked.status_code == 422
    assert why in asked.content.decode()
    assert added.status_code == 302
    made = Organisation.objects.get(name=name)
    assert not made.is_verified
    assert [other.name for other, _ in lookalikes_of(made)] == ["Canal Street Food Bank"]


def test_nobody_learns_of_an_unconfirmed_organisation_by_adding_a_like_one(client):
    OrganisationFactory(name="Secret Choir Society", state="unverified")
    client.force_login(UserFactory())

    answer = client.post(
        "/organisations/new/", {"name": "Secret Choir Societies", "kind": "community"}
    )

    assert answer.status_code == 302


def test_a_page_shared_by_many_says_nothing_about_which_one_it_is(client):
    OrganisationFactory(name="One", website="https://www.facebook.com/one")
    client.force_login(UserFactory())

    answer = client.post(
        "/organisations/new/",
        {"name": "Another", "kind": "community", "website": "https://facebook.com/another"},
    )

    assert answer.status_code == 302
