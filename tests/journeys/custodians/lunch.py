"""Take bookings and print the caterer's sheet: lunch at a meeting, a guest, the door."""

import datetime

from community.models import BookingSheet
from tests.journeys.story import link_in, mails_to, worker_runs

GUEST, GUEST_NAME = "ada.lovage@elsewhere.example", "Ada Lovage"
LUNCH = "Lunch, 1 to 2 pm"
ALLERGY = "No celery, it makes me ill"


def takes_bookings(custodian, title: str, closes: datetime.datetime) -> BookingSheet:
    """Three places, lunch for two, what people eat."""
    custodian.open("/desk/")
    custodian.follow("Bookings, caterer’s sheets and the door")
    custodian.follow(f"Take bookings: {title}")
    custodian.fill("Places", "3")
    custodian.fill("Booking closes", f"{closes:%Y-%m-%dT%H:%M}")
    custodian.fill("Part 1 of the day", "The meeting")
    custodian.fill("Part 2 of the day", LUNCH)
    custodian.fill("Places in part 2", "2")
    custodian.choose("Food is served in part 2")
    custodian.choose("Ask what people eat")
    custodian.press("Take bookings")
    custodian.reads("People can book", "Nobody has booked yet")
    return BookingSheet.objects.get()


def books(person, address: str) -> None:
    """Somebody with an account, from the page of the meeting."""
    person.open(address)
    person.follow("Book a place")
    person.choose(LUNCH)
    person.pick("What do you eat?", "Vegan")
    person.press("Book a place")
    person.reads("You have a place", LUNCH)


def books_as_guest(guest, address: str) -> None:
    """Somebody without an account: a place once the link in the mail was opened."""
    guest.open(address)
    guest.follow("Book a place")
    guest.fill("Your e-mail address", GUEST)
    guest.fill("Your name, as on your badge", GUEST_NAME)
    guest.choose(LUNCH)
    guest.fill("Allergies, or anything else for the kitchen", ALLERGY)
    guest.press("Book a place")
    guest.reads("Look into your mailbox")
    worker_runs()
    guest.open(link_in(mails_to(GUEST)[-1]))
    guest.press("Yes, I come")
    guest.reads("You have a place", LUNCH)


def opens_the_caterers_sheet(custodian, sheet: BookingSheet) -> None:
    """From the booking sheet, which lists who booked."""
    custodian.open(sheet.desk_url)
    custodian.reads(GUEST_NAME, "2 of 3")
    custodian.follow("The caterer’s sheet")
    custodian.reads("Vegan", ALLERGY)


def lets_people_in(custodian, sheet: BookingSheet, name: str) -> None:
    """At the door, on a phone: two who booked, one taken back, one who came without."""
    custodian.open(sheet.desk_url)
    custodian.follow("The door, for a phone")
    custodian.press(f"Is here: {GUEST_NAME}")
    custodian.press(f"Is here: {name}")
    custodian.reads("2 of 2 are in")
    custodian.press(f"Undo: {name}")
    custodian.reads("1 of 2 are in")
    custodian.fill("Name", "Lee Marsh")
    custodian.press("Write down and let in")
    custodian.reads("2 of 3 are in")
