"""An edit that waits does not bring back how an organisation stood when it was written."""

import pytest
from django.test import Client

from common import moderation
from profiles import services
from profiles.models import Offer, Organisation
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return OrganisationFactory(name="Rea Valley", slug="rea")


@pytest.fixture
def lead(ours):
    return MembershipFactory(organisation=ours).user


def standing(ours) -> tuple[bool, bool]:
    state = Organisation.objects.get(pk=ours.pk).state
    return bool(state.verified_at), bool(state.suspended_at)


def suspended(ours, lead) -> tuple[bool, bool]:
    services.suspend_organisation(ours, by=CustodianFactory(), reason="It asks people for money.")
    return True, True


def renamed(ours, lead) -> tuple[bool, bool]:
    services.update_organisation(ours, by=lead, name="Rea Valley Trust")
    return False, False


@pytest.mark.parametrize("happens", [suspended, renamed])
def test_a_form_opened_before_does_not_restore_it(ours, lead, happens):
    client = Client()
    client.force_login(lead)
    page = client.get("/organisations/rea/edit/")
    form = page.context["form"]
    now = happens(ours, lead)
    name = Organisation.objects.get(pk=ours.pk).name

    sent = {
        "name": name,
        "kind": "community",
        "summary": "New words.",
        "version": form["version"].value(),
    }
    client.post("/organisations/rea/edit/", sent)
    # The second time with what the page asked about, as somebody who insists would.
    client.post("/organisations/rea/edit/", {**sent, "version": ""})

    assert Organisation.objects.get(pk=ours.pk).summary == "New words."
    assert standing(ours) == now


@pytest.mark.parametrize("happens", [suspended, renamed])
def test_approving_an_edit_of_its_offer_does_not_restore_it(ours, lead, happens):
    offer = OfferFactory(organisation=ours, state={"submitted_by": lead})
    edited = services.save_offer_draft(offer, by=lead, title="Two hours", summary="Two hours.")
    services.submit_offer(edited, by=lead)
    now = happens(ours, lead)

    moderation.approve(Offer.objects.get(pk=offer.pk), by=CustodianFactory())

    assert Offer.objects.get(pk=offer.pk).title == "Two hours"
    assert standing(ours) == now
    assert Client().get(Offer.objects.get(pk=offer.pk).get_absolute_url()).status_code == 404


def test_a_waiting_domain_is_confirmed_without_confirming_what_was_renamed(ours, lead):
    """Asked for while it was confirmed, then renamed: the domain alone makes it no confirmed one."""
    services.update_organisation(ours, by=lead, email_domains="rea.example")
    services.update_organisation(ours, by=lead, name="Rea Valley Trust")
    services.settle_domains(ours, by=CustodianFactory(), trust=True)
    assert standing(ours) == (False, False)
