"""The brokers' board: taken over up to a hard limit; and agreeing where somebody has to."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.states import IllegalMove
from matching import services
from matching.models import Broker, Introduction, Match
from matching.services.brokering import BrokerFull
from tests.factories.matching import introduction, person
from tests.factories.profiles import CustodianFactory, MembershipFactory
from tests.support.rivals import at_once


@pytest.fixture
def rows(market):
    market.rows = [introduction(market.challenge, person=person()) for _ in range(3)]
    return market


def test_a_broker_takes_looks_again_and_lets_go(rows, client, broken):
    row = rows.rows[0]
    services.take_over(row, by=rows.custodian)
    services.take_over(row, by=rows.custodian)
    row.refresh_from_db()
    assert (row.broker, (row.next_on - timezone.localdate()).days) == (rows.custodian, 7)

    later = timezone.localdate() + datetime.timedelta(days=20)
    services.set_next(row, by=rows.custodian, on=later)
    with pytest.raises(ValueError, match="from today on"):
        services.set_next(row, by=rows.custodian, on=timezone.localdate() - datetime.timedelta(1))
    with pytest.raises(PermissionDenied):
        services.set_next(row, by=CustodianFactory(), on=later)

    client.force_login(rows.custodian)
    for whose, number in (("", 3), ("mine", 1), ("nobody", 2), ("approval", 0), ("nonsense", 3)):
        page = client.get(f"/desk/introductions/?whose={whose}")
        assert len(page.context["rows"]) == number
    services.let_go(row, by=rows.custodian)
    assert services.carried(rows.custodian) == 0
    assert broken() == {}


def test_the_limit_is_hard(rows, broken):
    services.set_limit(by=rows.custodian, most=2)
    for row in rows.rows[:2]:
        services.take_over(row, by=rows.custodian)
    with pytest.raises(BrokerFull):
        services.take_over(rows.rows[2], by=rows.custodian)
    with pytest.raises(ValueError, match="You see to 2 now"):
        services.set_limit(by=rows.custodian, most=1)
    services.stop(rows.rows[0], by=rows.custodian, reason="Spam.")
    services.take_over(rows.rows[2], by=rows.custodian)
    assert broken() == {}


@pytest.mark.django_db(transaction=True)
def test_the_last_place_of_a_broker_goes_once(rows):
    services.set_limit(by=rows.custodian, most=1)
    said = at_once(
        lambda: services.take_over(rows.rows[0], by=rows.custodian),
        lambda: services.take_over(rows.rows[1], by=rows.custodian),
    )
    assert sorted(type(one).__name__ for one in said) == ["BrokerFull", "Introduction"]
    assert services.carried(rows.custodian) == 1


def test_a_custodian_who_asks_brokers_it_and_asks_no_more_at_the_limit(market, client):
    services.run_all()
    found = Match.objects.get(person=market.student, is_current=True)
    Broker.objects.create(user=market.custodian, most=0)
    client.force_login(market.custodian)
    answer = client.post(f"/matches/{found.pk}/ask/", {"message": ""})
    assert answer.status_code == 422
    assert not Introduction.objects.exists()
    services.set_limit(by=market.custodian, most=1)
    assert services.propose(found, by=market.custodian).broker == market.custodian


def test_only_custodians_without_a_part_broker(rows, client):
    MembershipFactory(user=rows.custodian, organisation=rows.food_bank, role="member")
    for user in (rows.custodian, rows.poster, rows.stranger):
        with pytest.raises(PermissionDenied):
            services.take_over(rows.rows[0], by=user)
    client.force_login(rows.poster)
    assert client.get("/desk/introductions/").status_code == 404
    client.force_login(CustodianFactory())
    assert client.get("/desk/introductions/").status_code == 200


def test_where_people_at_risk_are_touched_two_yes_wait_for_a_custodian(market, client, broken):
    market.challenge.touches_vulnerable = True
    market.challenge.save()
    services.run_all()
    found = Match.objects.get(person=market.student, is_current=True)
    row = services.propose(found, by=market.poster)
    assert (row.approval, row.approval_cause) == ("asked", "safeguarding")

    row = services.accept(row, by=market.student.user)
    assert (row.state, row.introduced_at) == ("one_accepted", None)
    with pytest.raises(PermissionDenied):
        services.approve(row, by=market.poster)

    client.force_login(market.custodian)
    assert "To agree to" in client.get("/desk/introductions/?whose=approval").content.decode()
    client.post(f"/desk/introductions/{row.pk}/", {"act": "approve"})
    row.refresh_from_db()
    assert (row.state, row.approval) == ("introduced", "given")
    assert broken() == {}


def test_a_side_may_ask_that_a_custodian_looks_first(market, client):
    services.run_all()
    found = Match.objects.get(person=market.student, is_current=True)
    row = services.propose(found, by=market.poster)
    client.force_login(market.student.user)
    assert client.post(f"{row.get_absolute_url()}custodian/").status_code == 302
    services.accept(row, by=market.student.user)
    row.refresh_from_db()
    assert row.state == "one_accepted"
    assert services.approve(row, by=market.custodian).state == "introduced"
    with pytest.raises(IllegalMove):
        services.ask_custodian(row, by=market.poster)


def test_what_is_agreed_to_early_waits_for_both_yes(market):
    services.run_all()
    found = Match.objects.get(person=market.student, is_current=True)
    row = services.propose(found, by=market.poster, with_custodian=True)
    assert services.approve(row, by=market.custodian).state == "proposed"
    assert services.accept(row, by=market.student.user).state == "introduced"
