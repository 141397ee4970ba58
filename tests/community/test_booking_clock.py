"""What happens to bookings by themselves: reminders, the door on the day, deletion after it, calendars."""

import datetime
import html
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from common import erasing, outbox, retention
from common.invariants import broken
from common.models import Message
from common.states import IllegalMove
from community import booking_words
from community.models import Booking, BookingSheet, CalendarKey, Event, Meeting, SheetCount
from community.services import booking_clock, booking_door, booking_moves, bookings
from community.services.meetings import call_off_meeting, change_meeting
from community.services.my_calendars import make_address, revoke_address
from community.signals import event_called_off, event_reinstated
from community.views.my_calendar import links
from tests.factories.community_bookings import (
    announced,
    asked,
    booked,
    move_gathering,
    published,
    sheet_of,
    soon,
)
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = datetime.timedelta(hours=1)


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reminders() -> int:
    return Message.objects.filter(kind="community_booking_reminder").count()


def test_reminders_go_once_at_their_lead_time_to_those_with_a_place():
    sheet = sheet_of(announced(starts=soon(7)), places=1, lead_hours=[48, 2])
    booked(sheet), booked(sheet)
    starts = sheet.gathering.starts

    assert booking_clock.remind(starts - 49 * HOUR) == 0
    assert booking_clock.remind(starts - 47 * HOUR) == 1
    assert booking_clock.remind(starts - 46 * HOUR) == 0
    assert booking_clock.remind(starts - HOUR) == 1
    assert booking_clock.remind(starts + HOUR) == 0
    assert reminders() == 2


def test_a_reminder_follows_a_meeting_that_moves():
    sheet = sheet_of(announced(starts=soon(3)), lead_hours=[48])
    booked(sheet)
    assert booking_clock.remind(sheet.gathering.starts - 47 * HOUR) == 1

    sheet = move_gathering(sheet, starts=soon(30))

    assert booking_clock.remind(timezone.now()) == 0
    assert booking_clock.remind(sheet.gathering.starts - 47 * HOUR) == 1


def test_a_late_clock_sends_one_reminder_and_not_each_it_missed():
    sheet = sheet_of(announced(starts=soon(0.5)), lead_hours=[168, 48, 24])
    booked(sheet)

    assert booking_clock.remind(timezone.now()) == 1
    assert booking_clock.remind(timezone.now()) == 0


def test_what_is_called_off_reminds_nobody():
    sheet = sheet_of(announced(starts=soon(1)), lead_hours=[48])
    booked(sheet)
    BookingSheet.objects.filter(pk=sheet.pk).update(called_off_at=timezone.now())

    assert booking_clock.remind(timezone.now()) == 0


def test_a_lead_time_is_in_hours_that_pass_across_the_clock_change():
    """Clocks go forward in the night before: 24 hours before 10.00 it is 9.00 of the day before."""
    starts = datetime.datetime(2027, 3, 28, 9, 0, tzinfo=datetime.UTC)
    sheet = sheet_of(announced(starts=starts), lead_hours=[24])
    booked(sheet)

    assert booking_clock.remind(datetime.datetime(2027, 3, 27, 8, 59, tzinfo=datetime.UTC)) == 0
    assert booking_clock.remind(datetime.datetime(2027, 3, 27, 9, 0, tzinfo=datetime.UTC)) == 1
    body = Message.objects.get(kind="community_booking_reminder").body
    assert "Sunday 28 March 2027, 10:00 to 11:25" in body


def test_what_nobody_confirmed_is_forgotten_after_a_day():
    sheet = sheet_of()
    asked(sheet), booked(sheet)

    assert booking_clock.lapse(timezone.now() + 23 * HOUR) == 0
    assert booking_clock.lapse(timezone.now() + 25 * HOUR) == 1
    assert [row.state for row in Booking.objects.all()] == ["placed"]


def test_bookings_are_deleted_after_their_days_and_counts_are_kept():
    sheet = sheet_of(places=3, purge_days=7, join_link="https://meet.example/r")
    by = CustodianFactory()
    came, _, left, _ = (booked(sheet) for _ in range(4))
    guest = bookings.confirm(asked(sheet, "ada@elsewhere.example"))
    bookings.cancel(left, by=left.user)
    booking_door.check_in(came, by=by)
    outbox.run_due()
    sheet = move_gathering(sheet, starts=soon(-10))

    before = {clock.name: number for clock, number in retention.due()}
    list(retention.run())

    assert before["community.bookings"] == 5
    assert not Booking.objects.exists()
    count = SheetCount.objects.get(sheet=sheet)
    assert (count.booked, count.came, count.waited, count.cancelled) == (3, 1, 1, 1)
    sheet.refresh_from_db()
    assert (sheet.join_link, sheet.taken) == ("", 3)
    assert not Message.objects.filter(address=guest.guest_address).exists()
    page = html.unescape(as_(by).get(sheet.desk_url).content.decode())
    assert "The bookings were deleted on" in page
    assert not broken()
    assert {clock.name: n for clock, n in retention.due()}["community.bookings"] == 0


def test_what_people_eat_and_need_is_forgotten_a_week_after_the_end():
    sheet = sheet_of(purge_days=28, asks_diet=True, asks_access=True)
    said = {"diet": "vegan", "diet_text": "No nuts", "access_needs": "A ramp"}
    row = booked(sheet, **said)
    needs = ("diet", "diet_text", "access_needs")
    move_gathering(sheet, starts=soon(-6))
    list(retention.run())
    assert Booking.objects.filter(pk=row.pk).values(*needs).get() == said

    move_gathering(sheet, starts=soon(-8))
    assert {clock.name: n for clock, n in retention.due()}["community.booking_needs"] == 1
    list(retention.run())

    assert set(Booking.objects.filter(pk=row.pk).values_list(*needs).get()) == {""}
    assert Booking.objects.get(pk=row.pk).state == "placed"
    assert {clock.name: n for clock, n in retention.due()}["community.booking_needs"] == 0


def test_bookings_stay_until_their_days_are_over():
    sheet = sheet_of(purge_days=7)
    booked(sheet)
    move_gathering(sheet, starts=soon(-6))

    list(retention.run())

    assert Booking.objects.count() == 1


def test_the_door_lets_in_undoes_and_never_overfills():
    by = CustodianFactory()
    sheet = sheet_of(places=2)
    one, two, waits = (booked(sheet) for _ in range(3))

    assert booking_door.check_in(one, by=by).state == "attended"
    assert booking_door.check_in(one, by=by).state == "attended"
    assert booking_door.undo_check_in(one, by=by).state == "placed"
    assert booking_door.undo_check_in(one, by=by).state == "placed"
    with pytest.raises(IllegalMove, match="Every place is taken"):
        booking_door.check_in(waits, by=by)
    with pytest.raises(IllegalMove, match="Every place is taken"):
        booking_door.walk_in(sheet, by=by, name="Late Comer")
    assert not Booking.objects.filter(walk_in=True).exists()
    move_gathering(sheet, starts=soon(-0.01))
    bookings.cancel(two, by=two.user)

    assert booking_door.check_in(waits, by=by).state == "attended"
    assert BookingSheet.objects.get(pk=sheet.pk).taken == 2
    assert not broken()


def test_the_door_on_a_phone_finds_a_name_and_writes_down_who_came_without_booking():
    by = CustodianFactory()
    sheet = sheet_of(places=None)
    ada = booked(sheet, name="Ada Byron")
    booked(sheet, name="Zebedee Stone")
    client, path = as_(by), f"{sheet.desk_url}door/"

    found = html.unescape(client.get(path, {"q": "byr"}).content.decode())
    assert "Ada Byron" in found
    assert "Zebedee Stone" not in found
    key = uuid.uuid4().hex
    pressed = {"act": f"in-{ada.pk}", "idempotency_key": key}
    assert client.post(f"{path}?q=byr", pressed).url == f"{path}?q=byr"
    client.post(path, pressed)
    ada.refresh_from_db()
    assert ada.state == "attended"
    client.post(path, {"act": f"undo-{ada.pk}", "idempotency_key": uuid.uuid4().hex})
    ada.refresh_from_db()
    assert (ada.state, ada.attended_at) == ("placed", None)

    walked = {"act": "walk-in", "name": "Sam Late", "idempotency_key": uuid.uuid4().hex}
    assert client.post(path, walked).status_code == 302
    assert client.post(path, walked).status_code == 302
    assert Booking.objects.filter(walk_in=True, state="attended").count() == 1
    assert client.post(path, {"act": "walk-in", "name": ""}).status_code == 422
    assert client.post(path, {"act": "in-99999999999999999999999"}).status_code == 400
    gone = client.post(path, {"act": "in-999999"})
    assert gone.status_code == 422
    assert "cancelled meanwhile" in gone.content.decode()


def test_calling_off_a_meeting_ends_its_bookings():
    by = CustodianFactory()
    meeting = announced()
    sheet = sheet_of(meeting, by=by)
    one = booked(sheet)

    call_off_meeting(meeting, by=by, why="The boiler broke.")
    outbox.run_due()

    one.refresh_from_db()
    assert one.state == "cancelled"
    mail = Message.objects.get(kind="community_booking_called_off")
    assert "The boiler broke." in mail.body


def test_a_calendar_shows_own_bookings_at_an_address_that_can_be_taken_away():
    user = UserFactory()
    sheet = sheet_of(
        announced(title="Åpen data; häufig, öfter"), join_link="https://meet.example/r"
    )
    booked(sheet, user)
    booked(sheet_of(published(title="Not mine")))
    client = as_(user)
    assert "Make an address" in client.get("/me/calendar/").content.decode()

    client.post("/me/calendar/", {"act": "make", "idempotency_key": uuid.uuid4().hex})
    path = links.calendar_link(CalendarKey.objects.get(user=user))
    file = Client().get(path)

    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(file.content)
    [entry] = read.walk("VEVENT")
    assert str(entry["summary"]) == "Åpen data; häufig, öfter"
    assert entry.start == sheet.gathering.starts
    assert str(entry["uid"]) == sheet.meeting.uid
    assert "meet.example" not in file.content.decode()

    make_address(user, by=user)
    assert Client().get(path).status_code == 404
    renewed = links.calendar_link(CalendarKey.objects.get(user=user))
    assert Client().get(renewed).status_code == 200
    assert revoke_address(user, by=user)
    assert Client().get(renewed).status_code == 404
    assert not revoke_address(user, by=user)


def test_erasure_frees_the_place_for_whoever_waits_and_leaves_no_name():
    sheet = sheet_of(places=1, asks_diet=True)
    leaver = UserFactory(name="Quillhilda Vexworthy")
    booked(sheet, leaver, diet_text="Xyloneeds.")
    waits = booked(sheet)
    past = move_gathering(sheet_of(), starts=soon(3))
    attended = booked(past, leaver)
    booking_door.check_in(attended, by=CustodianFactory())
    move_gathering(past, starts=soon(-1))

    erasing.erase(leaver)

    waits.refresh_from_db()
    assert waits.state == "placed"
    attended.refresh_from_db()
    assert (attended.user, attended.name) == (None, "(somebody who has left)")
    assert BookingSheet.objects.get(pk=past.pk).taken == 1
    assert not Booking.objects.filter(name__contains="Vexworthy").exists()
    assert not broken()


def test_pages_take_the_same_few_queries_however_many_booked():
    by = CustodianFactory()
    meeting = announced()
    sheet = sheet_of(meeting, by=by, parts=["The meeting", "Lunch"], asks_diet=True)
    user = UserFactory()
    booked(sheet, user)
    paths = {
        sheet.get_absolute_url(): Client(),
        meeting.get_absolute_url(): Client(),
        Booking.objects.get().get_absolute_url(): as_(user),
        "/me/bookings/": as_(user),
        f"{sheet.get_absolute_url()}caterer/": as_(by),
        "/desk/bookings/": as_(by),
        **{f"{sheet.desk_url}{part}": as_(by) for part in ("", "badges/", "door/", "edit/")},
    }

    def count(path: str) -> int:
        paths[path].get(path)
        with CaptureQueriesContext(connection) as context:
            assert paths[path].get(path).status_code == 200
        return len([q for q in context.captured_queries if "SAVEPOINT" not in q["sql"]])

    few = {path: count(path) for path in paths}
    for _ in range(12):
        booked(sheet), booked(sheet_of(), user)
    many = {path: count(path) for path in paths}

    assert many == few
    assert max(many.values()) <= 15, many


def test_calling_off_an_event_ends_its_bookings_and_taking_it_up_opens_them_again():
    sheet = sheet_of(published())
    one = booked(sheet)

    event_called_off.send(sender=Event, event_id=sheet.event_id)
    outbox.run_due()

    one.refresh_from_db()
    assert one.state == "cancelled"
    event_reinstated.send(sender=Event, event_id=sheet.event_id)
    assert booked(sheet, one.user).state == "placed"


def test_those_who_booked_hear_once_that_a_meeting_moves():
    by = CustodianFactory()
    sheet = sheet_of(announced(), by=by, places=1)
    one, waits = booked(sheet), booked(sheet)
    asked(sheet)
    starts = soon(9)

    change_meeting(sheet.meeting, by=by, starts=starts, ends=starts + HOUR)
    outbox.run_due()
    booking_moves.tell_moved(sheet.pk)

    mails = Message.objects.filter(kind="community_booking_moved")
    assert sorted(mails.values_list("address", flat=True)) == sorted(
        [one.user.email, waits.user.email]
    )
    assert booking_words.when(Meeting.objects.get()) in mails[0].body
