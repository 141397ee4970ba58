"""Silence has a clock: what nobody speaks of for a year ends, and both sides are asked before."""

import datetime

import pytest
from django.utils import timezone

from common.models import Message
from matching import services as matching
from profiles.models import Disclosure
from profiles.policies import may_see_contact
from tests.factories.matching import introduction


def days(count):
    return timezone.now() + datetime.timedelta(days=count)


def mails(kind):
    return Message.objects.filter(kind=kind).count()


@pytest.fixture
def met(market):
    row = introduction(market.challenge, person=market.student)
    matching.accept(row, by=market.poster)
    matching.accept(row, by=market.student.user)
    row.refresh_from_db()
    market.row = row
    return market


def test_what_an_introduction_opens_has_an_end(met):
    until = Disclosure.objects.get(viewer=met.poster, scope="contact").until

    assert days(364) < until < days(366)


def test_a_year_of_silence_ends_it_after_two_questions(met, broken):
    assert matching.ask_silent(now=days(300)) == 0
    assert [matching.ask_silent(now=days(336)), matching.ask_silent(now=days(337))] == [1, 0]
    assert mails("matching_how_goes_it") == 2
    assert [matching.ask_silent(now=days(359)), matching.ask_silent(now=days(360))] == [1, 0]
    assert mails("matching_how_goes_it") == 4
    assert matching.end_silent(now=days(364)) == 0

    assert [matching.end_silent(now=days(366)), matching.end_silent(now=days(366))] == [1, 0]

    met.row.refresh_from_db()
    assert met.row.state == "fell_through"
    assert not may_see_contact(met.poster, met.student)
    assert mails("matching_silent") == 2
    assert broken() == {}


def test_nothing_ends_that_nobody_was_asked_about(met):
    assert matching.end_silent(now=days(900)) == 0
    assert matching.ask_silent(now=days(900)) == 1
    assert matching.end_silent(now=days(901)) == 0
    assert matching.end_silent(now=days(908)) == 1


def test_work_under_way_that_fell_silent_counts_as_done(met):
    matching.advance(met.row, "agreed", by=met.poster)
    matching.advance(met.row, "under_way", by=met.poster)
    matching.ask_silent(now=days(340))

    matching.end_silent(now=days(370))

    met.row.refresh_from_db()
    assert met.row.state == "done"


def test_saying_that_it_goes_on_starts_the_year_anew(met, client):
    met.row.expires_at = days(5)
    met.row.introduced_at = days(-360)
    met.row.save()
    assert matching.ask_silent() == 1

    client.force_login(met.poster)
    assert "It goes on as it is" in client.get(met.row.get_absolute_url()).content.decode()
    client.post(f"{met.row.get_absolute_url()}move/", {"to": "going_on"})

    met.row.refresh_from_db()
    assert met.row.state == "introduced"
    assert matching.ask_silent() == 0
    assert matching.end_silent(now=days(20)) == 0
    assert Disclosure.objects.get(viewer=met.poster, scope="contact").until > days(364)


def test_a_question_is_repeated_twice_and_no_oftener(market):
    introduction(market.challenge, person=market.student, need_answer="yes")

    when = [matching.remind_due(now=days(day)) for day in (3, 8, 9, 11, 12.5, 13, 13.5)]

    assert when == [0, 1, 0, 0, 1, 0, 0]
    assert mails("matching_reminder") == 2
