"""Who was there: entered once, filled from bookings, put right."""

import pytest
from django.http import Http404

from community.services.attendance import (
    AttendanceRefused,
    Row,
    change_attendance,
    fill,
    remove_attendance,
)
from tests.factories.community_notes import ActionFactory, AttendanceFactory, HeldMeetingFactory
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_bookings_fill_attendance_without_anybody_pressing():
    meeting, user = HeldMeetingFactory(), UserFactory(name="Una Kay")
    here = OrganisationFactory(name="Severn Housing")

    made = fill(
        meeting,
        [
            Row(user=user, organisation=here, state="online"),
            Row(name="Priya Rao", organisation_name="severn housing", named=True),
            Row(organisation_name="Dudley Museum", named=True),
            Row(),
        ],
        by=None,
    )

    assert [(one.name, one.initials, one.body, one.state, one.named) for one in made] == [
        ("Una Kay", "UK", "Severn Housing", "online", False),
        ("Priya Rao", "PR", "Severn Housing", "attended", True),
        ("", "", "Dudley Museum", "attended", False),
    ]


def test_filling_again_enters_nobody_twice():
    meeting, user = HeldMeetingFactory(), UserFactory(name="Una Kay")
    rows = [
        Row(user=user),
        Row(name="Priya Rao", organisation_name="Severn"),
        Row(name="Priya Rao"),
    ]

    assert len(fill(meeting, rows, by=None)) == 3
    assert fill(meeting, rows, by=None) == []
    assert fill(meeting, [Row(name="priya  rao", organisation_name="SEVERN")], by=None) == []


def test_nobody_but_custodians_enters_by_hand():
    with pytest.raises(Http404):
        fill(HeldMeetingFactory(), [Row(name="Una")], by=UserFactory())


def test_an_account_is_on_one_line_of_a_meeting():
    first = AttendanceFactory(user=UserFactory())
    second = AttendanceFactory(meeting=first.meeting, name="Other")

    with pytest.raises(AttendanceRefused, match="another line"):
        change_attendance(second, by=CustodianFactory(), user=first.user)


def test_a_line_without_a_name_is_not_named():
    row = AttendanceFactory()

    with pytest.raises(AttendanceRefused, match="needs a name"):
        change_attendance(row, by=CustodianFactory(), name="", named=True)


def test_a_line_with_an_action_stays():
    row = AttendanceFactory()
    ActionFactory(meeting=row.meeting, owners=[row])

    with pytest.raises(AttendanceRefused, match="have an action"):
        remove_attendance(row, by=CustodianFactory())

    row.actions.clear()
    remove_attendance(row, by=CustodianFactory())
    assert not row.meeting.attendance.exists()
