"""Suspending an organisation: gone from everywhere public with all that is its own, and back again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from common.models import Message
from profiles import services
from profiles.models import Offer, Organisation
from profiles.services.standing import NothingToDo
from tests.factories.profiles import CustodianFactory, MembershipFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db

WHY = "Its page asks people for money. Write to us when that is out."


@pytest.fixture
def custodian():
    return CustodianFactory()


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


def public_pages(organisation, offer) -> list[int]:
    client = Client()
    paths = (organisation.get_absolute_url(), offer.get_absolute_url())
    return [client.get(path).status_code for path in paths]


def suspend(custodian, organisation, **fields):
    path = f"{organisation.get_absolute_url()}suspend/"
    return signed_in(custodian).post(path, fields or {"reason": WHY})


def test_it_leaves_the_public_site_and_comes_back(custodian, lead, organisation):
    offer = OfferFactory(organisation=organisation, live=True)
    before = public_pages(organisation, offer)
    listed = organisation.name in Client().get("/organisations/").content.decode()

    suspend(custodian, organisation)

    assert (before, listed) == ([200, 200], True)
    assert public_pages(organisation, offer) == [404, 404]
    for path in ("/organisations/", "/organisations/export.csv", "/organisations/feed.atom"):
        assert organisation.name not in Client().get(path).content.decode()
    assert offer.title not in Client().get("/offers/").content.decode()
    own = signed_in(lead).get(organisation.get_absolute_url()).content.decode()
    assert "Suspended by a custodian." in own
    assert WHY in own
    assert organisation.name in signed_in(custodian).get("/desk/").content.decode()

    suspend(custodian, organisation, action="restore")

    assert public_pages(organisation, offer) == [200, 200]
    told = Message.objects.filter(kind__startswith="profiles_organisation_").order_by("pk")
    assert [(row.kind, row.address) for row in told] == [
        ("profiles_organisation_suspended", lead.email),
        ("profiles_organisation_restored", lead.email),
    ]
    assert WHY in told[0].body


def test_its_verification_stays_what_it_was(custodian, organisation):
    verified = organisation.state.verified_at

    suspend(custodian, organisation)
    suspend(custodian, organisation, action="restore")

    assert Organisation.objects.get(pk=organisation.pk).state.verified_at == verified


def test_its_offers_are_not_matched_while_it_is_suspended(custodian, organisation):
    offer = OfferFactory(organisation=organisation, live=True)

    services.suspend_organisation(organisation, by=custodian, reason=WHY)

    assert not Offer.objects.open().filter(pk=offer.pk).exists()


def test_without_a_reason_nothing_happens(custodian, organisation):
    answer = suspend(custodian, organisation, reason=" ")

    assert answer.status_code == 422
    assert Organisation.objects.public().filter(pk=organisation.pk).exists()


def test_twice_is_once(custodian, organisation):
    services.suspend_organisation(organisation, by=custodian, reason=WHY)

    with pytest.raises(NothingToDo):
        services.suspend_organisation(organisation, by=custodian, reason=WHY)

    assert Message.objects.filter(kind="profiles_organisation_suspended").count() == 1


def test_nobody_suspends_their_own_or_without_being_a_custodian(organisation, lead):
    insider = CustodianFactory()
    MembershipFactory(organisation=organisation, user=insider, role="member")

    for user in (insider, lead, UserFactory()):
        with pytest.raises(PermissionDenied):
            services.suspend_organisation(organisation, by=user, reason=WHY)


def test_a_suspended_one_is_a_missing_page_for_strangers(custodian, organisation):
    missing = Client().get("/organisations/no-such-organisation/")
    suspend(custodian, organisation)

    hidden = Client().get(organisation.get_absolute_url())

    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
