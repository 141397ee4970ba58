"""A confirmed organisation that asks for another e-mail domain stays what it is meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from common.models import Message
from profiles import services
from profiles.models import Organisation
from profiles.services.join_requests import suggested_for
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    ours = OrganisationFactory(name="Rea Valley", slug="rea", email_domains="rea.example")
    return MembershipFactory(organisation=ours).user


@pytest.fixture
def ours(lead):
    return Organisation.objects.get(slug="rea")


def fresh(organisation) -> Organisation:
    return Organisation.objects.select_related("state").get(pk=organisation.pk)


def ask(ours, lead, domains="rea.example\nnew.example") -> Organisation:
    services.update_organisation(ours, by=lead, email_domains=domains)
    return fresh(ours)


def test_it_stays_on_the_site_with_all_that_is_its_own(ours, lead):
    offer = OfferFactory(organisation=ours)

    now = ask(ours, lead)

    assert now.is_verified
    assert now.email_domains == "rea.example"
    assert now.state.domains_asked == "rea.example\nnew.example"
    for path in (ours.get_absolute_url(), offer.get_absolute_url()):
        assert Client().get(path).status_code == 200
    assert "new.example" not in Client().get(ours.get_absolute_url()).content.decode()


def test_an_address_at_the_new_domain_is_not_trusted_before_a_custodian_says_so(ours, lead):
    there = UserFactory(email="a@new.example")
    ask(ours, lead)
    assert list(suggested_for(there)) == []

    services.settle_domains(ours, by=CustodianFactory(), trust=True)

    assert list(suggested_for(there)) == [ours]
    assert fresh(ours).state.domains_asked == ""


def test_a_custodian_says_no_and_the_old_ones_count_as_before(ours, lead):
    ask(ours, lead)
    client = Client()
    client.force_login(CustodianFactory())
    assert "new.example" in client.get("/desk/").content.decode()

    answer = client.post("/organisations/rea/verify/", {"domains": "no"})

    assert answer.status_code == 302
    now = fresh(ours)
    assert (now.email_domains, now.state.domains_asked) == ("rea.example", "")
    mail = Message.objects.get(kind="profiles_domains_settled", recipient=lead)
    assert "could not confirm" in mail.body


def test_the_page_that_confirms_trusts_what_was_asked(ours, lead):
    ask(ours, lead)
    client = Client()
    client.force_login(CustodianFactory())
    client.post("/organisations/rea/verify/")
    assert fresh(ours).email_domains == "rea.example\nnew.example"
    assert "confirmed" in Message.objects.get(kind="profiles_domains_settled").body


def test_a_domain_taken_off_counts_no_longer_at_once(ours, lead):
    now = ask(ours, lead, "new.example")
    assert now.email_domains == ""
    assert now.is_verified


def test_asking_for_the_old_ones_again_takes_the_question_back(ours, lead):
    ask(ours, lead)
    now = ask(ours, lead, "rea.example")
    assert (now.email_domains, now.state.domains_asked) == ("rea.example", "")


def test_nobody_confirms_domains_of_their_own(ours, lead):
    custodian = CustodianFactory()
    MembershipFactory(organisation=ours, user=custodian, role="member")
    ask(ours, lead)
    for user in (lead, custodian):
        with pytest.raises(PermissionDenied):
            services.settle_domains(ours, by=user, trust=True)
    assert fresh(ours).email_domains == "rea.example"


def test_a_new_name_still_asks_for_a_new_confirmation(ours, lead):
    services.update_organisation(
        ours, by=lead, name="Rea Valley Trust", email_domains="new.example"
    )
    assert not fresh(ours).is_verified


def test_an_approved_offer_says_what_it_waits_for(lead):
    waiting = OrganisationFactory(name="Tame Kitchen", state="unverified")
    MembershipFactory(organisation=waiting, user=lead)
    offer = OfferFactory(organisation=waiting, state={"submitted_by": lead})
    client = Client()
    client.force_login(lead)
    for path in (offer.get_absolute_url(), "/me/"):
        page = client.get(path).content.decode()
        assert "Shown once a custodian has confirmed Tame Kitchen." in page
        assert "Published" not in page
    assert Client().get(offer.get_absolute_url()).status_code == 404


def test_the_mail_of_an_approved_offer_says_what_it_waits_for(lead):
    waiting = OrganisationFactory(name="Tame Kitchen", state="unverified")
    offer = OfferFactory(organisation=waiting, state={"submitted_by": lead})
    services.offer_went_live(offer)
    mail = Message.objects.get(kind="profiles_offer_live")
    assert mail.subject.startswith("Approved: ")
    assert (
        "Nobody else sees it yet: Shown once a custodian has confirmed Tame Kitchen." in mail.body
    )
