"""Custodians may stop an introduction and read why somebody said no; nobody asks without end."""

import pytest
from django.core.exceptions import PermissionDenied

from common.models import Message
from common.states import IllegalMove
from matching import services as matching
from profiles.policies import may_see_contact
from tests.factories.matching import introduction, match, person, run
from tests.factories.profiles import MembershipFactory

WHY = "The message asks for money."


def test_a_custodian_stops_one_that_waits_and_both_sides_read_why(market, client, broken):
    row = introduction(market.challenge, person=market.student)
    client.force_login(market.custodian)
    page = client.get(row.get_absolute_url()).content.decode()
    assert f"{row.get_absolute_url()}stop/" in page

    assert client.get(f"{row.get_absolute_url()}stop/").status_code == 200
    assert client.post(f"{row.get_absolute_url()}stop/", {"reason": ""}).status_code == 422
    assert client.post(f"{row.get_absolute_url()}stop/", {"reason": WHY}).status_code == 302

    row.refresh_from_db()
    assert row.state == "declined"
    told = Message.objects.filter(kind="matching_stopped")
    assert {mail.address for mail in told} == {market.poster.email, market.student.user.email}
    body = told.get(address=market.poster.email).body
    assert WHY in body
    assert "Zebedee" not in body
    assert client.post(f"{row.get_absolute_url()}stop/", {"reason": WHY}).status_code == 302
    assert told.count() == 2
    assert broken() == {}


def test_stopping_closes_what_was_opened(market, broken):
    row = introduction(market.challenge, person=market.student)
    matching.accept(row, by=market.poster)
    matching.accept(row, by=market.student.user)

    stopped = matching.stop(row, by=market.custodian, reason=WHY)

    assert stopped.state == "fell_through"
    assert not may_see_contact(market.poster, market.student)
    with pytest.raises(IllegalMove):
        matching.stop(row, by=market.custodian, reason=WHY)
    assert broken() == {}


def test_only_a_custodian_without_a_part_may_stop_one(market, client):
    row = introduction(market.challenge, person=market.student)
    MembershipFactory(user=market.custodian, organisation=market.food_bank, role="member")

    for user in (market.poster, market.student.user, market.custodian, market.stranger):
        with pytest.raises(PermissionDenied):
            matching.stop(row, by=user, reason=WHY)
    client.force_login(market.poster)
    assert client.post(f"{row.get_absolute_url()}stop/", {"reason": WHY}).status_code == 403
    client.force_login(market.stranger)
    assert client.post(f"{row.get_absolute_url()}stop/", {"reason": WHY}).status_code == 404


def test_why_somebody_said_no_is_read_by_custodians_alone(market, client):
    row = introduction(market.challenge, person=market.student)
    matching.decline(row, by=market.student.user, reason="My exams come first.")

    shown = {}
    for name, user in {
        "custodian": market.custodian,
        "poster": market.poster,
        "student": market.student.user,
    }.items():
        client.force_login(user)
        page = client.get(row.get_absolute_url()).content.decode()
        shown[name] = "My exams come first." in page

    assert shown == {"custodian": True, "poster": False, "student": False}


def test_nobody_but_a_custodian_asks_more_than_ten_times_a_day(market, client):
    of = run()
    for _ in range(10):
        matching.propose(match(market.challenge, person=person(), run=of), by=market.poster)
    eleventh = match(market.challenge, person=person(), run=of)

    with pytest.raises(matching.TooManyAsked):
        matching.propose(eleventh, by=market.poster)
    client.force_login(market.poster)
    data = {"message": "Come.", "idempotency_key": "abcdefgh12345678"}
    page = client.post(f"/matches/{eleventh.pk}/ask/", data)
    assert page.status_code == 422
    assert "Go on tomorrow" in page.content.decode()
    assert "Come." in page.content.decode()
    assert Message.objects.filter(kind="matching_asked").count() == 10

    assert matching.propose(eleventh, by=market.custodian).state == "proposed"
