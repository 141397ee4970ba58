"""Publish an event that somebody drafted."""

import datetime

TITLE = "Six buses, one timetable"


def tells_of_it(author, day: datetime.date) -> None:
    """Anybody with an account: a draft, looked at, sent in."""
    author.open("/events/")
    author.follow("Tell us of an event")
    author.fill("What is it?", TITLE)
    author.fill("On which day?", f"{day:%Y-%m-%d}")
    author.fill("From", "18:00")
    author.fill("Until", "20:00")
    author.choose("In person")
    author.fill("Where?", "Signal Box, Wolverhampton")
    author.fill("In one sentence", "An evening with the open timetables of the region.")
    author.press("Save and look at it")
    author.reads(TITLE, "Nobody else sees it yet")
    author.press("Send it in")
    author.reads("A custodian reads it, usually within a week.")


def publishes_it(custodian) -> None:
    """From the desk: read, and published with one button."""
    custodian.open("/desk/")
    custodian.reads("To approve")
    custodian.follow(TITLE)
    custodian.reads("Signal Box, Wolverhampton", "18:00")
    custodian.press("Publish")
    custodian.reads("Published")
