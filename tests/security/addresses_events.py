"""Where hostile texts are sent: events."""

from types import SimpleNamespace

from .good_answers import EVENT
from .hostile import Address

FACETS = ("q", "when", "month", "theme", "district", "mode", "cost", "page")
TEXTS = (
    *("title", "summary", "description", "place", "address", "ways", "organiser", "price"),
    *("link", "day", "begins", "finishes"),
)


def eventing(town: SimpleNamespace) -> list[Address]:
    """Lists, files, drafts, fliers, dates and decisions."""
    draft = town.event_drafts["student"].get_absolute_url()
    one = {f"e0-{name}": value for name, value in EVENT.items() if name != "mode"}
    return [
        Address("events", "/events/", FACETS),
        Address("events as a file", "/events/export.csv", FACETS),
        Address("events as a feed", "/events/feed.atom", FACETS),
        Address("events as a calendar", "/events/calendar.ics", FACETS),
        Address("a month of events", "/events/{year}/{month}/", ("year", "month")),
        Address("an event", "/events/{slug}/", ("slug",)),
        Address("an event as a calendar", "/events/{slug}/calendar.ics", ("slug",)),
        Address("copy an event", "/events/new/", ("like",), who="student"),
        Address(
            "tell of an event",
            "/events/new/",
            (*TEXTS, "last_day", "mode", "district", "organisation", "themes", "same"),
            good=EVENT,
            typed=TEXTS,
            who="student",
            method="POST",
        ),
        Address(
            "change an event",
            f"{draft}edit/",
            TEXTS,
            good=EVENT,
            typed=TEXTS,
            who="student",
            method="POST",
        ),
        Address(
            "a flier",
            "/events/new/several/",
            ("text", "action"),
            typed=("text",),
            who="student",
            method="POST",
        ),
        Address(
            "events of a flier",
            "/events/new/several/",
            ("e0-title", "e0-day", "e0-begins", "e0-place", "e0-link", "number", "send_in"),
            good={"action": "save", "number": "1", "e0-keep": "on", **one},
            who="student",
            method="POST",
        ),
        Address(
            "more dates of an event",
            f"{draft}repeat/",
            ("every", "until", "sure"),
            who="student",
            method="POST",
        ),
        Address(
            "call an event off",
            f"{town.our_event.get_absolute_url()}call-off/",
            ("why",),
            who="lead",
            method="POST",
        ),
        Address(
            "decide about an event",
            f"{town.waiting_event.get_absolute_url()}decide/",
            ("decision", "comment"),
            good={"decision": "changes", "comment": "Say when it ends."},
            typed=("comment",),
            who="custodian",
            method="POST",
        ),
    ]
