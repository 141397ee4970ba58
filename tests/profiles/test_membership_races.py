"""Rivals at the same moment, on both databases; and the control that loses its lead without the guard."""

import threading

import pytest
from django.core.exceptions import PermissionDenied

from common.states import IllegalMove
from profiles import services
from profiles.models import Invitation, Membership, Organisation, User
from profiles.services.memberships import LastLead
from tests.factories.profiles import MembershipFactory, OrganisationFactory, UserFactory
from tests.support.rivals import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def two():
    ours = OrganisationFactory()
    return MembershipFactory(organisation=ours), MembershipFactory(organisation=ours)


def leads(organisation) -> int:
    return Membership.objects.filter(organisation=organisation, role="lead").count()


@pytest.mark.parametrize("times", range(5))
def test_of_two_leads_who_demote_each_other_one_stays(two, times):
    one, other = two

    results = at_once(
        lambda: services.change_role(
            Membership.objects.get(pk=other.pk), "member", by=User.objects.get(pk=one.user_id)
        ),
        lambda: services.change_role(
            Membership.objects.get(pk=one.pk), "member", by=User.objects.get(pk=other.user_id)
        ),
    )

    assert leads(one.organisation) == 1
    assert sum(isinstance(result, PermissionDenied) for result in results) == 1


@pytest.mark.parametrize("times", range(5))
def test_of_two_leads_who_leave_together_one_stays(two, times):
    results = at_once(
        *(
            lambda row=row: services.leave(
                Organisation.objects.get(pk=row.organisation_id),
                by=User.objects.get(pk=row.user_id),
            )
            for row in two
        )
    )

    assert leads(two[0].organisation) == 1
    assert sum(isinstance(result, LastLead) for result in results) == 1


def test_without_the_guard_both_are_demoted(two):
    """The control: each asks the policy first, and writes without asking again while it holds."""
    one, other = two
    asked = threading.Barrier(2)

    def demote(by, whom):
        actor = User.objects.get(pk=by.user_id)
        from profiles import policies

        may = policies.may_change_role(actor, Membership.objects.get(pk=whom.pk), "member")
        asked.wait(timeout=30)
        if may:
            Membership.objects.filter(pk=whom.pk).update(role="member")

    at_once(lambda: demote(one, other), lambda: demote(other, one))

    assert leads(one.organisation) == 0


def test_an_invitation_opened_twice_at_once_is_used_once(two):
    lead, _ = two
    guest = UserFactory()
    invitation = services.invite(lead.organisation, by=lead.user, address=guest.email)

    results = at_once(
        *(
            lambda: services.accept_invitation(
                Invitation.objects.get(pk=invitation.pk), by=User.objects.get(pk=guest.pk)
            )
            for _ in range(4)
        )
    )

    assert sum(isinstance(result, Membership) for result in results) == 1
    assert sum(isinstance(result, IllegalMove) for result in results) == 3
    assert Membership.objects.filter(user=guest).count() == 1
