"""Offering a room: by leads, answered once with a reason, and the meeting has its host."""

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from common import hibernation
from common.hibernation import Asleep
from common.models import Message
from common.states import IllegalMove
from community.choices.hosting import HOST_OFFER_MOVES, HostOfferState
from community.models import HostCall, HostOffer, Meeting
from community.queries import rota
from community.services import hosting
from tests.desk.test_week import planned
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROOM = {
    "dates": "Tuesdays in March",
    "room": "The Hall, Severn House",
    "address": "1 River Street, Worcester",
    "capacity": 40,
    "access": "Step-free from the street. A hearing loop.",
    "hybrid": "Two cameras.",
}


@pytest.fixture(autouse=True)
def forget_what_was_counted():
    yield
    cache.clear()


def offer(membership=None, call=None, **fields) -> HostOffer:
    membership = membership or MembershipFactory()
    return hosting.offer_to_host(
        membership.organisation, by=membership.user, call=call, **{**ROOM, **fields}
    )


def call(days: int = 20, **fields) -> HostCall:
    return hosting.make_call(
        by=CustodianFactory(),
        title="Regional data camp",
        what="A day for fifty people.",
        criteria="Near a station.",
        closes_on=timezone.localdate() + datetime.timedelta(days=days),
        **fields,
    )


@pytest.mark.parametrize("role", ["member", "stranger", "unchecked"])
def test_only_leads_of_checked_organisations_offer(role):
    membership = MembershipFactory(role="member" if role == "member" else "lead")
    by = UserFactory() if role == "stranger" else membership.user
    if role == "unchecked":
        membership = MembershipFactory(organisation=OrganisationFactory(state="unverified"))
        by = membership.user

    with pytest.raises(Http404):
        hosting.offer_to_host(membership.organisation, by=by, **ROOM)

    assert not HostOffer.objects.exists()


def test_accepting_gives_the_meeting_its_host_and_place():
    made, meeting, custodian = offer(), planned(), CustodianFactory()

    hosting.accept_host_offer(made, by=custodian, meeting=meeting)

    meeting.refresh_from_db()
    made.refresh_from_db()
    assert (meeting.host, meeting.place) == (made.organisation, ROOM["room"])
    assert meeting.address == ROOM["address"]
    assert "hearing loop" in meeting.ways
    assert (made.state, made.meeting, made.decided_by) == ("accepted", meeting, custodian)
    mail = Message.objects.get(kind="community_host_accepted")
    assert mail.address == made.offered_by.email


def test_a_meeting_with_another_host_keeps_it():
    made, host = offer(), OrganisationFactory()
    meeting = planned(host=host)

    with pytest.raises(ValueError, match="another host"):
        hosting.accept_host_offer(made, by=CustodianFactory(), meeting=meeting)

    assert Meeting.objects.get(pk=meeting.pk).host == host
    assert HostOffer.objects.get().state == HostOfferState.OFFERED


def test_a_no_needs_a_reason_that_they_read():
    made, custodian = offer(), CustodianFactory()

    with pytest.raises(ValueError, match="Say why not"):
        hosting.decline_host_offer(made, by=custodian, reason=" ")
    hosting.decline_host_offer(made, by=custodian, reason="Too far from a station.")

    assert "Too far from a station." in Message.objects.get(kind="community_host_declined").body


def test_nobody_decides_about_their_own():
    membership = MembershipFactory(user=CustodianFactory())
    made, meeting = offer(membership), planned()

    for by in (membership.user, UserFactory()):
        with pytest.raises(PermissionDenied):
            hosting.accept_host_offer(made, by=by, meeting=meeting)
        with pytest.raises(PermissionDenied):
            hosting.decline_host_offer(made, by=by, reason="No.")


def test_a_call_is_decided_by_one_offer_and_the_others_hear_why():
    asked = call()
    first, second = offer(call=asked, meets="Yes."), offer(call=asked, meets="Also.")

    with pytest.raises(ValueError, match="against the criteria"):
        hosting.accept_host_offer(second, by=CustodianFactory())
    hosting.accept_host_offer(second, by=CustodianFactory(), reason="It is at a station.")

    asked.refresh_from_db()
    states = dict(HostOffer.objects.values_list("pk", "state"))
    assert states == {first.pk: "declined", second.pk: "accepted"}
    assert asked.decision == "It is at a station."
    assert Message.objects.filter(kind="community_host_declined").count() == 1
    with pytest.raises(IllegalMove):
        offer(call=asked)


def test_a_call_takes_offers_until_the_end_of_its_last_day():
    asked = call()
    HostCall.objects.filter(pk=asked.pk).update(closes_on=timezone.localdate())
    offer(call=asked)
    HostCall.objects.filter(pk=asked.pk).update(
        closes_on=timezone.localdate() - datetime.timedelta(days=1)
    )

    with pytest.raises(IllegalMove, match="passed"):
        offer(call=asked)


def test_one_offer_at_a_time_and_another_after_taking_it_back():
    membership = MembershipFactory()
    first = offer(membership)

    with pytest.raises(hosting.OfferedAlready):
        offer(membership)
    hosting.withdraw_host_offer(first, by=membership.user)
    second = offer(membership)

    assert HostOffer.objects.get(state="offered") == second


@pytest.mark.parametrize("state", [state for state in HostOfferState if state != "offered"])
def test_what_was_answered_is_not_answered_again(state):
    made, meeting = offer(), planned()
    HostOffer.objects.filter(pk=made.pk).update(state=state)
    custodian = CustodianFactory()

    assert HOST_OFFER_MOVES[state] == frozenset()
    with pytest.raises(IllegalMove):
        hosting.accept_host_offer(made, by=custodian, meeting=meeting)
    with pytest.raises(IllegalMove):
        hosting.decline_host_offer(made, by=custodian, reason="No.")
    with pytest.raises(IllegalMove):
        hosting.withdraw_host_offer(made, by=made.offered_by)
    assert Meeting.objects.get().host is None


def test_asleep_nothing_is_offered():
    membership = MembershipFactory()
    day = timezone.localdate() + datetime.timedelta(days=9)
    hibernation.sleep(by=CustodianFactory(), until=day, reason="Rest.")

    with pytest.raises(Asleep):
        offer(membership)


def test_the_rota_asks_first_who_offers_and_never_hosted():
    now = timezone.now()
    long_ago, lately = OrganisationFactory(name="Long ago"), OrganisationFactory(name="Lately")
    OrganisationFactory(name="Never offered")
    planned(host=lately, starts=now - datetime.timedelta(days=30), announced_at=now)
    planned(host=long_ago, starts=now - datetime.timedelta(days=300), announced_at=now)
    fresh = offer().organisation

    found = rota.rota()

    assert [turn.organisation for turn in found] == [fresh, long_ago, lately]
    assert [turn.offers for turn in found] == [True, False, False]


def test_a_lead_offers_and_a_custodian_accepts_on_pages(client):
    membership = MembershipFactory()
    meeting = planned()
    form = {**ROOM, "idempotency_key": "h" * 32}
    client.force_login(membership.user)

    wrong = client.post("/meetings/hosting/offer/", {**form, "capacity": "0"})
    sent = client.post("/meetings/hosting/offer/", form)
    client.post("/meetings/hosting/offer/", form)
    own = client.get("/meetings/hosting/").content.decode()
    made = HostOffer.objects.get()
    client.force_login(CustodianFactory())
    desk = client.get("/desk/").content.decode()
    answer = {
        "decision": "accept",
        "meeting": meeting.pk,
        "reason": "",
        "idempotency_key": "i" * 32,
    }
    client.post(f"/desk/hosting/{made.pk}/", answer)
    room = client.get("/desk/hosting/").content.decode()

    assert wrong.status_code == 422
    assert "Tuesdays in March" in wrong.content.decode()
    assert sent.status_code == 302
    assert "Take it back" in own
    assert f"/desk/hosting/{made.pk}/" in desk
    assert Meeting.objects.get().host == membership.organisation
    assert membership.organisation.name in room


def test_a_custodian_calls_for_a_host_in_public(client):
    client.force_login(CustodianFactory())
    day = timezone.localdate() + datetime.timedelta(days=30)
    form = {
        "title": "Regional data camp",
        "what": "A day.",
        "criteria": "Near a station.",
        "closes_on": f"{day:%d/%m/%Y}",
        "idempotency_key": "j" * 32,
    }

    past = client.post("/desk/hosting/calls/new/", {**form, "closes_on": "01/01/2020"})
    client.post("/desk/hosting/calls/new/", {**form, "idempotency_key": "k" * 32})
    client.logout()

    assert past.status_code == 422
    assert "Near a station." in client.get("/meetings/hosting/").content.decode()
    assert HostCall.objects.count() == 1


def test_offers_of_others_are_nobodys_business(client):
    made = offer()
    client.force_login(MembershipFactory().user)

    page = client.get("/meetings/hosting/").content.decode()

    assert ROOM["room"] not in page
    assert client.post(f"/meetings/hosting/{made.pk}/withdraw/").status_code == 404
    assert client.get(f"/desk/hosting/{made.pk}/").status_code == 403
    assert client.get("/meetings/hosting/offer/?call=x").status_code == 404
    assert client.get("/meetings/hosting/offer/?for=nobody").status_code == 404
    assert HostOffer.objects.get().state == "offered"


def test_whoever_leads_nothing_is_told_what_to_do(client):
    client.force_login(UserFactory())

    page = client.get("/meetings/hosting/offer/").content.decode()

    assert "You lead no organisation here" in page
