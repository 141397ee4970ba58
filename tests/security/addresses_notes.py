"""Where hostile texts are sent: attendance, notes, actions, groups, and asking not to be named."""

from types import SimpleNamespace

from community.links import REMOVAL, make

from .good_answers import AWAY
from .hostile import Address


def noting(town: SimpleNamespace) -> list[Address]:
    """The desk's pages of one meeting, an owner's own action, and what anybody may ask."""
    desk = {"who": "custodian", "method": "POST"}
    draft, out = f"/desk/meetings/{town.unnoted.pk}/", f"/desk/meetings/{town.noted.pk}/"
    line = town.lines["student"]
    person = ("name", "organisation", "account")
    action = {"act": "edit", "text": "Ring", "owners": "all"}
    chased = f"/desk/actions/{town.their_action.pk}/"
    away = ("where", "purpose", *person, "since", "until")
    return [
        Address("actions", "/meetings/actions/", ("page",)),
        Address("open actions at the desk", "/desk/actions/", ("page",), who="custodian"),
        Address("names to take out", "/desk/not-named/", ("page",), who="custodian"),
        Address(
            "not to be named", f"/meetings/not-named/{town.noted.pk}/", ("name", "address", "words"),
            good={"name": "Noted", "address": "noted.three@people.example"},
            typed=("name", "address", "words"), method="POST",
        ),
        Address("link not to be named", "/meetings/not-named/{signed}/", ("signed",)),
        Address(
            "confirm not to be named", f"/meetings/not-named/{make(REMOVAL, town.removal.pk)}/",
            ("extra",), method="POST",
        ),
        Address(
            "own action", f"/me/actions/{town.own_actions['student'].pk}/",
            ("state", "outcome", "version"), good={"state": "done"}, typed=("outcome",),
            who="student", method="POST",
        ),
        Address(
            "who was there", f"{draft}people/", ("lines", "state", "named", "act"),
            good={"lines": "Una Kay (Tile Hill)", "state": "attended", "act": "enter"},
            typed=("lines",), **desk,
        ),
        Address(
            "a line of attendance", f"{out}people/{line.pk}/",
            (*person, "initials", "state", "named", "act", "version"),
            good={"name": "Noted", "state": "attended"}, typed=(*person, "initials"), **desk,
        ),
        Address("notes", f"{draft}notes/", ("act", "at"), **desk),
        Address(
            "notes of an item", f"{out}notes/{town.noted_item.pk}/", ("text", "reason", "version"),
            good={"text": "Talks.", "reason": "A slip."}, typed=("text", "reason"), **desk,
        ),
        Address(
            "a new decision", f"{draft}decisions/new/", ("text", "item"), good={"text": "So be it."},
            typed=("text",), **desk,
        ),
        Address(
            "a decision", f"{draft}decisions/1/", ("text", "item", "version"),
            good={"text": "So be it."}, typed=("text",), **desk,
        ),
        Address(
            "a new action", f"{out}actions/new/", ("text", "owners", "due", "item"),
            good={"text": "Ring", "owners": "all"}, typed=("text", "owners", "due"), **desk,
        ),
        Address(
            "actions in notes", f"{out}actions/found/",
            ("keep_0", "text_0", "owners_0", "due_0", "item_0"),
            good={"keep_0": "on", "text_0": "Ring", "owners_0": "all"},
            typed=("text_0", "owners_0", "due_0"), **desk,
        ),
        Address(
            "an action", chased, ("act", "text", "owners", "due", "item", "version"),
            good=action, typed=("text", "owners", "due"), **desk,
        ),
        Address(
            "how an action stands", chased, ("state", "outcome"),
            good={"act": "how", "state": "done"}, typed=("outcome",), **desk,
        ),
        Address("a step of the ladder", chased, ("step",), good={"act": "step", "step": "owner"}, **desk),
        Address(
            "a name to take out", f"/desk/not-named/{town.removal.pk}/", ("act", "words", "rows"),
            good={"act": "take_out", "words": "Noted student"}, typed=("words",), **desk,
        ),
        Address(
            "a task group", "/desk/groups/new/", ("title", "purpose", "ends_on"),
            good={"title": "Trees", "purpose": "Count.", "ends_on": "2099-01-01"},
            typed=("title", "purpose", "ends_on"), **desk,
        ),
        Address(
            "change a task group", f"/desk/groups/{town.group.pk}/",
            ("purpose", "ends_on", "ended", "version"),
            good={"purpose": "Count.", "ends_on": "2099-01-01"}, typed=("purpose", "ends_on"),
            **desk,
        ),
        Address(
            "a member of a series", f"/desk/series/{town.group.pk}/members/new/",
            (*person, "named", "part"), good={"name": "Una", "part": "member"}, typed=person, **desk,
        ),
        Address(
            "a representative", "/desk/representatives/new/", (*away, "named"), good=AWAY,
            typed=away, **desk,
        ),
        Address(
            "change a representative", f"/desk/representatives/{town.delegation.pk}/",
            (*away, "report", "ended", "version"), good=AWAY, typed=(*away, "report"), **desk,
        ),
    ]  # fmt: skip
