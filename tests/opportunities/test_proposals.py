"""Hack proposals: one page, decided like others, found by a filter, discussed, and made into more."""

import pytest
from django.urls import reverse

from opportunities import eligibility, services
from opportunities.models import Challenge, Opportunity
from opportunities.queries import standing
from opportunities.services.meeting import set_for_meeting
from tests.factories.profiles import CustodianFactory, MembershipFactory, PersonFactory

from .test_wizard import send

pytestmark = pytest.mark.django_db

NEW = "/challenges/propose/"
SAID = {
    "title": "Where could people walk more?",
    "description": "We have counts of walkers from forty places.",
    "benefit": "Those who live near a park.",
    "data_note": "A table of counts.",
    "sensitivity": "open",
    "result": "A map.",
}


@pytest.fixture
def lead(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


@pytest.fixture
def proposal(lead) -> Challenge:
    """A live one."""
    made = services.save_challenge(
        None, by=lead.user, organisation=lead.organisation, is_proposal=True, **SAID
    )
    services.submit_challenge(made, by=lead.user)
    return services.approve(made, by=CustodianFactory())


def test_it_is_one_page_and_a_check(client, lead):
    response = send(client, NEW, SAID)
    made = Challenge.objects.get()
    check = f"/challenges/{made.slug}/edit/check/"
    assert response["Location"] == check
    page = client.get(check).content.decode()
    assert "Before you can send it in" not in page
    assert f"/challenges/{made.slug}/edit/proposal/?change=yes" in page

    assert client.get(f"/challenges/{made.slug}/edit/").status_code == 302
    assert send(client, check, {}).status_code == 302
    assert standing(Challenge.objects.get()).stage == "waiting"
    assert (made.is_proposal, made.get_kind_display()) == (True, "Hack proposal")
    assert client.get(f"/challenges/{made.slug}/edit/data/").status_code == 404


def test_one_with_personal_data_is_asked_the_questions_of_care(client, lead):
    response = send(client, NEW, {**SAID, "sensitivity": "personal"})

    assert response["Location"].endswith("/edit/care/")
    assert client.get(response["Location"]).status_code == 200
    page = client.get(response["Location"].replace("care", "check")).content.decode()
    assert "Answer the questions about handling the data with care." in page


def test_it_has_a_filter_a_feed_and_a_row_of_its_own_and_nobody_applies(client, lead, proposal):
    for path, there in (
        ("/challenges/?form=proposal", True),
        ("/challenges/?form=full", False),
        ("/challenges/feed.atom?form=proposal", True),
        ("/challenges/export.csv?form=proposal", True),
        ("/opportunities/?q=walk", True),
    ):
        assert (SAID["title"] in client.get(path).content.decode()) == there, path
    assert "Hack proposal: " in client.get("/challenges/feed.atom").content.decode()
    assert Opportunity.objects.public().filter(pk=proposal.pk).exists()  # what the sitemap lists
    person = PersonFactory()
    [stop] = eligibility.what_stops(proposal, person.user)
    assert "say that you are interested" in stop.text
    client.force_login(person.user)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert f"{proposal.get_absolute_url()}apply/" not in page
    assert "I am interested" in page


def test_leads_put_it_on_the_list_for_the_next_meeting(client, lead, proposal):
    url = f"{proposal.get_absolute_url()}meeting/"
    assert client.post(url, {}).status_code == 302
    assert list(Opportunity.objects.for_next_meeting().values_list("pk", flat=True)) == [
        proposal.pk
    ]
    assert client.get(reverse("opportunities:next_meeting")).status_code == 404
    client.force_login(MembershipFactory().user)
    assert client.post(url, {"off": "yes"}).status_code == 404

    client.force_login(CustodianFactory())
    page = client.get(reverse("opportunities:next_meeting")).content.decode()
    assert SAID["title"] in page
    response = client.post(url, {"off": "yes", "list": "yes"})
    assert response["Location"] == reverse("opportunities:next_meeting")
    assert not Opportunity.objects.for_next_meeting().exists()
    assert "Nothing yet" in client.get(reverse("opportunities:next_meeting")).content.decode()
    set_for_meeting(proposal, by=lead.user, wanted=True)
    services.close(proposal, by=lead.user)
    assert not Opportunity.objects.for_next_meeting().exists()


def test_one_button_makes_a_full_challenge_of_it(client, lead, proposal):
    assert f"{proposal.get_absolute_url()}again/?full=yes" in (
        client.get(proposal.get_absolute_url()).content.decode()
    )
    response = send(client, f"{proposal.get_absolute_url()}again/?full=yes", {})
    made = Challenge.objects.exclude(pk=proposal.pk).get()
    assert response["Location"] == f"/challenges/{made.slug}/edit/problem/"
    assert (made.is_proposal, made.description) == (False, SAID["description"])

    again = send(client, f"{proposal.get_absolute_url()}again/", {})
    assert again["Location"].endswith("/edit/proposal/")


def test_a_title_never_takes_the_address_of_the_form(lead):
    made = services.save_challenge(
        None, by=lead.user, organisation=lead.organisation, **{**SAID, "title": "Propose"}
    )
    assert made.slug == "propose-challenge"
