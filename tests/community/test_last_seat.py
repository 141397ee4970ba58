"""Twenty who book the last place at the same moment, on both databases: exactly one gets it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from common.invariants import broken
from community.models import Booking, BookingSheet
from community.services import booking_places, bookings
from tests.common.test_races import at_once
from tests.factories.community_bookings import announced, asked, booked, sheet_of
from tests.factories.profiles import CustodianFactory, UserFactory
from tests.support import proof

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
RIVALS = 20


@pytest.fixture(autouse=True)
def warm() -> None:
    """As a server is: addresses and mails are loaded before anybody holds a row while they are."""
    with transaction.atomic():
        booked(sheet_of(places=1))


def _counts(sheet: BookingSheet) -> tuple[int, int, int]:
    rows = Booking.objects.filter(sheet=sheet)
    placed, waiting = rows.filter(state="placed").count(), rows.filter(state="waiting").count()
    return BookingSheet.objects.get(pk=sheet.pk).taken, placed, waiting


def test_of_twenty_who_book_the_last_place_one_gets_it_and_the_rest_wait() -> None:
    rounds = proof.times(1, full=200)
    for _ in range(rounds):
        sheet = sheet_of(places=1)
        users = [UserFactory() for _ in range(RIVALS)]

        def book(number: int, sheet: Any = sheet, users: Any = users) -> Any:
            fresh = BookingSheet.objects.for_pages().get(pk=sheet.pk)
            return bookings.book(fresh, by=users[number], name=users[number].name)

        results = at_once(book, rivals=RIVALS)

        assert all(isinstance(row, Booking) for row in results), results
        assert _counts(sheet) == (1, 1, RIVALS - 1)
        assert not [found for found in broken() if "laces" in found]
    proof.record("twenty booking the last place", rounds=rounds, rivals=RIVALS, more_than_one=0)


def test_guests_and_members_rush_for_the_last_place_together() -> None:
    sheet = sheet_of(places=1)
    guests = [asked(sheet, f"guest{n}@elsewhere.example").pk for n in range(5)]
    users = [UserFactory() for _ in range(5)]

    def act(number: int) -> Any:
        if number % 2:
            return bookings.confirm(Booking.objects.for_pages().get(pk=guests[number // 2]))
        fresh = BookingSheet.objects.for_pages().get(pk=sheet.pk)
        return bookings.book(fresh, by=users[number // 2], name="Rival")

    results = at_once(act, rivals=10)

    assert all(isinstance(row, Booking) for row in results), results
    assert _counts(sheet) == (1, 1, 9)


def test_many_clicks_on_book_make_one_booking() -> None:
    sheet, user = sheet_of(places=5), UserFactory()

    def book(number: int) -> Any:
        fresh = BookingSheet.objects.for_pages().get(pk=sheet.pk)
        return bookings.book(fresh, by=user, name="Once").pk

    assert set(at_once(book)) == {Booking.objects.get(sheet=sheet).pk}
    assert _counts(sheet) == (1, 1, 0)


def test_places_given_back_while_others_book_never_overfill() -> None:
    rounds = proof.times(2, full=50)
    for _ in range(rounds):
        sheet = sheet_of(places=3)
        first = [booked(sheet) for _ in range(5)]
        users = [UserFactory() for _ in range(4)]

        def act(number: int, sheet: Any = sheet, first: Any = first, users: Any = users) -> Any:
            if number < 4:
                row = Booking.objects.for_pages().get(pk=first[number].pk)
                return bookings.cancel(row, by=row.user)
            fresh = BookingSheet.objects.for_pages().get(pk=sheet.pk)
            return bookings.book(fresh, by=users[number - 4], name="Late")

        results = at_once(act, rivals=8)

        assert all(isinstance(row, Booking) for row in results), results
        assert _counts(sheet) == (3, 3, 2)
        assert not [found for found in broken() if "laces" in found]
    proof.record("booking while others cancel", rounds=rounds, overfilled=0)


def test_without_the_guard_the_database_itself_refuses_one_too_many(monkeypatch) -> None:
    """The control: the guard is what decides, and behind it stands a constraint."""
    by = CustodianFactory()
    sheet = sheet_of(announced(), by=by, places=1)
    booked(sheet)
    monkeypatch.setattr(booking_places, "ROOM", Q())

    with pytest.raises(IntegrityError):
        booked(sheet)
    assert _counts(sheet) == (1, 1, 0)


def test_a_count_that_no_booking_explains_is_said_by_the_invariant() -> None:
    sheet = sheet_of(places=1)
    booked(sheet)
    Booking.objects.filter(sheet=sheet).update(state="cancelled")

    found = broken()

    name = "Places booked never above what there is, and as many as bookings hold"
    assert found[name] == [f"Sheet {sheet.pk} counts 1 places taken, and 0 bookings hold one."]
