"""Approving by Wagtail's own page: the second door to the same decision."""

import pytest
from django.urls import reverse

from common import moderation
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def approve_in_wagtail(client, challenge) -> None:
    state = challenge.current_workflow_task_state
    here = reverse(
        "wagtailsnippets_opportunities_challenge:workflow_action",
        args=[challenge.pk, "approve", state.pk],
    )
    client.post(here, {"comment": "Well put."})


def test_a_custodian_approves_and_it_is_live(client):
    challenge = ChallengeFactory(waiting=True)
    client.force_login(CustodianFactory())

    approve_in_wagtail(client, challenge)

    challenge.refresh_from_db()
    assert challenge.live
    assert moderation.current_state(challenge) == "live"
    assert client.get(challenge.get_absolute_url()).status_code == 200


def test_a_custodian_of_the_same_organisation_does_not(client):
    challenge = ChallengeFactory(waiting=True)
    custodian = CustodianFactory()
    MembershipFactory(organisation=challenge.organisation, user=custodian, role="member")
    client.force_login(custodian)

    approve_in_wagtail(client, challenge)

    challenge.refresh_from_db()
    assert not challenge.live
    assert moderation.current_state(challenge) == "waiting"
