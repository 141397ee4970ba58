"""What community does while the Forum sleeps, after it, and when an event is taken down for a while."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from common import hibernation
from common.models import Hibernation
from community.models import Booking, BookingSheet, Consultation, Response
from community.services import bookings, consulting, responding
from community.services.responding import Who, Words
from community.tasks import run_consultation_clock
from tests.factories.community_bookings import announced, booked, published, sheet_of
from tests.factories.community_consultations import ConsultationFactory, QuestionFactory, answered
from tests.factories.community_events import EventFactory
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asleep():
    day = timezone.localdate() + timedelta(days=30)
    return hibernation.sleep(by=CustodianFactory(), until=day, reason="Rest.")


def test_nobody_books_while_the_forum_sleeps_and_what_is_booked_can_be_cancelled():
    sheet, user = sheet_of(announced()), UserFactory()
    kept = booked(sheet, user)
    day = timezone.localdate() + timedelta(days=30)
    hibernation.sleep(by=CustodianFactory(), until=day, reason="Rest.")

    with pytest.raises(hibernation.Asleep):
        bookings.book(sheet, by=UserFactory(), name="Kim")
    with pytest.raises(hibernation.Asleep):
        bookings.ask_as_guest(sheet, address="guest@elsewhere.example", name="Kim")
    assert bookings.cancel(kept, by=user).state == "cancelled"
    assert Booking.objects.count() == 1


def test_answers_are_kept_and_not_sent_while_the_forum_sleeps():
    row = ConsultationFactory(open=True)
    QuestionFactory(consultation=row)
    user = UserFactory()
    client = Client()
    client.force_login(user)
    day = timezone.localdate() + timedelta(days=30)
    hibernation.sleep(by=CustodianFactory(), until=day, reason="Rest.")

    page = client.post(f"{row.get_absolute_url()}respond/", {"p_1": "Buses.", "consent": "no"})
    assert page.status_code == 422
    assert "takes a rest" in page.content.decode()
    assert "Buses." in page.content.decode()
    kept = responding.respond(
        row, by=Who(user=user), words=Words(), received=timezone.now(), send=False
    )
    assert (kept.state, Response.objects.count()) == ("draft", 1)
    with pytest.raises(consulting.Refused, match="takes a rest"):
        consulting.make_ready(ConsultationFactory(), by=CustodianFactory())


def test_a_consultation_closes_as_much_later_as_the_forum_slept(asleep):
    now = timezone.now()
    row = ConsultationFactory(
        open=True, opens=now - timedelta(days=20), closes=now + timedelta(days=1)
    )
    over = ConsultationFactory(closed=True)
    closes = row.closes
    Hibernation.objects.filter(pk=asleep.pk).update(since=now - timedelta(days=9))
    Consultation.objects.filter(pk=row.pk).update(closes=closes - timedelta(days=3))

    run_consultation_clock()
    row.refresh_from_db()
    assert row.state == "open"
    hibernation.wake(by=CustodianFactory())

    row.refresh_from_db()
    assert row.closes == closes + timedelta(days=6)
    assert row.is_open
    assert Consultation.objects.get(pk=over.pk).closes == over.closes


def test_an_event_taken_down_ends_its_bookings_and_published_again_takes_new_ones():
    event = published()
    sheet, user = sheet_of(event), UserFactory()
    booking = booked(sheet, user)

    event.unpublish()
    assert BookingSheet.objects.get(pk=sheet.pk).is_off
    event.refresh_from_db()
    event.save_revision().publish()

    sheet = BookingSheet.objects.get(pk=sheet.pk)
    assert not sheet.is_off
    assert Booking.objects.get(pk=booking.pk).state == "cancelled"
    assert booked(sheet, user).state == "placed"


def test_one_that_was_called_off_stays_so_when_it_is_published_again():
    event = published()
    sheet = sheet_of(event)
    event.state.lifecycle = "called_off"
    event.state.save()

    event.unpublish()
    event.refresh_from_db()
    event.save_revision().publish()

    assert BookingSheet.objects.get(pk=sheet.pk).is_off


def test_other_dates_are_those_of_the_same_event(client):
    first = EventFactory(title="Data school")
    for title in ("Data school", "Bus data night"):
        other = EventFactory(title=title)
        type(other.state).objects.filter(pk=other.state.pk).update(together="flier")
    type(first.state).objects.filter(pk=first.state.pk).update(together="flier")

    page = client.get(first.get_absolute_url()).content.decode()

    assert "Other dates" in page
    assert "Bus data night" not in page


def test_a_superuser_sees_bookings_and_answers_of_one_person_through_the_glass_only():
    from profiles import links, services

    person, other = UserFactory(name="Private Person"), UserFactory()
    booked(sheet_of(announced(title="Secret supper")), person)
    row = ConsultationFactory(open=True)
    answered(row, Who(user=person), paragraphs={1: "I said buses."})
    answered(row, Who(user=other), paragraphs={1: "Another voice."})
    root = UserFactory(is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(root)
    address = f"/desk/people/{links.make(links.DESK, person.pk)}/"

    assert "Secret supper" not in client.get(address).content.decode()
    services.break_glass(person, by=root, reason="A court order asks for this account.")
    page = client.get(address).content.decode()

    assert "Secret supper" in page
    assert "I said buses." in page
    assert "Another voice." not in page
    assert client.get(f"/desk/consultations/{row.pk}/responses/").status_code == 404
