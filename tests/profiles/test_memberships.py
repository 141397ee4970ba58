"""Roles, leaving and handing over: an organisation keeps a lead, and nobody raises themselves."""

import pytest
from django.core.exceptions import PermissionDenied

from common.invariants import INVARIANTS
from common.models import ActivityEntry, Message
from common.outbox import run_due
from common.states import IllegalMove
from opportunities.models import OpportunityState
from profiles import services
from profiles.models import Membership, OfferState, Rescue
from profiles.services.memberships import LastLead
from tests.factories.matching import PlacementFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return OrganisationFactory(name="Rea Valley Pantry")


@pytest.fixture
def lead(ours):
    return MembershipFactory(organisation=ours)


@pytest.fixture
def member(ours):
    return MembershipFactory(organisation=ours, role="member")


def broken() -> list[str]:
    return [
        sentence
        for name, ask in INVARIANTS.items()
        if name.startswith(("INV-06", "INV-07"))
        for sentence in ask()
    ]


def test_a_new_role_is_told_and_written_down(lead, member):
    services.change_role(member, "supervisor", by=lead.user)

    member.refresh_from_db()
    assert (member.role, member.granted_by_id) == ("supervisor", lead.user_id)
    mail = Message.objects.get(kind="profiles_role_changed")
    assert (mail.recipient, "supervisor of Rea Valley Pantry" in mail.body) == (member.user, True)
    assert ActivityEntry.objects.filter(verb="profiles.role_changed").count() == 1


@pytest.mark.parametrize("role", ["lead", "supervisor"])
def test_nobody_raises_their_own_role(member, role):
    with pytest.raises(PermissionDenied):
        services.change_role(member, role, by=member.user)


def test_a_custodian_who_belongs_to_it_raises_nobody(ours, lead, member):
    custodian = CustodianFactory()
    MembershipFactory(organisation=ours, user=custodian, role="member")

    with pytest.raises(PermissionDenied):
        services.change_role(member, "lead", by=custodian)


def test_a_custodian_with_a_declared_interest_raises_nobody(ours, lead, member):
    custodian = CustodianFactory()
    services.declare_interest(about=ours, nature="family", by=custodian)

    with pytest.raises(PermissionDenied):
        services.change_role(member, "lead", by=custodian)


def test_the_last_lead_cannot_step_down_or_be_put_out(lead, member):
    custodian = CustodianFactory()

    for act in (
        lambda: services.change_role(lead, "member", by=lead.user),
        lambda: services.change_role(lead, "member", by=custodian),
        lambda: services.remove_member(lead, by=custodian),
        lambda: services.add_member(lead.organisation, user=lead.user, role="member", by=lead.user),
        lambda: services.leave(lead.organisation, by=lead.user),
    ):
        with pytest.raises(LastLead):
            act()

    assert Membership.objects.get(pk=lead.pk).role == "lead"


def test_a_lead_whose_sign_in_is_closed_counts_for_nothing(ours, lead):
    closed = MembershipFactory(organisation=ours)
    closed.user.is_active = False
    closed.user.save()

    with pytest.raises(LastLead):
        services.leave(ours, by=lead.user)


def test_the_last_lead_hands_over_and_goes(ours, lead, member):
    OfferFactory(organisation=ours, state={"submitted_by": lead.user})
    placement = PlacementFactory(
        organisation=ours, state={"submitted_by": lead.user, "supervisor": lead.user}
    )

    services.leave(ours, by=lead.user, successor=member)

    assert list(ours.memberships.values_list("user", "role")) == [(member.user_id, "lead")]
    assert OfferState.objects.get().submitted_by == member.user
    state = OpportunityState.objects.get(pk=placement.pk)
    assert (state.submitted_by, state.supervisor) == (member.user, None)
    assert Message.objects.get(kind="profiles_handed_over").recipient == member.user


@pytest.mark.parametrize("where", ["elsewhere", "closed", "self"])
def test_the_heir_has_to_be_somebody_of_the_house(ours, lead, member, where):
    heir = {"elsewhere": MembershipFactory(), "closed": member, "self": lead}[where]
    if where == "closed":
        member.user.is_active = False
        member.user.save()

    with pytest.raises(PermissionDenied):
        services.leave(ours, by=lead.user, successor=heir)

    assert ours.memberships.count() == 2


def test_a_member_cannot_appoint_a_lead_by_leaving(ours, lead, member):
    other = MembershipFactory(organisation=ours, role="member")

    with pytest.raises(PermissionDenied):
        services.leave(ours, by=member.user, successor=other)

    other.refresh_from_db()
    assert other.role == "member"


def test_whoever_is_put_out_loses_sight_at_once(client, ours, lead, member):
    draft = OfferFactory(organisation=ours, live=False, state={"submitted_by": member.user})
    client.force_login(member.user)
    before = client.get(draft.get_absolute_url()).status_code

    services.remove_member(member, by=lead.user)

    assert (before, client.get(draft.get_absolute_url()).status_code) == (200, 404)
    assert Message.objects.get(kind="profiles_member_removed").recipient == member.user


def test_a_lead_who_is_put_out_cannot_come_back_by_their_own_invitation(ours, lead):
    second = MembershipFactory(organisation=ours)
    invitation = services.invite(ours, by=second.user, address="spare@people.example", role="lead")

    services.remove_member(second, by=lead.user)

    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"


def test_somebody_who_has_left_cannot_be_changed(lead, member):
    services.leave(lead.organisation, by=member.user)

    with pytest.raises(IllegalMove):
        services.change_role(member, "lead", by=lead.user)


def test_an_erased_lead_is_flagged_to_custodians_from_outside(ours, lead, member):
    outside, inside = CustodianFactory(), CustodianFactory()
    MembershipFactory(organisation=ours, user=inside, role="member")

    lead.user.delete()
    run_due()

    assert Rescue.objects.get(organisation=ours).settled_at is None
    told = Message.objects.filter(kind="profiles_lead_needed").values_list("recipient", flat=True)
    assert list(told) == [outside.pk]
    assert broken() == []


def test_a_closed_sign_in_is_flagged_too(ours, lead):
    lead.user.is_active = False
    lead.user.save()

    assert Rescue.objects.filter(organisation=ours, settled_at__isnull=True).count() == 1


def test_confirming_an_organisation_without_a_lead_flags_it():
    organisation = OrganisationFactory(state="unverified")

    services.verify_organisation(organisation, by=CustodianFactory())

    assert broken() == []
    assert Rescue.objects.filter(organisation=organisation).count() == 1


def test_a_bulk_change_is_found_by_the_clock(ours, lead):
    Membership.objects.filter(pk=lead.pk).update(role="member")
    before = broken()

    flagged = services.flag_all()

    assert (len(before), flagged, broken(), services.flag_all()) == (1, 1, [], 0)


def test_a_custodian_makes_a_member_the_lead(ours, member):
    custodian = CustodianFactory()
    services.flag_if_leaderless(ours.pk)

    services.rescue_with_member(ours, membership=member, by=custodian, reason="On its website.")

    member.refresh_from_db()
    rescue = Rescue.objects.get()
    assert (member.role, rescue.settled_by_id) == ("lead", custodian.pk)
    assert rescue.reason == "On its website."


def test_inviting_somebody_to_lead_settles_it_only_once_they_agree(ours, member):
    custodian, newcomer = CustodianFactory(), UserFactory()
    services.flag_if_leaderless(ours.pk)

    invitation = services.rescue_with_address(
        ours, address=newcomer.email, by=custodian, reason="Their chair wrote to us."
    )
    open_before = Rescue.objects.get().settled_at is None
    services.accept_invitation(invitation, by=newcomer)

    assert open_before
    assert Rescue.objects.get().settled_at is not None


def test_where_there_is_a_lead_there_is_nothing_to_rescue(ours, lead, member):
    with pytest.raises(IllegalMove):
        services.rescue_with_member(
            ours, membership=member, by=CustodianFactory(), reason="I would like to."
        )


def test_a_lead_with_nobody_to_hand_over_to_asks_for_help_once(ours, lead):
    CustodianFactory()

    for _ in range(2):
        services.ask_for_rescue(ours, by=lead.user, words="I move to Leeds.")
    run_due()

    assert Rescue.objects.get().words == "I move to Leeds."
    assert Message.objects.filter(kind="profiles_lead_needed").count() == 1
    assert Membership.objects.filter(pk=lead.pk).exists()
