"""Pages about people, organisations and offers: what they show, to whom, in how many queries."""

import pytest
from django.urls import reverse

from common.models import ActivityEntry
from profiles.models import Offer, Organisation, Person
from skills.models import Skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CANARY = "Zephyrine Quillfeather"


def skill(name: str) -> Skill:
    return Skill.objects.get_or_create(name=name, defaults={"slug": name.lower()})[0]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "make", "queries"),
    [
        ("/organisations/", OrganisationFactory, 11),
        ("/offers/", OfferFactory, 4),
        ("/people/", lambda: PersonFactory(public=True), 4),
    ],
)
def test_list_takes_the_same_queries_with_one_row_and_with_three(
    client, django_assert_num_queries, rows, address, make, queries
):
    for _ in range(rows):
        make()
    client.get(address)

    with django_assert_num_queries(queries, exact=False):
        response = client.get(address)

    assert response.status_code == 200
    assert response.context["page"].paginator.count == rows


def test_hidden_people_appear_in_no_list_page_or_search(client):
    hidden = [
        PersonFactory(
            name=f"{CANARY} {visibility}", slug=f"hidden-{visibility}", visibility=visibility
        )
        for visibility in ("private", "matched", "members")
    ]
    PersonFactory(name="Seen by all", public=True)

    pages = [
        client.get(address).content.decode()
        for address in (
            "/people/",
            "/search/?q=Zephyrine",
            "/people/?stage=student",
            "/sitemap.xml",
        )
    ]
    details = [client.get(person.get_absolute_url()).status_code for person in hidden]

    assert "Seen by all" in pages[0]
    assert not any("Quillfeather" in page for page in pages)
    assert details == [404, 404, 404]


def test_hidden_person_answers_like_a_missing_one(client):
    person = PersonFactory()
    client.force_login(UserFactory())

    hidden = client.get(person.get_absolute_url())
    missing = client.get(reverse("profiles:person", args=["nobody-here"]))

    assert (hidden.status_code, missing.status_code) == (404, 404)
    strip = person.slug, "nobody-here"
    assert hidden.content.decode().replace(strip[0], "") == missing.content.decode().replace(
        strip[1], ""
    )


def test_unconfirmed_organisation_is_seen_by_its_members_only(client):
    organisation = OrganisationFactory(name="Not yet", state="unverified")
    member = MembershipFactory(organisation=organisation).user

    stranger_sees = client.get(organisation.get_absolute_url()).status_code
    listed = "Not yet" in client.get("/organisations/").content.decode()
    client.force_login(member)
    member_sees = client.get(organisation.get_absolute_url())

    assert (stranger_sees, listed, member_sees.status_code) == (404, False, 200)
    assert "Waiting for a custodian" in member_sees.content.decode()


def test_adding_an_organisation_twice_with_one_key_makes_one(client):
    user = UserFactory()
    client.force_login(user)
    page = client.get("/organisations/new/")
    data = {
        "idempotency_key": page.context["form"]["idempotency_key"].value(),
        "name": "Rea Valley Growers",
        "kind": "community",
    }

    first = client.post("/organisations/new/", data)
    second = client.post("/organisations/new/", data)

    assert first.status_code == 302
    assert Organisation.objects.filter(name="Rea Valley Growers").count() == 1
    assert second.status_code in (302, 422)


def test_organisation_form_keeps_what_was_typed_and_says_what_is_wrong(client):
    client.force_login(UserFactory())

    response = client.post(
        "/organisations/new/", {"name": "", "kind": "pirates", "summary": "We sail."}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "We sail." in page
    assert not Organisation.objects.exists()


def test_custodian_confirms_an_organisation(client):
    organisation = OrganisationFactory(state="unverified")
    client.force_login(CustodianFactory())

    client.get(f"/organisations/{organisation.slug}/verify/")
    still = Organisation.objects.get().is_verified
    client.post(f"/organisations/{organisation.slug}/verify/")

    assert not still
    assert Organisation.objects.get().is_verified


def test_profile_is_made_of_parts_each_saved_by_itself(client):
    user = UserFactory(name="")
    client.force_login(user)
    mapping = skill("Mapping")

    client.post("/me/profile/about/", {"name": "Noor", "stage": "student", "themes": []})
    made = Person.objects.get(user=user)
    asked = client.post("/me/profile/skills/", {"words": "I like mapping", "action": "suggest"})
    saved = client.post(
        "/me/profile/skills/", {"words": "", f"level_{mapping.pk}": "2", "action": "save"}
    )
    client.post("/me/profile/learn/", {f"level_{mapping.pk}": "3", "action": "save"})
    client.post("/me/profile/when/", {"remote": "on", "hours_per_week": "7"})
    last = client.post("/me/profile/seen/", {"visibility": "matched"})

    made.refresh_from_db()
    assert asked.status_code == 200
    assert "Mapping" in asked.content.decode()
    assert saved.status_code == 302
    assert list(made.held.values_list("level", flat=True)) == [2]
    assert list(made.wanted.values_list("level", flat=True)) == [3]
    assert (made.visibility, made.hours_per_week, last.url) == (
        "matched",
        7,
        "/me/profile/",
    )


def test_asking_for_suggestions_saves_nothing(client):
    person = PersonFactory()
    client.force_login(person.user)
    mapping = skill("Mapping")

    client.post(
        "/me/profile/skills/",
        {"words": "mapping", f"level_{mapping.pk}": "2", "action": "suggest"},
    )

    assert not person.held.exists()


def test_steps_begin_with_a_name(client):
    client.force_login(UserFactory())

    response = client.get("/me/profile/skills/")

    assert response.url == "/me/profile/about/"


def test_offer_is_drafted_with_its_skills_and_sent_in(client):
    lead = MembershipFactory().user
    organisation = lead.memberships.get().organisation
    mapping = skill("Mapping")
    client.force_login(lead)

    drafted = client.post(
        "/offers/new/",
        {
            "organisation": organisation.slug,
            "kind": "hour",
            "title": "An hour of mapping",
            "summary": "Bring addresses.",
            "capacity": "2",
        },
    )
    page = client.get(drafted.url)
    sent = client.post(drafted.url, {f"level_{mapping.pk}": "3", "action": "save"})

    offer = Offer.objects.get()
    assert "Mapping" in page.content.decode()
    assert sent.status_code == 302
    assert not offer.live
    assert offer.current_workflow_state is not None
    assert ActivityEntry.objects.filter(verb="profiles.offer_submitted").exists()


def test_draft_offer_is_found_nowhere_by_strangers(client):
    OfferFactory(title="Hidden lighthouse", slug="hidden-lighthouse", live=False)

    pages = [
        client.get(address).content.decode()
        for address in (
            "/offers/",
            "/offers/?q=lighthouse",
            "/search/?q=lighthouse",
            "/sitemap.xml",
        )
    ]

    assert not any("ighthouse</a>" in page or "hidden-lighthouse" in page for page in pages)
    assert client.get("/offers/hidden-lighthouse/").status_code == 404


def test_contact_is_shown_only_after_a_disclosure(client):
    from profiles.services import disclose

    person = PersonFactory(members=True, user__email="quill@people.example")
    viewer = UserFactory()
    client.force_login(viewer)

    before = client.get(person.get_absolute_url()).content.decode()
    disclose(person, viewer=viewer, scope="contact", cause="introduction:1")
    after = client.get(person.get_absolute_url()).content.decode()

    assert "quill@people.example" not in before
    assert "quill@people.example" in after
