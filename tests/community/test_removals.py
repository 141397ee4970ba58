"""Not being named: asked with and without an account, done at the desk, and by erasure."""

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from common.erasing import erase
from common.models import Message
from common.states import IllegalMove
from community.models import Amendment, Delegation, RemovalRequest, SeriesMember
from community.personal_data.notes_clocks import forget_names, forget_requests
from community.services.removals import (
    RemovalRefused,
    ask_removal,
    confirm_removal,
    refuse_removal,
    take_out,
)
from tests.factories.community_notes import (
    ActionFactory,
    AttendanceFactory,
    HeldMeetingFactory,
    ItemFactory,
    publish,
)
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta


def waiting(meeting=None, name="Priya Rao"):
    return ask_removal(meeting or HeldMeetingFactory(), by=UserFactory(), name=name)


def test_without_an_account_it_waits_for_the_link_in_the_mail():
    meeting = HeldMeetingFactory()

    row = ask_removal(meeting, by=None, name="Priya Rao", address=" PRIYA@x.example ")

    assert (row.state, row.address) == ("unconfirmed", "priya@x.example")
    [mail] = Message.objects.all()
    assert (mail.kind, mail.address) == ("community_removal_confirm", "priya@x.example")
    assert confirm_removal(row).state == "waiting"
    assert confirm_removal(row).state == "waiting"


def test_asked_again_it_is_the_same_request():
    meeting = HeldMeetingFactory()
    ask = {"by": None, "name": "Priya Rao", "address": "p@x.example"}

    assert ask_removal(meeting, **ask) == ask_removal(meeting, **ask)
    assert Message.objects.count() == 1


def test_an_address_asks_for_a_few_meetings_a_day():
    ask = {"by": None, "name": "Priya Rao", "address": "p@x.example"}
    for _ in range(5):
        ask_removal(HeldMeetingFactory(), **ask)

    with pytest.raises(RemovalRefused, match="one day"):
        ask_removal(HeldMeetingFactory(), **ask)


def test_an_account_needs_no_mail_and_turns_an_unconfirmed_request_into_a_real_one():
    meeting, user = HeldMeetingFactory(), UserFactory()
    ask_removal(meeting, by=None, name="Me", address=user.email)

    row = ask_removal(meeting, by=user, name="Me")

    assert (row.state, row.user) == ("waiting", user)
    assert RemovalRequest.objects.count() == 1


def test_the_name_goes_everywhere_and_nowhere_else():
    gone = AttendanceFactory(named=True)
    meeting = gone.meeting
    stays = AttendanceFactory(meeting=meeting, name="Una Kay", initials="UK", named=True)
    item = ItemFactory(meeting=meeting, title="Priya Rao on maps", owner_name="Priya Rao")
    action = ActionFactory(meeting=meeting, text="PR to ring UK", owners=[gone, stays])
    publish(meeting, "Priya Rao and PR and Una Kay. A PRESS note.")
    Amendment.objects.create(meeting=meeting, before="Priya Rao spoke", after="x", reason="PR slip")
    other = AttendanceFactory()
    publish(other.meeting, "Priya Rao stays here.")
    row, by = waiting(meeting), CustodianFactory()

    take_out(row, by=by, rows=[gone], words="Priya Rao")

    for thing in (gone, item, action, row):
        thing.refresh_from_db()
    assert (gone.name, gone.initials, gone.named, gone.body) == ("", "", False, "Severn Housing")
    assert meeting.item_notes.get().text == "a person and a person and Una Kay. A PRESS note."
    assert (item.title, item.owner_name) == ("a person on maps", "a person")
    assert action.text == "a person to ring UK"
    assert set(action.owners.all()) == {gone, stays}
    first = meeting.amendments.first()
    assert (first.before, first.reason) == ("a person spoke", "a person slip")
    assert meeting.amendments.last().reason == "A name was taken out, as the person asked."
    assert other.meeting.item_notes.get().text == "Priya Rao stays here."
    assert row.state == "done"
    assert Message.objects.get(kind="community_removal_settled").address == row.address


def test_initials_that_somebody_else_has_too_stay():
    gone = AttendanceFactory()
    AttendanceFactory(meeting=gone.meeting, name="Paul Reed", initials="PR", named=True)
    publish(gone.meeting, "PR spoke.")

    take_out(waiting(gone.meeting), by=CustodianFactory(), rows=[gone])

    assert gone.meeting.item_notes.get().text == "PR spoke."


def test_a_request_is_settled_once_and_by_a_custodian():
    row, by = waiting(), CustodianFactory()
    with pytest.raises(Http404):
        refuse_removal(row, by=UserFactory())
    with pytest.raises(RemovalRefused):
        take_out(row, by=by)
    assert refuse_removal(row, by=by).state == "refused"
    with pytest.raises(IllegalMove):
        take_out(row, by=by, words="Priya Rao")


def test_requests_are_forgotten_in_time():
    now = timezone.now()
    unconfirmed = ask_removal(HeldMeetingFactory(), by=None, name="A", address="a@x.example")
    settled = refuse_removal(waiting(), by=CustodianFactory())
    open_one = waiting()

    assert forget_requests(now + DAYS(days=13)) == 0
    assert forget_requests(now + DAYS(days=15)) == 1
    assert forget_requests(now + DAYS(days=181)) == 1
    assert list(RemovalRequest.objects.all()) == [open_one]
    assert unconfirmed.pk != settled.pk


def test_names_are_forgotten_in_time():
    now = timezone.now()
    quiet, named = AttendanceFactory(), AttendanceFactory(named=True)
    busy = AttendanceFactory()
    ActionFactory(meeting=busy.meeting, owners=[busy])

    assert forget_names(now + DAYS(days=360)) == 0
    assert forget_names(now + DAYS(days=720)) == 1
    assert forget_names(now + DAYS(days=3700)) == 1

    for row in (quiet, named, busy):
        row.refresh_from_db()
    assert (quiet.name, named.name, busy.name) == ("", "", "Priya Rao")


def test_erasing_an_account_does_the_same():
    user = UserFactory(name="Priya Rao")
    row = AttendanceFactory(user=user, named=True)
    action = ActionFactory(meeting=row.meeting, text="PR to ring", owners=[row])
    publish(row.meeting, "Priya Rao spoke, PR too.")
    ask_removal(HeldMeetingFactory(), by=None, name="Priya", address=user.email)
    SeriesMember.objects.create(series=row.meeting.series, user=user, name="Priya Rao")
    today = timezone.localdate()
    Delegation.objects.create(
        where="A board", user=user, name="Priya Rao", named=True, since=today, until=today
    )

    erase(user)

    for thing in (row, action):
        thing.refresh_from_db()
    assert (row.user, row.name, row.initials) == (None, "", "")
    assert action.text == "a person to ring"
    assert row.meeting.item_notes.get().text == "a person spoke, a person too."
    assert not RemovalRequest.objects.exists()
    assert not SeriesMember.objects.exists()
    assert (Delegation.objects.get().name, Delegation.objects.get().named) == ("", False)
