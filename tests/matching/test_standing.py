"""What was so when one side asked may be so no longer when the other says yes."""

import pytest
from django.utils import timezone

from common import outbox
from common.models import Message
from common.states import IllegalMove
from matching import services as matching
from matching.models import Introduction
from profiles import services
from profiles.models import Disclosure, Offer, OrganisationState
from tests.factories.matching import introduction, lead_of, match
from tests.factories.profiles import MembershipFactory


def hide(market):
    services.set_visibility(market.student, "private", by=market.student.user)


def suspend(market):
    rows = OrganisationState.objects.filter(organisation=market.food_bank)
    rows.update(suspended_at=timezone.now())


def person_declares(market):
    services.declare_interest(about=market.food_bank, nature="family", by=market.student.user)


def mails_of(kind):
    return Message.objects.filter(kind=kind)


def refused(made, market, *, by):
    with pytest.raises(IllegalMove):
        matching.accept(made, by=by)
    made.refresh_from_db()
    assert made.state == "proposed"
    assert not Disclosure.objects.exists()
    assert not mails_of("matching_introduced").exists()


@pytest.mark.parametrize("change", [hide, suspend, person_declares])
def test_nobody_is_introduced_after(market, change):
    made = matching.propose(match(market.challenge, person=market.student), by=market.student.user)

    change(market)

    refused(Introduction.objects.get(pk=made.pk), market, by=market.poster)


@pytest.mark.parametrize("change", [hide, suspend, person_declares])
def test_nobody_is_asked_after(market, change):
    found = match(market.challenge, person=market.student)

    change(market)

    with pytest.raises(IllegalMove):
        matching.propose(type(found).objects.get(pk=found.pk), by=market.custodian)
    assert not mails_of("matching_asked").exists()


@pytest.mark.parametrize("change", [hide, person_declares])
def test_what_waits_ends_kindly_and_says_not_why(market, change, broken):
    made = matching.propose(match(market.challenge, person=market.student), by=market.student.user)

    change(market)
    outbox.run_due()

    made.refresh_from_db()
    assert made.state == "expired"
    told = mails_of("matching_expired").get(address=market.poster.email)
    assert "cannot go ahead any more" in told.body
    for word in ("Zebedee", "private", "interest", "conflict"):
        assert word not in told.body
    assert broken() == {}


@pytest.mark.parametrize("who", ["poster", "offerer"])
def test_an_interest_of_either_organisation_keeps_its_offer_apart(market, who):
    asks, about = {
        "poster": (market.food_bank, market.university),
        "offerer": (market.university, market.food_bank),
    }[who]
    made = introduction(market.challenge, offer=market.team, supply_answer="yes")

    services.declare_interest(
        organisation=asks, about=about, nature="money", by=getattr(market, who)
    )

    refused(made, market, by=market.poster)
    outbox.run_due()
    made.refresh_from_db()
    assert made.state == "expired"


def test_an_interest_of_an_organisation_keeps_its_people_apart(market):
    MembershipFactory(organisation=market.university, user=market.student.user, role="member")
    made = introduction(market.challenge, person=market.student, supply_answer="yes")

    services.declare_interest(
        organisation=market.university,
        about=market.food_bank,
        nature="money",
        by=lead_of(market.university),
    )

    refused(made, market, by=market.poster)


def test_an_offer_that_closed_ends_what_waits_and_a_paused_one_does_not(market):
    made = introduction(market.challenge, offer=market.team, need_answer="yes")

    services.pause_offer(Offer.objects.get(pk=market.team.pk), by=market.offerer)
    outbox.run_due()
    made.refresh_from_db()
    assert made.state == "proposed"

    services.close_offer(Offer.objects.get(pk=market.team.pk), by=market.offerer)
    outbox.run_due()
    made.refresh_from_db()
    assert made.state == "expired"
