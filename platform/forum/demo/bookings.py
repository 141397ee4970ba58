"""Who comes to the demo region's next meeting: places, lunch, and somebody who waits."""

from datetime import timedelta

from django.db import transaction

from community.models import Booking, BookingSheet, Meeting
from community.services.booking_sheets import open_sheet
from community.services.bookings import ask_as_guest, book
from matching.services.lunch import make_plan
from profiles.models import Person

from .seed import Region

PLACES = 5
BOOKED = (
    ("vegan", "No sesame, in nothing.", ""),
    ("halal", "", "Step-free access to the room."),
    ("", "", ""),
    ("vegetarian", "", "Slides in large print, sent the day before."),
    ("", "", ""),
    ("no_gluten", "", ""),
)
GUEST = "ines.duarte@visitor.example"


@transaction.atomic
def build_bookings(region: Region) -> None:
    """Six people want five places; a guest has not opened the link yet."""
    meeting = Meeting.objects.coming().filter(is_demo=True).first()
    assert meeting is not None
    sheet = open_sheet(
        meeting,
        by=region.custodian,
        places=PLACES,
        closes_at=meeting.starts - timedelta(days=3),
        asks_diet=True,
        join_link="https://meet.example/homelessness-data",
        parts=[
            {"title": "The meeting", "places": None, "food": False},
            {"title": "Lunch, 12 to 1 pm", "places": PLACES, "food": True},
        ],
        lead_hours=[48],
    )
    plenary, lunch = sheet.parts.all()
    people = Person.objects.filter(is_demo=True, user__isnull=False).select_related("user")
    for number, (person, said) in enumerate(zip(people.order_by("pk"), BOOKED, strict=False)):
        diet, diet_text, access_needs = said
        book(
            sheet,
            by=person.user,
            name=person.name,
            parts=[plenary, lunch],
            meets=number != 1,
            diet=diet,
            diet_text=diet_text,
            access_needs=access_needs,
        )
    ask_as_guest(sheet, address=GUEST, name="Ines Duarte", parts=[plenary])
    assert Booking.objects.filter(sheet=sheet, state="waiting").count() == 1


def build_lunch(region: Region) -> None:
    """Four of them asked whom to meet over lunch; the plan is made once the matcher has run."""
    sheet = BookingSheet.objects.get(meeting__is_demo=True)
    make_plan(sheet, by=region.custodian, sizes=[4])
