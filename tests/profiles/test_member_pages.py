"""The pages about who speaks for whom: reached, read, counted in queries."""

import pytest
from django.contrib.messages import get_messages

from profiles import services
from profiles.models import Membership, Rescue
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return OrganisationFactory(name="Rea Valley Pantry", slug="rea")


@pytest.fixture
def lead(ours):
    return MembershipFactory(organisation=ours).user


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_takes_the_same_queries(client, ours, lead, rows, django_assert_num_queries):
    for number in range(rows):
        MembershipFactory(organisation=ours, role="member")
        services.invite(ours, by=lead, address=f"a{number}@people.example")
        services.ask_to_join(ours, by=UserFactory())
    client.force_login(lead)
    client.get("/organisations/rea/people/")

    with django_assert_num_queries(11):
        page = client.get("/organisations/rea/people/").content.decode()

    assert page.count("Change the role") == rows + 1
    assert page.count("Take it back") == rows


@pytest.mark.parametrize("rows", [1, 4])
def test_relations_take_the_same_queries(client, ours, lead, rows, django_assert_num_queries):
    for _ in range(rows):
        services.say_relation(ours, other=OrganisationFactory(), kind="funds", by=lead)
        services.declare_interest(
            about=OrganisationFactory(), nature="work", by=lead, organisation=ours
        )
    client.force_login(lead)
    client.get("/organisations/rea/relations/")

    with django_assert_num_queries(10):
        client.get("/organisations/rea/relations/")


def test_a_member_sees_who_else_and_may_do_nothing_about_it(client, ours, lead):
    member = MembershipFactory(organisation=ours, role="member")
    services.invite(ours, by=lead, address="secret@people.example")
    client.force_login(member.user)

    page = client.get("/organisations/rea/people/").content.decode()

    assert lead.name in page
    assert lead.email not in page
    assert "secret@people.example" not in page
    assert "Change the role" not in page


def test_the_last_lead_is_told_on_the_page(client, ours, lead):
    row = ours.memberships.get()
    client.force_login(lead)

    changed = client.post(f"/organisations/rea/people/{row.pk}/", {"role": "member"})

    assert changed.status_code == 422
    assert "An organisation needs a lead" in changed.content.decode()


def test_leaving_alone_offers_help(client, ours, lead):
    client.force_login(lead)

    page = client.get("/organisations/rea/leave/").content.decode()
    asked = client.post("/organisations/rea/leave/", {"action": "ask", "ask-words": "I retire."})

    assert "Invite a colleague" in page
    assert asked.status_code == 302
    assert Rescue.objects.get().words == "I retire."
    assert Membership.objects.filter(user=lead).exists()


def test_handing_over_on_the_page(client, ours, lead):
    heir = MembershipFactory(organisation=ours, role="member")
    client.force_login(lead)

    without = client.post("/organisations/rea/leave/", {"successor": ""})
    with_one = client.post("/organisations/rea/leave/", {"successor": str(heir.pk)})

    assert without.status_code == 422
    assert "Choose who leads it from now on." in without.content.decode()
    assert with_one.status_code == 302
    heir.refresh_from_db()
    assert heir.role == "lead"


def test_the_desk_shows_whom_to_rescue_and_the_page_does_it(client, ours):
    member = MembershipFactory(organisation=ours, role="member")
    services.flag_if_leaderless(ours.pk)
    client.force_login(CustodianFactory())

    desk = client.get("/desk/").content.decode()
    both = client.post(
        "/organisations/rea/rescue/",
        {"member": str(member.pk), "address": "a@people.example", "reason": "Known."},
    )
    done = client.post("/organisations/rea/rescue/", {"member": str(member.pk), "reason": "Known."})

    assert "Rea Valley Pantry" in desk
    assert both.status_code == 422
    assert done.status_code == 302
    member.refresh_from_db()
    assert member.role == "lead"


def test_my_page_shows_invitations_and_suggestions(client, ours, lead):
    ours.email_domains = "rea.example"
    ours.save()
    guest = UserFactory(email="g@rea.example")
    client.force_login(guest)
    suggested = client.get("/me/").content.decode()
    services.invite(ours, by=lead, address=guest.email)

    page = client.get("/me/").content.decode()

    assert "Ask to join it" in suggested
    assert "invites you to speak for it" in page


def test_an_invitation_sent_twice_goes_out_once_and_another_with_its_key_is_refused(
    client, ours, lead
):
    client.force_login(lead)
    fields = {"address": "a@people.example", "role": "member", "idempotency_key": "k" * 12}

    answers = [client.post("/organisations/rea/people/invite/", fields) for _ in range(2)]
    other = client.post("/organisations/rea/people/invite/", {**fields, "role": "lead"})

    assert [answer.status_code for answer in answers] == [302, 302]
    assert other.status_code == 422
    assert ours.invitations.get().role == "member"


@pytest.mark.parametrize(
    "domains", ["gmail.com", "not a domain", "ac.uk", "a@b", "http://x.example", "-a.example"]
)
def test_domains_that_are_nobodys_own_are_refused(client, ours, lead, domains):
    client.force_login(lead)
    fields = {"name": ours.name, "kind": "community", "email_domains": domains}

    answer = client.post("/organisations/rea/edit/", fields)

    assert answer.status_code == 422


def test_a_new_domain_counts_once_a_custodian_has_confirmed_it(client, ours, lead):
    client.force_login(lead)
    fields = {"name": ours.name, "kind": "community", "email_domains": "Rea.Example, rea.example"}

    answer = client.post("/organisations/rea/edit/", fields)

    ours.refresh_from_db()
    assert ours.email_domains == ""
    assert ours.state.domains_asked == "rea.example"
    assert ours.is_verified
    assert client.get("/organisations/rea/edit/").context["form"]["email_domains"].value() == (
        "rea.example"
    )
    [said] = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "once a custodian has confirmed it" in said
