"""What somebody with a right could do with it that it is not for."""

import pytest
from django.core.exceptions import PermissionDenied

from common.models import Message
from profiles import services, tables
from profiles.models import Invitation, JoinRequest, Membership, Relation
from profiles.services.invitations import CannotInvite
from profiles.services.join_requests import CannotAsk
from profiles.services.joining_up import merge_organisations
from profiles.services.relations import MOST_WAITING, CannotSay
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_a_custodian_does_not_invite_themselves_to_speak_for_anybody():
    custodian, organisation = CustodianFactory(), OrganisationFactory()

    with pytest.raises(CannotInvite):
        services.invite(organisation, by=custodian, address=custodian.email.upper(), role="lead")

    assert not Invitation.objects.exists()


def test_an_invitation_by_oneself_is_not_taken_up_by_oneself():
    """The address may have become the custodian's own after the invitation went out."""
    custodian, organisation = CustodianFactory(), OrganisationFactory()
    invitation = services.invite(organisation, by=custodian, address="other@a.example", role="lead")
    Invitation.objects.filter(pk=invitation.pk).update(address=custodian.email)

    with pytest.raises(PermissionDenied):
        services.accept_invitation(invitation, by=custodian)

    assert not Membership.objects.filter(user=custodian).exists()


def test_an_organisation_that_nobody_confirmed_writes_to_no_other():
    lead = MembershipFactory(organisation=OrganisationFactory(state="unverified"))
    other = MembershipFactory().organisation

    with pytest.raises(CannotSay, match="custodian confirms"):
        services.say_relation(lead.organisation, other=other, kind="works_with", by=lead.user)

    assert not Relation.objects.exists()
    assert not Message.objects.filter(kind="profiles_relation_said").exists()


def test_so_many_relations_wait_and_no_more():
    lead = MembershipFactory()
    others = [OrganisationFactory() for _ in range(MOST_WAITING + 1)]

    def say(other):
        services.say_relation(lead.organisation, other=other, kind="works_with", by=lead.user)

    for other in others[:-1]:
        say(other)
    with pytest.raises(CannotSay, match="have not answered"):
        say(others[-1])

    assert Relation.objects.count() == MOST_WAITING


def test_asking_and_taking_back_writes_to_the_leads_once():
    organisation, asker = MembershipFactory().organisation, UserFactory()
    services.withdraw_join(services.ask_to_join(organisation, by=asker), by=asker)

    with pytest.raises(CannotAsk):
        services.ask_to_join(organisation, by=asker)

    assert JoinRequest.objects.count() == 1
    assert Message.objects.filter(kind="profiles_join_asked").count() == 1


@pytest.mark.parametrize("domain", ["gmail.com", "co.uk", "not a domain", "x"])
def test_a_table_does_not_make_everybodys_domain_an_organisations_own(domain):
    (row,) = tables.read(
        f"name,kind,email_domains\nRea Valley Pantry,community,{domain}\n".encode(), usual_kind=""
    )

    assert any(domain.split()[0] in words for words in row.wrong)


def test_an_address_at_a_provider_confirms_no_affiliation():
    university = OrganisationFactory(kind="university", email_domains="gmail.com")
    person = PersonFactory(user=UserFactory(email="someone@gmail.com"))

    services.set_affiliation(person, university, by=person.user)

    assert person.affiliation_confirmed_on is None


def test_joining_two_keeps_whole_domains_only():
    kept = OrganisationFactory(email_domains="one.example")
    gone = OrganisationFactory(email_domains="\n".join(f"a{n:03}.example" for n in range(200)))

    merge_organisations(kept, gone, by=CustodianFactory())

    kept.refresh_from_db()
    assert set(kept.email_domains.split()) <= {"one.example", *gone.email_domains.split()}
    assert kept.email_domains.startswith("one.example\na000.example")


def test_each_confirmation_is_told():
    organisation = OrganisationFactory(state="unverified", email_domains="one.example")
    lead, custodian = MembershipFactory(organisation=organisation), CustodianFactory()
    services.verify_organisation(organisation, by=custodian)
    organisation.state.refresh_from_db()

    services.update_organisation(organisation, by=lead.user, name="Another Name")
    organisation.refresh_from_db()
    organisation.state.refresh_from_db()
    assert not organisation.is_verified
    Message.objects.filter(kind="profiles_organisation_verified").update(
        key="a moment ago"  # the key counts seconds
    )
    services.verify_organisation(organisation, by=custodian)

    assert Message.objects.filter(kind="profiles_organisation_verified").count() == 2
