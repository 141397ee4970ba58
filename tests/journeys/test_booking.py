"""The life of one meeting's bookings, from the first guest to the counts that stay."""

import datetime
import html
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from common import outbox, retention
from common.invariants import broken
from common.models import Message
from community.models import Booking, BookingSheet, SheetCount
from community.services import booking_clock
from tests.factories.community_bookings import announced, move_gathering
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def key() -> dict[str, str]:
    return {"idempotency_key": uuid.uuid4().hex}


def words(response) -> str:
    return html.unescape(response.content.decode())


def mailed(what: str, address: str) -> Message:
    return Message.objects.filter(kind=f"community_booking_{what}", address=address).latest("pk")


def link(message: Message) -> str:
    return re.search(r"http://[^/]+(/book/\S+)", message.body).group(1)


def guest_books(path: str, address: str, name: str) -> Client:
    """Somebody without an account fills the form in and opens the link in the mail."""
    client = Client()
    sent = client.post(path, {"name": name, "address": address, **key()})
    assert "Look into your mailbox" in words(client.get(sent.url))
    return client


def test_a_meeting_from_the_first_guest_to_the_counts_that_stay(mailoutbox):
    custodian = CustodianFactory()
    desk = Client()
    desk.force_login(custodian)
    meeting = announced(title="Open data and health")

    # A custodian takes bookings: one place, a reminder two days before.
    new = f"/desk/bookings/new/meeting/{meeting.pk}/"
    typed = {"places": "1", "purge_days": "28", "lead_hours": ["48"], "asks_diet": "on"}
    room = desk.post(new, {**typed, **key()}).url
    sheet = BookingSheet.objects.get()
    page = words(Client().get(meeting.get_absolute_url()))
    assert sheet.get_absolute_url() in page

    # A guest books, and has a place once the link in the mail is used.
    guest = guest_books(sheet.get_absolute_url(), "ada@elsewhere.example", "Ada Byron")
    outbox.run_due()
    assert mailoutbox[-1].to == ["ada@elsewhere.example"]
    assert mailoutbox[-1].subject == "Confirm within 24 hours: Open data and health"
    own = guest.post(link(mailed("confirm", "ada@elsewhere.example")), key()).url
    assert "You have a place" in words(guest.get(own))

    # Somebody with an account finds it full, and waits.
    member = UserFactory(name="Sam Stone")
    browser = Client()
    browser.force_login(member)
    form = words(browser.get(sheet.get_absolute_url()))
    assert "Every place is taken" in form
    mine = browser.post(
        sheet.get_absolute_url(), {"name": "Sam Stone", "diet": "vegan", **key()}
    ).url
    assert "You are next." in words(browser.get(mine))

    # The guest cancels by the link; whoever waited has the place and is told.
    guest.post(own, {"act": "cancel", **key()})
    assert "You have a place" in words(browser.get(mine))
    assert "one is yours now" in mailed("promoted", member.email).body

    # Two days before, the clock reminds; running it again sends nothing more.
    before = meeting.starts - datetime.timedelta(hours=47)
    assert booking_clock.run_booking_clock(before)["reminded"] == 1
    assert booking_clock.run_booking_clock(before)["reminded"] == 0
    assert mailed("reminder", member.email).body.count("http") == 1

    # The kitchen reads counts; the door lets in, and one who came without a booking.
    caterer = words(desk.get(f"{sheet.get_absolute_url()}caterer/"))
    assert "Vegan" in caterer
    assert "Sam Stone" not in caterer
    booking = Booking.objects.get(user=member)
    desk.post(f"{room}door/", {"act": f"in-{booking.pk}", **key()})
    refused = desk.post(f"{room}door/", {"act": "walk-in", "name": "Lee", **key()})
    assert "Every place is taken" in words(refused)
    desk.post(f"{room}edit/", {**typed, "places": "2", **key()})
    desk.post(f"{room}door/", {"act": "walk-in", "name": "Lee", **key()})
    assert "2 of 2 are in" in words(desk.get(f"{room}door/"))

    # Four weeks later nothing names anybody, and the numbers are there.
    outbox.run_due()
    move_gathering(sheet, starts=timezone.now() - datetime.timedelta(days=30))
    list(retention.run())
    assert not Booking.objects.exists()
    count = SheetCount.objects.get()
    assert (count.booked, count.came, count.walked_in, count.cancelled) == (1, 2, 1, 1)
    assert "Ada" not in words(desk.get(room))
    assert not broken()
