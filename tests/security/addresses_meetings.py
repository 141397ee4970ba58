"""Where hostile texts are sent: meetings, their agendas, papers and updates."""

from types import SimpleNamespace

from .good_answers import MEETING
from .hostile import Address


def meeting_up(town: SimpleNamespace) -> list[Address]:
    """The list and one day of it; the desk's room with all its forms; what members add."""
    desk = {"who": "custodian", "method": "POST"}
    items = f"/desk/meetings/items/{town.item.pk}/"
    typed = ("title", "summary", "place", "address", "ways")
    times = ("day", "from_time", "to_time", "updates_until")
    chosen = ("mode", "district", "host", "strands", "priorities", "nodes")
    return [
        Address("meetings", "/meetings/", ("year", "page")),
        Address("a meeting", "/meetings/{year}/{month}/{day}/", ("year", "month", "day")),
        Address("a paper", "/meetings/papers/{pk}/", ("pk",)),
        Address("meetings at the desk", "/desk/meetings/", ("page",), who="custodian"),
        Address("updates at the desk", f"/desk/meetings/{town.meeting.pk}/updates/", ("page",),
                who="custodian"),
        Address("a meeting of which series", "/desk/meetings/new/", ("series",), who="custodian"),
        Address(
            "make a meeting", f"/desk/meetings/new/?series={town.series.pk}",
            (*typed, *times, *chosen, "idempotency_key"), good=MEETING, typed=(*typed, *times),
            **desk,
        ),
        Address(
            "change a meeting", f"/desk/meetings/{town.meeting.pk}/edit/",
            (*typed, *times, *chosen, "version"), good=MEETING, typed=(*typed, *times), **desk,
        ),
        Address("build an agenda", f"/desk/meetings/{town.meeting.pk}/", ("act",), **desk),
        Address(
            "call a meeting off", f"/desk/meetings/{town.meeting_draft.pk}/call-off/", ("why",),
            typed=("why",), **desk,
        ),
        Address("begin a series", "/desk/meetings/series/new/", ("title", "summary"),
                good={"title": "Task group"}, typed=("title", "summary"), **desk),
        Address(
            "standing items", f"/desk/meetings/series/{town.series.pk}/",
            ("title_1", "minutes_1", "place_1", "kind_1"), typed=("title_1", "minutes_1"), **desk,
        ),
        Address(
            "add an item", f"/desk/meetings/{town.meeting.pk}/items/new/",
            ("title", "kind", "minutes", "owner_name", "owner_address", "contact", "text"),
            good={"title": "A talk", "kind": "ordinary"},
            typed=("title", "minutes", "owner_name", "owner_address", "contact", "text"), **desk,
        ),
        Address(
            "change an item", f"{items}edit/", ("title", "kind", "minutes", "text", "version"),
            good={"title": "A talk", "kind": "ordinary"}, typed=("title", "minutes", "text"),
            **desk,
        ),
        Address(
            "add a paper", f"{items}papers/new/", ("title", "link", "members_only", "accessible"),
            good={"title": "A page", "link": "https://one.example/"}, typed=("title", "link"),
            **desk,
        ),
        Address(
            "change a paper", f"/desk/meetings/papers/{town.paper.pk}/edit/", ("title", "version"),
            good={"title": "A page"}, typed=("title",), **desk,
        ),
        Address(
            "an update", f"{town.meeting.get_absolute_url()}update/?for={town.ours.slug}",
            ("text", "version"), typed=("text",), who="lead", method="POST",
        ),
        Address("whose update", f"{town.meeting.get_absolute_url()}update/", ("for",), who="lead"),
        Address(
            "a presenter’s contact", f"/meetings/items/{town.item.pk}/contact/",
            ("contact", "contact_shown"), typed=("contact",), who="student", method="POST",
        ),
    ]  # fmt: skip
