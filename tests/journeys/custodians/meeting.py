"""Hold a meeting, and from notes to agreed: from an empty desk to the notes of one, agreed at the next."""

import datetime

from django.db.models import F

from community.models import Meeting
from tests.support import documents

SERIES = "Meetings of the Forum"
STANDING = (
    ("Notes of the last meeting", "5", "Notes of the last meeting"),
    ("Matters arising", "10", "Matters arising"),
    ("Members’ updates", "10", "Members' updates"),
)
ITEMS = (
    ("Six events on transport data", "15", "Grace Hill"),
    ("A transport data catalogue", "15", "Colin Pell"),
    ("Open source and security", "10", "Una Kay"),
)
POSTPONED = ITEMS[2][0]
ATTENDED = (
    "Priya Rao (Severn Housing)\nColin Pell (Tile Hill College)\nGrace Hill (Tile Hill College)"
)
APOLOGIES = "Una Kay (Aston Data Society)"
NOTES = {
    "Matters arising": "Birmingham burial data: positive talks, still no data.\n"
    "Action: PR to liaise about the burial data",
    "A transport data catalogue": "There is no good metadata standard.\n"
    "CP to circulate the one-page hack proposal\nAll to send one-page summaries",
}
DECISION = "We want a transport data catalogue."


def begins_a_series(custodian) -> None:
    """With what stands on each agenda."""
    custodian.open("/desk/")
    custodian.follow("Meetings and their notes")
    custodian.follow("Begin a series")
    custodian.fill("What are these meetings called?", SERIES)
    custodian.press("Begin it")
    for number, (title, minutes, kind) in enumerate(STANDING, start=1):
        custodian.fill(f"Item of row {number}", title)
        custodian.fill(f"Minutes of row {number}", minutes)
        custodian.pick(f"Kind of row {number}", kind)
    custodian.press("Save")
    custodian.reads("Saved. The next meeting you make begins with these.")


def makes_a_meeting(custodian, day: datetime.date, *, place: str) -> Meeting:
    """In the series: nobody else sees it yet."""
    custodian.open("/desk/meetings/")
    custodian.follow("Make a meeting")
    custodian.fill("Day", f"{day:%Y-%m-%d}")
    custodian.fill("From", "10:30")
    custodian.fill("Until", "12:00")
    custodian.choose("In person")
    custodian.fill("Where?", place)
    custodian.press("Make the meeting")
    custodian.reads("A draft: only custodians see it", *(title for title, _, _ in STANDING))
    return Meeting.objects.latest("pk")


def builds_its_agenda(custodian) -> None:
    """Items with minutes and owners, one postponed, one moved up, one with slides."""
    for title, minutes, who in ITEMS:
        custodian.follow("Add an item")
        custodian.fill("What is it about?", title)
        custodian.fill("Minutes", minutes)
        custodian.fill("Who presents it?", who)
        custodian.press("Add it")
    custodian.reads("4. Six events on transport data", "It runs until 11:35.")
    custodian.press(f"Postpone: {POSTPONED}")
    custodian.reads("to the next meeting that is made", "It runs until 11:25.")
    custodian.press("Up: A transport data catalogue")
    custodian.reads("4. A transport data catalogue", "5. Six events on transport data")
    custodian.follow("Add a paper to Six events on transport data")
    custodian.fill("What is it called?", "Slides on buses")
    custodian.attach("A file", "buses.pdf", documents.pdf())
    custodian.press("Add it")
    custodian.reads("Slides on buses", "PDF")


def announces_it(custodian, meeting: Meeting) -> None:
    """Then everybody sees it; what is circulated is printed."""
    custodian.press("Announce it")
    custodian.reads("Announced. Everybody can see it now.")
    custodian.follow("What is circulated, to print")
    custodian.reads("Slides on buses", "Six events on transport data")
    custodian.open(meeting.get_absolute_url())


def enters_who_was_there(custodian) -> None:
    """From the page of the meeting: attended and apologies, each shown back before it is saved."""
    custodian.follow("write its notes")
    custodian.follow("Enter who was there")
    for lines, state, number in ((ATTENDED, "In the room", 3), (APOLOGIES, "Apologies", 1)):
        custodian.fill("People, one line each", lines)
        custodian.pick("How they stood to the meeting", state)
        custodian.choose("All of these said yes to being named")
        custodian.press("Read these lines")
        custodian.reads("Is this what you meant?")
        custodian.press(f"Enter these {number}")
        custodian.reads(f"{state} ({number})")
    custodian.follow("On to the notes")


def writes_the_notes(custodian) -> None:
    """Under the items, with actions as they were heard; read back, then saved. One decision."""
    for title, text in NOTES.items():
        custodian.follow(f". {title}")
        custodian.fill("Notes", text)
        custodian.press("Save")
    custodian.follow("Find actions in these notes")
    custodian.reads("Nothing is saved before you say so")
    custodian.press("Save what is ticked")
    custodian.reads("PR to liaise about the burial data", "all members")
    custodian.follow("Write down a decision")
    custodian.fill("What was decided", DECISION)
    custodian.press("Save")
    custodian.reads("Decision 1", DECISION)


def circulates_them(custodian) -> None:
    """Now they stand on the page of the meeting."""
    custodian.press("Circulate these notes")
    custodian.reads("Circulated", "Everybody can read them")


def has_them_agreed(custodian, meeting: Meeting, following: Meeting) -> None:
    """At the next meeting; then they are locked."""
    custodian.open(f"/desk/meetings/{following.pk}/")
    custodian.reads("PR to liaise about the burial data", POSTPONED, "postponed from")
    custodian.open(meeting.get_absolute_url())
    custodian.follow("write its notes")
    custodian.pick("Agreed at", agreed_as(following))
    custodian.press("They were agreed")
    custodian.reads("Agreed at", following.title)
    custodian.press("Lock them")
    custodian.reads("Locked")


def agreed_as(meeting: Meeting) -> str:
    """A meeting in the list of those that may have agreed notes."""
    return f"{meeting.title}, {meeting.on.day} {meeting.on:%B %Y}"


def time_passes(days: int) -> None:
    """As if so many days had gone by for every meeting."""
    gone = datetime.timedelta(days=days)
    for meeting in Meeting.objects.order_by("starts"):
        Meeting.objects.filter(pk=meeting.pk).update(
            starts=F("starts") - gone, ends=F("ends") - gone, on=meeting.on - gone
        )
