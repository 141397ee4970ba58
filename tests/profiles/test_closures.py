"""Closing an organisation: by its lead or a custodian, never over a live placement; and opening it again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from common.models import Message
from profiles import services
from profiles.invariants import organisations_have_leads
from profiles.models import Invitation, Organisation, Rescue
from profiles.services.closures import StillTied
from profiles.services.invitations import why_over
from profiles.services.standing import NothingToDo
from tests.factories.matching import PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db

WHY = "We merged with the bank in Tipton."


@pytest.fixture
def lead():
    return MembershipFactory().user


@pytest.fixture
def organisation(lead):
    return lead.memberships.get().organisation


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def close(user, organisation, **fields):
    path = f"{organisation.get_absolute_url()}close/"
    return signed_in(user).post(path, fields or {"reason": WHY}, follow=True)


def public_pages(*things) -> list[int]:
    return [Client().get(thing.get_absolute_url()).status_code for thing in things]


def test_a_lead_closes_it_and_opens_it_again(lead, organisation):
    offer = OfferFactory(organisation=organisation, live=True)
    member = MembershipFactory(organisation=organisation, role="member").user
    before = public_pages(organisation, offer)

    closed = close(lead, organisation).content.decode()

    assert before == [200, 200]
    assert public_pages(organisation, offer) == [404, 404]
    for path in ("/organisations/", "/organisations/export.csv", "/organisations/feed.atom"):
        assert organisation.name not in Client().get(path).content.decode()
    assert "Its members are told." in closed
    assert WHY in closed
    told = Message.objects.filter(kind="profiles_organisation_closed")
    assert {row.address for row in told} == {lead.email, member.email}
    assert WHY in told[0].body

    close(lead, organisation, action="reopen")

    assert public_pages(organisation, offer) == [200, 200]
    assert Message.objects.filter(kind="profiles_organisation_reopened").count() == 2


def test_a_live_placement_has_to_end_first(lead, organisation):
    placement = PlacementFactory(organisation=organisation, title="Count the buses")

    page = signed_in(lead).get(f"{organisation.get_absolute_url()}close/").content.decode()
    sent = close(lead, organisation)

    assert placement.get_absolute_url() in page
    assert 'name="reason"' not in page
    assert sent.status_code == 422
    with pytest.raises(StillTied, match="Count the buses"):
        services.close_organisation(organisation, by=lead, reason=WHY)
    assert Organisation.objects.public().filter(pk=organisation.pk).exists()


def test_a_placement_that_has_ended_is_in_nobodys_way(lead, organisation):
    placement = PlacementFactory(organisation=organisation)
    type(placement.state).objects.filter(pk=placement.pk).update(lifecycle="closed")

    services.close_organisation(organisation, by=lead, reason=WHY)

    assert not Organisation.objects.public().filter(pk=organisation.pk).exists()


def test_what_is_suspended_stays_off_the_site_when_its_lead_opens_it_again(lead, organisation):
    custodian = CustodianFactory()
    services.close_organisation(organisation, by=lead, reason=WHY)
    services.suspend_organisation(organisation, by=custodian, reason="It asks people for money.")

    services.reopen_organisation(organisation, by=lead)

    assert public_pages(organisation) == [404]


def test_nobody_else_closes_it(organisation):
    insider = CustodianFactory()
    MembershipFactory(organisation=organisation, user=insider, role="member")
    supervisor = MembershipFactory(organisation=organisation, role="supervisor").user

    for user in (insider, supervisor, UserFactory()):
        with pytest.raises(PermissionDenied):
            services.close_organisation(organisation, by=user, reason=WHY)

    services.close_organisation(organisation, by=CustodianFactory(), reason=WHY)
    assert public_pages(organisation) == [404]


def test_twice_is_once_and_nothing_happens_without_a_reason(lead, organisation):
    assert close(lead, organisation, reason=" ").status_code == 422
    assert public_pages(organisation) == [200]
    services.close_organisation(organisation, by=lead, reason=WHY)

    with pytest.raises(NothingToDo):
        services.close_organisation(organisation, by=lead, reason=WHY)

    assert Message.objects.filter(kind="profiles_organisation_closed").count() == 1
    with pytest.raises(NothingToDo):
        services.reopen_organisation(services.reopen_organisation(organisation, by=lead), by=lead)


def test_an_invitation_to_it_says_that_it_is_closed(lead, organisation):
    invitation = services.invite(organisation, by=lead, address="guest@people.example")

    services.close_organisation(organisation, by=lead, reason=WHY)

    assert "is closed" in why_over(Invitation.objects.get(pk=invitation.pk))


def test_nobody_is_asked_to_find_a_lead_for_what_is_closed(lead, organisation):
    services.close_organisation(organisation, by=lead, reason=WHY)
    organisation.memberships.all().delete()

    services.flag_all()

    assert not Rescue.objects.exists()
    assert list(organisations_have_leads()) == []
    assert organisation.name not in signed_in(CustodianFactory()).get("/desk/").content.decode()


def test_what_custodians_noted_is_for_custodians(lead, organisation):
    custodian = CustodianFactory()
    path = f"{organisation.get_absolute_url()}verify/"
    signed_in(custodian).post(path, {"notes": "Rang the number in the charity register."})
    signed_in(custodian).post(path)  # a form without the field says nothing about it

    seen = signed_in(CustodianFactory()).get(path).content.decode()
    own = signed_in(lead).get(organisation.get_absolute_url()).content.decode()

    assert "Rang the number" in seen
    assert "Rang the number" not in own
    assert signed_in(lead).get(path).status_code == 403
    too_long = signed_in(custodian).post(path, {"notes": "x" * 1001})
    assert too_long.status_code == 422
    assert "1000 characters or fewer" in too_long.content.decode()
