"""A partner organisation that closes leaves what it is part of; one that is suspended is not named."""

import pytest

from common.models import ActivityEntry, Message
from opportunities import services
from opportunities.models import Opportunity, OpportunityState, Partnership
from opportunities.services.lifecycle import take_seat
from profiles.models import Organisation
from profiles.services.closures import close_organisation, reopen_organisation
from profiles.services.suspensions import restore_organisation, suspend_organisation
from profiles.signals import organisation_suspended
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = pytest.mark.django_db
WHY = "Its last trustee has left."


@pytest.fixture
def host():
    return MembershipFactory(organisation__name="Sowe Pantry")


@pytest.fixture
def other():
    return MembershipFactory(organisation__name="Severn Library")


@pytest.fixture
def challenge(host):
    return ChallengeFactory(
        live=True, title="Referral maps", organisation=host.organisation, author=host.user, seats=1
    )


def asked(challenge, other, seats=2):
    return services.ask_to_cosponsor(
        challenge, by=other.user, organisation=other.organisation, words="We too.", seats=seats
    )


@pytest.fixture
def joined(challenge, host, other):
    return services.accept_partner(asked(challenge, other), by=host.user)


def state(opportunity):
    row = OpportunityState.objects.get(pk=opportunity.pk)
    return row.lifecycle, row.seats_cap, row.seats_taken


def told():
    rows = Message.objects.filter(kind="opportunities_partner_left").order_by("pk")
    return [(row.recipient_id, row.body) for row in rows]


def closed(other):
    close_organisation(fresh(other), by=CustodianFactory(), reason=WHY)


def fresh(membership):
    return Organisation.objects.get(pk=membership.organisation_id)


def names(client, challenge) -> bool:
    """Whether the public page names the partner."""
    return "Severn Library" in client.get(challenge.get_absolute_url()).content.decode()


def test_a_partner_that_closes_leaves_with_its_places_and_the_other_side_hears(
    client, host, other, challenge, joined
):
    assert state(challenge) == ("open", 3, 0)
    assert names(client, challenge)

    closed(other)

    joined.refresh_from_db()
    assert (joined.state, joined.ended_at is not None) == ("left", True)
    assert state(challenge) == ("open", 1, 0)
    assert not names(client, challenge)
    [(recipient, body)] = told()
    assert recipient == host.user_id
    assert "Severn Library has closed, so it is no longer part of “Referral maps”" in body
    assert ActivityEntry.objects.filter(verb="opportunities.partner_left").count() == 1


def test_whoever_holds_a_place_keeps_it(challenge, other, joined):
    thing = Opportunity.objects.get(pk=challenge.pk)
    for _ in range(2):
        take_seat(thing, application=ApplicationFactory(opportunity=challenge), why="won")

    closed(other)

    assert state(challenge) == ("filled", 2, 2)


def test_saying_it_again_does_nothing_more_and_opening_it_again_brings_nothing_back(
    client, other, challenge, joined
):
    closed(other)
    for _ in range(2):
        organisation_suspended.send(Organisation, organisation_id=other.organisation_id)
    reopen_organisation(fresh(other), by=CustodianFactory())

    assert state(challenge) == ("open", 1, 0)
    assert len(told()) == 1
    assert Partnership.objects.get().state == "left"
    assert not names(client, challenge)


def test_one_that_is_suspended_is_not_named_and_loses_nothing(client, other, challenge, joined):
    custodian = CustodianFactory()

    suspend_organisation(fresh(other), by=custodian, reason="A complaint.")
    organisation_suspended.send(Organisation, organisation_id=other.organisation_id)

    assert not names(client, challenge)
    assert state(challenge) == ("open", 3, 0)
    assert told() == []

    restore_organisation(fresh(other), by=custodian)
    joined.refresh_from_db()
    assert joined.state == "joined"
    assert names(client, challenge)


def test_one_that_is_suspended_and_then_closes_leaves(other, challenge, joined):
    suspend_organisation(fresh(other), by=CustodianFactory(), reason="A complaint.")
    closed(other)
    assert state(challenge) == ("open", 1, 0)
    assert len(told()) == 1


def test_what_was_only_asked_is_taken_back(host, other, challenge):
    asked(challenge, other)

    closed(other)

    assert Partnership.objects.get().state == "taken_back"
    [(recipient, body)] = told()
    assert recipient == host.user_id
    assert "has closed, so what was asked" in body


def test_the_host_of_a_shared_placement_goes_on_alone(client, host, other):
    placement = PlacementFactory(
        live=True, title="Referral maps", organisation=host.organisation, author=host.user
    )
    Partnership.objects.create(
        opportunity_id=placement.pk,
        organisation=other.organisation,
        kind="shares",
        state="joined",
        words="We too.",
        host_days=["mon"],
        partner_days=["tue"],
        host_hours=7,
        partner_hours=7,
    )
    before = state(placement)
    assert names(client, placement)

    closed(other)

    assert state(placement) == before
    assert Partnership.objects.get().state == "left"
    assert not names(client, placement)
    assert [recipient for recipient, _ in told()] == [host.user_id]


@pytest.mark.parametrize(("waits", "after"), [(True, "left"), (False, "joined")])
def test_what_has_ended_stays_as_it_was_unless_somebody_waits_for_an_answer(
    host, other, challenge, joined, waits, after
):
    ApplicationFactory(opportunity=challenge, state="received" if waits else "declined")
    services.close(Opportunity.objects.get(pk=challenge.pk), by=None)

    closed(other)

    joined.refresh_from_db()
    assert joined.state == after
    assert len(told()) == (1 if waits else 0)
