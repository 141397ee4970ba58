"""Clocks: what is over goes by itself, what is not stays, and a dry run changes nothing."""

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from common import outbox, retention
from common.models import ActivityEntry, Message, Sign
from common.tasks import run_retention
from matching.models import Introduction
from profiles import services
from profiles.models import Curriculum, Disclosure, Invitation, KeptText, User
from tests.factories import matching as market
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)
from tests.support import documents

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vault(tmp_path, settings):
    settings.PERSONAL_FILES_ROOT = tmp_path


def ended(now) -> dict[str, int]:
    return {clock.name: number for clock, number in retention.run(now=now) if number}


def in_days(number: float):
    return timezone.now() + timedelta(days=number)


@pytest.fixture
def much():
    """One record of each kind, all of today."""
    person = PersonFactory()
    lead = MembershipFactory()
    services.keep_text(person, "words", by=person.user)
    services.disclose(
        person, viewer=lead.user, scope="name", cause="introduction:0", until=timezone.now()
    )
    invitation = services.invite(lead.organisation, by=lead.user, address="a@people.example")
    services.withdraw_invitation(invitation, by=lead.user)
    market.introduction(
        market.ChallengeFactory(),
        person=person,
        state="declined",
        message="Dear",
        ended_at=timezone.now(),
    )
    Session.objects.create(session_key="s", session_data="", expire_date=in_days(1))
    outbox.run_due()
    return person


def test_nothing_of_today_ends_today(much) -> None:
    assert ended(timezone.now()) == {}
    assert KeptText.objects.exists()


@pytest.mark.parametrize(
    ("days", "clock", "model"),
    [
        (2, "common.sessions", Session),
        (91, "profiles.settled", Invitation),
        (366, "profiles.kept_texts", KeptText),
        (366, "profiles.disclosures", Disclosure),
    ],
)
def test_what_is_over_is_counted_and_then_goes(much, days, clock, model) -> None:
    # Those who sign in each week are nobody that a clock warns.
    User.objects.update(last_login=in_days(days - 1))
    due = {one.name: number for one, number in retention.due(now=in_days(days))}
    assert model.objects.exists()

    gone = ended(in_days(days))

    assert due[clock] == gone[clock] > 0
    assert not model.objects.exists()


def test_words_of_an_introduction_go_and_its_count_stays(much) -> None:
    gone = ended(in_days(366))

    introduction = Introduction.objects.get()
    assert gone["matching.words"] == 1
    assert (introduction.message, introduction.state) == ("", "declined")


def test_the_log_rolls_after_six_years(much) -> None:
    old = ActivityEntry.objects.count()
    assert old

    gone = ended(in_days(6 * 366))

    assert gone["common.activity"] == old
    assert models.QuerySet(ActivityEntry).filter(at__lt=in_days(-6 * 365)).count() == 0


def months(number: float):
    return in_days(30.5 * number)


def sent(now) -> None:
    """Whatever waits is sent, as if at that time."""
    outbox.run_due()
    Message.objects.filter(sent_at__gt=timezone.now() - timedelta(hours=1)).update(sent_at=now)


def test_a_cv_goes_after_a_year_and_two_warnings() -> None:
    person = PersonFactory()
    services.set_cv(person, documents.pdf(), by=person.user)
    assert "profiles.cvs" not in ended(months(12.5))  # nobody was warned
    Message.objects.all().delete()

    for at in (10.2, 11.1):
        ended(months(at))
        sent(months(at))
    assert Message.objects.filter(kind="profiles_cv_unused").count() == 2
    assert Curriculum.objects.exists()

    assert ended(months(12.1))["profiles.cvs"] == 1
    assert not Curriculum.objects.exists()


def test_who_signs_in_keeps_it() -> None:
    person = PersonFactory()
    services.set_cv(person, documents.pdf(), by=person.user)
    for at in (10.2, 11.1):
        ended(months(at))
        sent(months(at))
    User.objects.update(last_login=months(11.5))

    assert "profiles.cvs" not in ended(months(12.1))
    assert Curriculum.objects.exists()


def test_an_unused_account_is_erased_after_two_warnings() -> None:
    user = UserFactory(email="quiet@people.example")
    custodian = CustodianFactory()
    for at in (22.2, 23.15):
        ended(months(at))
        sent(months(at))
    assert Message.objects.filter(recipient=custodian).count() == 0

    assert ended(months(24.1))["profiles.accounts"] == 1
    outbox.run_due()

    assert not User.objects.filter(pk=user.pk).exists()
    assert User.objects.filter(pk=custodian.pk).exists()


def test_two_warnings_never_leave_together_however_long_the_clock_stood_still() -> None:
    user = UserFactory()
    kind = {"kind": "profiles_account_unused", "recipient": user}

    ended(months(30))
    assert Message.objects.filter(**kind).count() == 1
    sent(months(30))
    ended(months(30.5))
    assert Message.objects.filter(**kind).count() == 1
    ended(months(31))
    assert Message.objects.filter(**kind).count() == 2
    sent(months(31))

    assert "profiles.accounts" not in ended(months(31.5))
    assert ended(months(32))["profiles.accounts"] == 1


def test_an_address_that_nobody_confirmed_goes() -> None:
    never = UserFactory(verified=False)
    kept = UserFactory()

    assert ended(in_days(31))["profiles.unconfirmed"] == 1
    outbox.run_due()

    assert not User.objects.filter(pk=never.pk).exists()
    assert User.objects.filter(pk=kept.pk).exists()


def test_a_dry_run_says_and_changes_nothing(much) -> None:
    Session.objects.update(expire_date=in_days(-1))
    out = io.StringIO()

    call_command("retention", "--dry-run", stdout=out)

    assert "     1  Sessions of browsers" in out.getvalue()
    assert "Nothing was changed." in out.getvalue()
    assert Session.objects.exists()
    call_command("retention", stdout=out)
    assert not Session.objects.exists()


def test_a_clock_that_fails_stops_no_other(much, monkeypatch) -> None:
    Session.objects.update(expire_date=in_days(-1))

    def broken(now):
        raise RuntimeError

    first = retention.CLOCKS["common.mails"]
    monkeypatch.setitem(
        retention.CLOCKS,
        "common.mails",
        retention.Clock("common.mails", first.keeps, first.until, first.then, first.due, broken),
    )

    with pytest.raises(CommandError, match=r"common\.mails"):
        call_command("retention", stdout=io.StringIO())

    assert not Session.objects.exists()


def test_beat_runs_them_all_and_notes_it() -> None:
    run_retention()

    assert set(Sign.objects.get(name="retention").facts["ended"]) == set(retention.CLOCKS)
