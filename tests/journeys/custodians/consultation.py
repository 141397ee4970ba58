"""Run a consultation: drafted, opened, answered, read, reported."""

import datetime

from community.models import Consultation

TITLE = "Where the Forum goes"
DRAFT = "## Our vision\n\nThe region as the best place for open data.\n\nWe meet more often."
WHERE, WHY = "Where should we meet?", "What is missing?"
GOOD = "Say something about rivers."
BAD = "My neighbour Bertram Quill ruins it."
DID = "It has a paragraph on rivers."


def drafts_it(custodian, opens: datetime.datetime, closes: datetime.datetime) -> Consultation:
    """The draft, then two questions."""
    custodian.open("/desk/")
    custodian.follow("Consultations, from draft to report")
    custodian.follow("New consultation")
    custodian.fill("Title", TITLE)
    custodian.fill("Summary", "A draft of our vision, and two questions.")
    custodian.fill("Date of the draft", f"{opens:%Y-%m-%d}")
    custodian.fill("The draft", DRAFT)
    custodian.fill("Opens", f"{opens:%Y-%m-%dT%H:%M}")
    custodian.fill("Closes", f"{closes:%Y-%m-%dT%H:%M}")
    custodian.press("Save as a draft")
    custodian.follow("Add a question")
    custodian.fill("The question", WHERE)
    custodian.choose("Choose one")
    custodian.fill("Answers to choose from", "In Coventry\nIn Walsall")
    custodian.press("Save")
    custodian.follow("Add a question")
    custodian.fill("The question", WHY)
    custodian.choose("Own words")
    custodian.press("Save")
    custodian.reads("Added at the end.")
    custodian.follow("Preview")
    custodian.reads("a draft that only custodians see", WHERE, WHY, "We meet more often.")
    custodian.follow("Run it at the desk")
    return Consultation.objects.get()


def opens_it(custodian) -> None:
    """Its time has come, so it is open at once."""
    custodian.press("Open it at its time")
    custodian.reads("Open", "It closes by itself")


def answers(person, row: Consultation, text: str) -> None:
    """Somebody signed in."""
    person.open(row.get_absolute_url())
    person.follow("Answer")
    person.choose("In Walsall")
    person.fill(WHY, text)
    person.choose("Yes, without a name")
    person.press("Send your answers")
    person.reads("Sent. You can change or withdraw it until it closes.")


def answers_without_an_account(stranger, row: Consultation, text: str) -> None:
    """Nobody knows who it was: no account, no address, no cookie that names anybody."""
    stranger.open("/consultations/")
    stranger.follow(TITLE)
    stranger.follow("Answer")
    stranger.reads("Answer without a name")
    stranger.choose("In Coventry")
    stranger.fill(WHY, text)
    stranger.choose("Yes, without a name")
    stranger.press("Send your answers")
    stranger.reads("Your answers are sent", "Nothing leads back to you")


def reads_the_texts(custodian, row: Consultation, withheld: int, shown: int) -> None:
    """One response's text is shown, another's withheld."""
    custodian.open(f"/desk/consultations/{row.pk}/")
    custodian.follow("Texts to read")
    custodian.press(f"Withhold this text of response {withheld}")
    custodian.press(f"Show this text of response {shown}")
    custodian.reads("Everything has been read.")


def finds_the_themes(custodian, row: Consultation, number: int) -> None:
    """A theme, ticked response by response."""
    custodian.open(f"/desk/consultations/{row.pk}/report/")
    custodian.fill("A theme", "Rivers")
    custodian.press("Add the theme")
    custodian.follow("Tick themes in the responses")
    custodian.follow(f"Response {number}")
    custodian.choose("Rivers")
    custodian.press("Save and read the next")


def reports(custodian, row: Consultation) -> None:
    """How it begins, what we did, published."""
    custodian.open(f"/desk/consultations/{row.pk}/")
    custodian.follow("Write the report")
    custodian.fill("Introduction", "Two people answered.")
    custodian.press("Save")
    custodian.choose("You said, we did")
    custodian.fill("You said, or where it changed", "Rivers are missing")
    custodian.fill("We did, or how it reads now", DID)
    custodian.press("Add the row")
    custodian.press("Publish the report")
    custodian.reads("Published on")
