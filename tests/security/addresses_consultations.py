"""Where hostile texts are sent: consultations, answers to them, and the custodians' rooms."""

from types import SimpleNamespace

from community import guest_links

from .hostile import Address

CONSULTATION = {
    "title": "What next?",
    "summary": "Where we go.",
    "drafted_on": "2026-01-01",
    "body": "We meet.",
    "opens": "2026-01-01T10:00",
    "closes": "2027-01-01T10:00",
}
QUESTION = {"text": "Why?", "kind": "one", "options": "Red\nGreen"}
REPORT_ROW = {"act": "row", "became": "did", "said": "Maps.", "did": "We map."}
TALK = {"who": "Sam", "on": "2026-01-01", "theme": "Maps"}


def consulting(town: SimpleNamespace) -> list[Address]:
    """Public lists, the four ways to answer, and every form of the desk."""
    asked = f"q_{town.question.pk}"
    step = f"s_{town.node.pk}"
    open_one, desk = town.consultation, "/desk/consultations/"
    answer = (asked, "p_1", step, "consent", "name", "save", "version")
    room = f"{desk}{open_one.pk}/"
    drafted = f"{desk}{town.consultation_draft.pk}/"
    closed = f"{desk}{town.consultation_closed.pk}/"
    good = {asked: "Buses.", "p_1": "Yes.", "consent": "unnamed"}
    fresh = guest_links.make(open_one.pk, "new@post.example")
    return [
        Address("consultations", "/consultations/", ("page",)),
        Address("which consultation", "/consultations/{slug}/", ("slug",)),
        Address("which report", "/consultations/{slug}/report/", ("slug",)),
        Address("answering for whom", "/consultations/open/respond/", ("for",), who="student"),
        Address(
            "own answers",
            "/consultations/open/respond/",
            answer,
            good=good,
            typed=("p_1",),
            who="student",
            method="POST",
        ),
        Address(
            "answers without a name",
            "/consultations/open/respond/",
            (asked, "p_1", "consent", "token", "website"),
            good={**good, "token": guest_links.form_token(open_one.pk)},
            typed=("p_1",),
            method="POST",
        ),
        Address(
            "answers of a guest",
            f"/consultations/open/respond/by/{fresh}/",
            (*answer, "receipt_to", "act"),
            good=good,
            typed=("p_1",),
            method="POST",
        ),
        Address(
            "following",
            "/consultations/open/follow/",
            ("idempotency_key", "act"),
            who="student",
            method="POST",
        ),
        Address("commenting on a step", "/consultations/open/respond/", ("step",)),
        Address("which link", "/consultations/open/respond/by/{signed}/", ("signed",)),
        Address(
            "a link to a mailbox",
            "/consultations/open/respond/link/",
            ("address",),
            good={"address": "kim@post.example"},
            typed=("address",),
            method="POST",
        ),
        Address("which answers", "/consultations/responses/{pk}/", ("pk",), who="student"),
        Address(
            "withdrawing",
            f"{town.responses['expert'].get_absolute_url()}withdraw/",
            ("idempotency_key",),
            who="expert",
            method="POST",
        ),
        Address("consultations at the desk", desk, ("page",), who="custodian"),
        Address(
            "a new consultation",
            f"{desk}new/",
            ("title", "summary", "drafted_on", "body", "file_link", "opens", "closes", "remind_at"),
            good=CONSULTATION,
            typed=("title", "body"),
            who="custodian",
            method="POST",
        ),
        Address("which one at the desk", f"{desk}{{pk}}/", ("pk",), who="custodian"),
        Address(
            "buttons of a consultation",
            drafted,
            ("act", "question"),
            who="custodian",
            method="POST",
        ),
        Address(
            "a consultation that is open",
            f"{room}edit/",
            ("title", "summary", "drafted_on", "body", "file_link", "opens", "closes", "remind_at"),
            who="custodian",
            method="POST",
        ),
        Address(
            "a new question",
            f"{drafted}questions/new/",
            ("text", "hint", "kind", "options", "low", "high", "required", "node"),
            good=QUESTION,
            typed=("text",),
            who="custodian",
            method="POST",
        ),
        Address(
            "a question",
            f"{drafted}questions/{town.draft_question.pk}/",
            ("text", "hint", "kind", "options", "low", "high", "required", "node"),
            good=QUESTION,
            who="custodian",
            method="POST",
        ),
        Address("which question", f"{drafted}questions/{{pk}}/", ("pk",), who="custodian"),
        Address("responses", f"{room}responses/", ("page",), who="custodian"),
        Address("which response", f"{room}responses/{{pk}}/", ("pk",), who="custodian"),
        Address(
            "themes of a response",
            f"{room}responses/{town.our_response.pk}/",
            ("themes", "version"),
            who="custodian",
            method="POST",
        ),
        Address("texts to read", f"{room}texts/", ("all",), who="custodian"),
        Address("showing a text", f"{room}texts/", ("act",), who="custodian", method="POST"),
        Address(
            "a conversation",
            f"{room}conversations/",
            ("who", "on", "theme", "act"),
            good=TALK,
            typed=("who",),
            who="custodian",
            method="POST",
        ),
        Address(
            "a row of a report",
            f"{closed}report/",
            ("became", "said", "did", "act"),
            good=REPORT_ROW,
            who="custodian",
            method="POST",
        ),
        Address(
            "how a report begins",
            f"{closed}report/",
            ("introduction", "final_link", "version"),
            good={"act": "write"},
            who="custodian",
            method="POST",
        ),
        Address(
            "a theme",
            f"{closed}report/",
            ("title",),
            good={"act": "theme", "title": "Maps"},
            who="custodian",
            method="POST",
        ),
    ]
