"""Booking: places, the waiting list, guests who confirm, changing, cancelling, calling off."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from common import outbox
from common.invariants import broken
from common.models import Message
from common.states import IllegalMove
from community.models import Booking, BookingSheet, SheetPart
from community.services import booking_sheets, bookings
from community.services.booking_places import PartFull
from tests.factories.community_bookings import (
    announced,
    asked,
    booked,
    move_gathering,
    published,
    sheet_of,
    soon,
)
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def mails(what: str) -> list[str]:
    rows = Message.objects.filter(kind=f"community_booking_{what}").order_by("pk")
    return list(rows.values_list("address", flat=True))


def taken(sheet: BookingSheet) -> int:
    return BookingSheet.objects.get(pk=sheet.pk).taken


def states(sheet: BookingSheet) -> list[str]:
    return list(Booking.objects.filter(sheet=sheet).order_by("pk").values_list("state", flat=True))


def test_a_place_is_taken_counted_and_told():
    sheet = sheet_of(places=2)
    user = UserFactory()

    booking = booked(sheet, user)

    assert (booking.state, taken(sheet)) == ("placed", 1)
    assert mails("placed") == [user.email]
    assert not broken()


def test_booking_twice_is_booking_once():
    sheet = sheet_of(places=2)
    user = UserFactory()

    first, second = booked(sheet, user), booked(sheet, user)

    assert first == second
    assert taken(sheet) == 1
    assert len(mails("placed")) == 1


def test_the_database_refuses_a_second_live_booking_and_a_place_too_many():
    sheet = sheet_of(places=1)
    booking = booked(sheet)

    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            sheet=sheet, user=booking.user, name="Again", asked_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingSheet.objects.filter(pk=sheet.pk).update(taken=2)


def test_a_sheet_is_of_one_gathering_and_not_of_two_or_none():
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingSheet.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingSheet.objects.create(event=published(), meeting=announced())


def test_when_it_is_full_people_wait_and_move_up_in_their_order():
    sheet = sheet_of(places=1)
    first, second, third = (booked(sheet) for _ in range(3))
    assert states(sheet) == ["placed", "waiting", "waiting"]
    assert mails("waiting") == [second.user.email, third.user.email]

    bookings.cancel(first, by=first.user)

    assert states(sheet) == ["cancelled", "placed", "waiting"]
    assert mails("promoted") == [second.user.email]
    assert taken(sheet) == 1
    bookings.cancel(Booking.objects.get(pk=second.pk), by=second.user)
    assert states(sheet) == ["cancelled", "cancelled", "placed"]
    assert not broken()


def test_cancelling_twice_frees_one_place():
    sheet = sheet_of(places=2)
    one, _ = booked(sheet), booked(sheet)

    bookings.cancel(one, by=one.user)
    bookings.cancel(one, by=one.user)

    assert taken(sheet) == 1
    assert len(mails("cancelled")) == 1


def test_cancelling_forgets_what_somebody_eats_and_needs():
    sheet = sheet_of(asks_diet=True)
    one = booked(sheet, diet="vegan", diet_text="No sesame.", access_needs="A hearing loop.")

    bookings.cancel(one, by=one.user)

    one.refresh_from_db()
    assert (one.diet, one.diet_text, one.access_needs) == ("", "", "")


def test_what_a_sheet_does_not_ask_is_not_kept():
    sheet = sheet_of(asks_diet=False, asks_access=False)

    one = booked(sheet, diet="vegan", diet_text="No sesame.", access_needs="A ramp.")

    assert (one.diet, one.diet_text, one.access_needs) == ("", "", "")


def test_more_places_go_to_those_who_wait_and_fewer_than_taken_are_refused():
    by = CustodianFactory()
    sheet = sheet_of(places=1, by=by)
    for _ in range(3):
        booked(sheet)

    booking_sheets.change_sheet(sheet, by=by, parts=[], lead_hours=[], places=2)

    assert states(sheet) == ["placed", "placed", "waiting"]
    with pytest.raises(booking_sheets.BelowTaken, match="2 are taken already"):
        booking_sheets.change_sheet(sheet, by=by, parts=[], lead_hours=[], places=1)
    booking_sheets.change_sheet(sheet, by=by, parts=[], lead_hours=[], places=None)
    assert states(sheet) == ["placed", "placed", "placed"]


def test_a_guest_holds_no_place_before_the_link_is_used():
    sheet = sheet_of(places=1)

    booking = asked(sheet, "ada@elsewhere.example")
    assert (booking.state, taken(sheet)) == ("asked", 0)
    booked(sheet)
    confirmed = bookings.confirm(booking)

    assert confirmed.state == "waiting"
    assert mails("confirm") == ["ada@elsewhere.example"]
    assert not broken()


def test_a_guest_confirms_once_within_a_day():
    sheet = sheet_of(places=5)
    booking = asked(sheet)

    assert bookings.confirm(booking).state == "placed"
    assert bookings.confirm(booking).state == "placed"
    assert taken(sheet) == 1

    late = asked(sheet, "late@elsewhere.example")
    Booking.objects.filter(pk=late.pk).update(
        asked_at=timezone.now() - datetime.timedelta(hours=25)
    )
    with pytest.raises(IllegalMove, match="older than 24 hours"):
        bookings.confirm(late)


def test_one_address_gets_three_links_at_most_and_never_learns_what_others_have():
    sheet = sheet_of()
    for _ in range(5):
        asked(sheet, "often@elsewhere.example")
    member = booked(sheet)

    bookings.ask_as_guest(sheet, address=member.user.email.upper(), name="Somebody Else")
    bookings.ask_as_guest(sheet, address=member.user.email, name="Somebody Else")

    assert len(mails("confirm")) == 3
    assert mails("already") == [member.user.email]
    assert Booking.objects.filter(sheet=sheet).count() == 2


def test_a_guest_whose_address_has_an_account_finds_the_booking_there():
    sheet = sheet_of()
    user = UserFactory(email="ada@people.example")

    confirmed = bookings.confirm(asked(sheet, "ada@people.example"))

    assert (confirmed.user, confirmed.guest_address) == (user, "")


def test_a_part_that_is_full_is_refused_and_nothing_is_half_booked():
    sheet = sheet_of(parts=["The meeting", {"title": "Lunch", "places": 1, "food": True}])
    booked(sheet)
    meeting, lunch = SheetPart.objects.filter(sheet=sheet)

    with pytest.raises(PartFull, match="Lunch is full"):
        booked(sheet)
    with pytest.raises(PartFull, match="Lunch is full"):
        asked(sheet, parts=[lunch])
    without = booked(sheet, parts=[meeting])

    assert without.state == "placed"
    lunch.refresh_from_db()
    assert (taken(sheet), lunch.taken) == (2, 1)
    assert not broken()


def test_parts_are_changed_until_booking_closes():
    sheet = sheet_of(parts=["The meeting", "Lunch"], closes_at=soon(3))
    booking = booked(sheet)
    meeting, lunch = SheetPart.objects.filter(sheet=sheet)

    bookings.change(booking, by=booking.user, name="A. Other", parts=[meeting])

    lunch.refresh_from_db()
    booking.refresh_from_db()
    assert (lunch.taken, booking.name) == (0, "A. Other")
    BookingSheet.objects.filter(pk=sheet.pk).update(closes_at=soon(-1))
    with pytest.raises(IllegalMove, match="too late to change"):
        bookings.change(booking, by=booking.user, name="Back", parts=[meeting, lunch])
    assert bookings.cancel(booking, by=booking.user).state == "cancelled"


def test_nobody_changes_or_cancels_what_somebody_else_booked():
    sheet = sheet_of()
    booking, other = booked(sheet), UserFactory()

    for act in (bookings.cancel, bookings.change):
        with pytest.raises(Http404):
            act(booking, by=other, **({"name": "Me"} if act is bookings.change else {}))
    with pytest.raises(Http404):
        bookings.cancel(booking, by=CustodianFactory())


def test_a_superuser_books_nothing_and_runs_no_sheet():
    root = UserFactory(is_superuser=True)
    sheet = sheet_of()

    with pytest.raises(PermissionDenied):
        booked(sheet, root)
    with pytest.raises(Http404):
        booking_sheets.close_sheet(sheet, by=root)


@pytest.mark.parametrize(
    "why", ["draft", "not open", "past closing", "closed by hand", "begun", "off"]
)
def test_nothing_is_booked_while_a_sheet_is_shut(why):
    by = CustodianFactory()
    meeting = announced(announced_at=None) if why == "draft" else announced()
    sheet = sheet_of(meeting, by=by)
    rows = BookingSheet.objects.filter(pk=sheet.pk)
    if why == "not open":
        rows.update(opens_at=soon(1))
    elif why == "past closing":
        rows.update(closes_at=soon(-1))
    elif why == "closed by hand":
        booking_sheets.close_sheet(sheet, by=by)
    elif why == "begun":
        move_gathering(sheet, starts=soon(-0.01))
    elif why == "off":
        booking_sheets.call_off_sheet(sheet, by=by)

    with pytest.raises((IllegalMove, Http404)):
        booked(sheet)
    with pytest.raises((IllegalMove, Http404)):
        asked(sheet)
    assert not Booking.objects.exists()


def test_calling_off_tells_all_who_booked_and_frees_the_places():
    by = CustodianFactory()
    sheet = sheet_of(published(), by=by, places=1)
    one, two = booked(sheet), booked(sheet)
    guest = asked(sheet)

    booking_sheets.call_off_sheet(sheet, by=by)
    booking_sheets.call_off_sheet(sheet, by=by)
    outbox.run_due()

    assert states(sheet) == ["cancelled", "cancelled", "cancelled"]
    assert mails("called_off") == [one.user.email, two.user.email]
    assert guest.guest_address not in mails("called_off")
    assert not mails("promoted")
    assert taken(sheet) == 0
    booking_sheets.take_up_again(sheet, by=by)
    assert booked(sheet, one.user).state == "placed"


def test_nobody_is_promoted_once_it_has_begun():
    sheet = sheet_of(places=1)
    one, _ = booked(sheet), booked(sheet)
    move_gathering(sheet, starts=soon(-0.01))

    bookings.cancel(one, by=one.user)

    assert states(sheet) == ["cancelled", "waiting"]


def test_a_part_that_somebody_chose_stays_and_can_be_renamed():
    by = CustodianFactory()
    sheet = sheet_of(by=by, parts=["Meeting", "Lunch"])
    booked(sheet)
    blank = {"title": "", "places": None, "food": False}
    named = [{"title": name, "places": 3, "food": False} for name in ("Lunch", "Meeting")]

    booking_sheets.change_sheet(sheet, by=by, parts=named, lead_hours=[])

    assert [part.title for part in SheetPart.objects.filter(sheet=sheet)] == ["Lunch", "Meeting"]
    with pytest.raises(booking_sheets.PartChosen, match="has to stay"):
        booking_sheets.change_sheet(sheet, by=by, parts=[named[0], blank], lead_hours=[])


def test_an_organisation_that_is_here_is_known_by_its_name():
    ours = OrganisationFactory(name="Severn Choir")
    hidden = OrganisationFactory(name="Not Yet", state="unverified")
    sheet = sheet_of()

    assert booked(sheet, organisation_name="severn choir").organisation == ours
    assert booked(sheet, organisation_name=hidden.name).organisation is None
