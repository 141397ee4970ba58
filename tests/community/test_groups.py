"""Task groups, members, and who speaks for the Forum elsewhere."""

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from common import expiring
from common.models import Message
from community.models import Delegation, MeetingSeries
from community.services.groups import (
    GroupRefused,
    add_member,
    change_delegation,
    change_group,
    delegate,
    remind_delegates,
    remove_member,
    start_group,
)
from tests.factories.community_notes import HeldSeriesFactory
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)


def test_a_task_group_is_a_series_with_a_purpose_and_an_end():
    by = CustodianFactory()

    group = start_group(by=by, title="Transport catalogue", purpose="Find a standard.", ends_on=DAY)

    assert (group.series.title, group.series.ended_on) == ("Transport catalogue", None)
    with pytest.raises(GroupRefused, match="already"):
        start_group(by=by, title="transport catalogue", purpose="x", ends_on=DAY)
    change_group(group, by=by, purpose="Found it.", ends_on=DAY, ended=True)
    assert MeetingSeries.objects.get().ended_on == timezone.localdate()
    with pytest.raises(Http404):
        start_group(by=UserFactory(), title="Mine", purpose="x", ends_on=DAY)


def test_a_series_has_one_chair_and_the_one_before_stays_a_member():
    series, by = HeldSeriesFactory(), CustodianFactory()
    first = add_member(series, by=by, name="Una Kay", part="chair")

    second = add_member(series, by=by, name="Priya Rao", part="chair")

    first.refresh_from_db()
    assert (first.part, second.part) == ("member", "chair")
    remove_member(second, by=by)
    assert list(series.members.all()) == [first]


def test_a_delegation_has_days_in_order_and_a_report():
    by, here = CustodianFactory(), OrganisationFactory()
    week = datetime.timedelta(days=7)
    with pytest.raises(GroupRefused, match="ends before"):
        delegate(by=by, where="Board", name="Una", since=DAY, until=DAY - week)
    row = delegate(
        by=by, where="Board", name="Una", organisation=here, organisation_name="x",
        since=DAY, until=DAY + week,
    )  # fmt: skip

    change_delegation(row, by=by, report="They publish monthly.", ended=True)

    row.refresh_from_db()
    assert (row.body, row.reported_on) == (here.name, timezone.localdate())
    assert row.ended_at is not None


def test_whoever_is_named_needs_a_name():
    with pytest.raises(GroupRefused, match="needs a name"):
        add_member(HeldSeriesFactory(), by=CustodianFactory(), named=True)


def test_a_delegate_is_asked_to_report_two_weeks_before_and_once():
    today, user = timezone.localdate(), UserFactory()
    row = delegate(
        by=CustodianFactory(), where="The transport board", user=user, name="Una",
        since=today, until=today + datetime.timedelta(days=20),
    )  # fmt: skip

    assert remind_delegates() == 0
    later = timezone.now() + datetime.timedelta(days=7)
    assert remind_delegates(now=later) == 1
    assert remind_delegates(now=later) == 0

    [mail] = Message.objects.all()
    assert (mail.kind, mail.address) == ("community_delegation_ends", user.email)
    change_delegation(row, by=CustodianFactory(), until=today + datetime.timedelta(days=30))
    assert Delegation.objects.get().reminded_at is None


def test_a_delegate_without_an_account_is_not_written_to():
    today = timezone.localdate()
    delegate(by=CustodianFactory(), where="Board", name="Una", since=today, until=today)

    assert remind_delegates() == 1
    assert not Message.objects.exists()


def test_what_ends_is_on_the_weekly_page_without_names():
    by, today = CustodianFactory(), timezone.localdate()
    soon, late = today + datetime.timedelta(days=10), today + datetime.timedelta(days=40)
    for until in (soon, late):
        delegate(by=by, where=f"Board {until}", name="Una Kay", since=today, until=until)
    over = delegate(by=by, where="Over", name="Una Kay", since=today, until=soon)
    change_delegation(over, by=by, ended=True)
    start_group(by=by, title="Stops", purpose="Count them.", ends_on=soon)

    found = expiring.ending(today, today + datetime.timedelta(days=14))

    assert [(row.what, row.title, row.day) for row in found] == [
        ("Representative", f"Board {soon}", soon),
        ("Task group", "Stops", soon),
    ]
    assert "Una Kay" not in str(found)
