"""Where hostile texts are sent: outcomes, conversations, the brokers' board."""

from types import SimpleNamespace

from .hostile import Address

OUTCOME = {"title": "A map", "what_changed": "There is a map now.", "for_whom": "Walkers"}


def telling(town: SimpleNamespace) -> list[Address]:
    """Lists, forms, decisions and signed links."""
    post = {"who": "student", "method": "POST"}
    desk = {"who": "custodian", "method": "POST"}
    talk, typed = f"/introductions/{town.talk.pk}/", tuple(OUTCOME)
    filters = ("q", "strand", "priority", "step", "district", "of", "page")
    return [
        Address("outcomes", "/outcomes/", filters),
        Address("outcomes as a file", "/outcomes/export.csv", filters),
        Address("outcomes for programs", "/outcomes/export.json", filters),
        Address("outcomes as a feed", "/outcomes/feed.atom", filters),
        Address(
            "tell an outcome",
            f"/outcomes/new/introduction/{town.talk.pk}/",
            (*OUTCOME, "node", "link", "may_publish", "may_name", "idempotency_key"),
            good=OUTCOME,
            typed=typed,
            **post,
        ),
        Address("of what kind", "/outcomes/new/{came}/1/", ("came",), who="student"),
        Address(
            "change an outcome",
            f"/outcomes/{town.outcome_draft.pk}/edit/",
            (*OUTCOME, "node", "link", "version"),
            good=OUTCOME,
            typed=typed,
            **post,
        ),
        Address(
            "consent",
            f"/outcomes/{town.outcome_draft.pk}/consent/",
            ("publish", "name", "of", "version"),
            good={"publish": "yes"},
            **post,
        ),
        Address(
            "verify an outcome",
            f"/desk/outcomes/{town.waiting_outcome.pk}/",
            ("node", "strands", "priorities", "decision", "reason"),
            good={"decision": "back", "reason": "Say how you know."},
            typed=("reason",),
            **desk,
        ),
        Address(
            "tell by a link",
            town.ask_link,
            (*OUTCOME, "nothing", "node", "link"),
            good=OUTCOME,
            typed=typed,
            method="POST",
        ),
        Address(
            "three taps by a link",
            town.later_link,
            ("still_here", "role", "sector"),
            good={"still_here": "yes"},
            method="POST",
        ),
        Address("a signed link", "/outcomes/answer/{signed}/", ("signed",)),
        Address(
            "write to the other side",
            f"{talk}thread/",
            ("text", "idempotency_key"),
            good={"text": "When do we meet?"},
            typed=("text",),
            **post,
        ),
        Address("block", f"{talk}thread/block/", ("act",), **post),
        Address(
            "report a message",
            f"/introductions/messages/{town.said['lead'].pk}/report/",
            ("words",),
            typed=("words",),
            **post,
        ),
        Address(
            "settle a report",
            f"/desk/messages/{town.message_report.pk}/",
            ("decision",),
            good={"decision": "keep"},
            **desk,
        ),
        Address("the brokers' board", "/desk/introductions/", ("whose", "page"), who="custodian"),
        Address(
            "a broker's limit",
            "/desk/introductions/",
            ("most",),
            good={"most": "9"},
            typed=("most",),
            **desk,
        ),
        Address(
            "broker an introduction",
            f"/desk/introductions/{town.talk.pk}/",
            ("act", "on"),
            good={"act": "take", "on": town.next_week},
            **desk,
        ),
    ]
