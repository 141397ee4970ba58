"""Where hostile texts are sent: the rooms of the custodians."""

from types import SimpleNamespace

from django.utils import timezone

from profiles.links import DESK, make
from profiles.services.met import link_of

from .hostile import Address
from .matrix_rows_joining import MET


def deciding(town: SimpleNamespace) -> list[Address]:
    post = {"who": "custodian", "method": "POST"}
    good = {**MET, "met_on": f"{timezone.localdate():%Y-%m-%d}"}
    account = f"/desk/people/{make(DESK, town.private.user_id)}/"
    return [
        Address(
            "decide at the desk",
            f"/desk/decide/{town.offer_task.pk}/",
            ("decision", "comment"),
            good={"decision": "changes", "comment": "Say who benefits."},
            typed=("comment",),
            **post,
        ),
        Address(
            "find somebody",
            "/desk/people/",
            ("words",),
            typed=("words",),
            **post,
        ),
        Address(
            "somebody met",
            "/desk/met/person/",
            (*MET, "summary", "district", "idempotency_key"),
            good=good,
            typed=("name", "address", "summary", "met_where", "consent"),
            **post,
        ),
        Address(
            "an organisation met",
            "/desk/met/organisation/",
            ("organisation_name", "organisation_kind", "website"),
            good={**good, "organisation_name": "A Choir", "organisation_kind": "community"},
            typed=("organisation_name", "website"),
            **post,
        ),
        Address("states to put right", "/desk/corrections/", ("number",), who="custodian"),
        Address(
            "a state to put right",
            f"/desk/corrections/{town.declined_application.pk}/",
            ("act", "to", "reason", "correction", "idempotency_key"),
            good={"act": "propose", "to": "received", "reason": "The wrong button."},
            typed=("reason",),
            **post,
        ),
        Address(
            "a no to a correction",
            f"/desk/corrections/{town.wrong_application.pk}/",
            ("answer", "correction"),
            good={"act": "refuse", "correction": town.correction.pk},
            typed=("answer",),
            **post,
        ),
        Address("what was noted", "/claim/{signed}/", ("signed",)),
        Address(
            "correct what was noted",
            f"{link_of(town.their_claim)}correct/",
            ("name", "stage", "summary", "district", "version", "idempotency_key"),
            good={"name": "A Name", "stage": "analyst"},
            typed=("name", "summary"),
            method="POST",
        ),
        Address("an account at the desk", "/desk/people/{signed}/", ("signed",), who="custodian"),
        Address("what to do", f"{account}{{what}}/", ("what",), who="custodian"),
        Address(
            "hide somebody",
            f"{account}hide/",
            ("reason", "idempotency_key"),
            good={"reason": "The links lead to a shop."},
            typed=("reason",),
            **post,
        ),
        Address(
            "decide about a report",
            f"/desk/reports/{town.report.pk}/",
            ("decision", "reason"),
            good={"decision": "leave"},
            typed=("reason",),
            **post,
        ),
        Address(
            "report a profile",
            f"/people/{town.seen_by_all.slug}/report/",
            ("words",),
            good={"words": "It sells hats."},
            typed=("words",),
            **{**post, "who": "student"},
        ),
        Address(
            "suspend an organisation",
            f"/organisations/{town.theirs.slug}/suspend/",
            ("reason", "action"),
            good={"reason": "It asks people for money."},
            typed=("reason",),
            **post,
        ),
        Address(
            "close an organisation",
            f"/organisations/{town.leaderless.slug}/close/",
            ("reason", "action"),
            good={"reason": "It has ended."},
            typed=("reason",),
            **post,
        ),
        Address(
            "decide on its page",
            f"/challenges/{town.waiting.slug}/decide/",
            ("decision", "comment", "confirm_organisation"),
            good={"decision": "changes", "comment": "Say who benefits."},
            typed=("comment",),
            **post,
        ),
        Address(
            "confirm an organisation",
            f"/organisations/{town.their_unverified.slug}/verify/",
            ("next", "notes"),
            typed=("notes",),
            **post,
        ),
        Address(
            "organisation to join with another",
            f"/organisations/{town.theirs.slug}/merge/",
            ("other", "action"),
            typed=("other",),
            **post,
        ),
        Address(
            "table of organisations",
            "/desk/organisations/import/",
            ("text", "usual_kind", "action", "with_lookalikes"),
            **post,
        ),
        Address("stuck work", f"/desk/work/{town.stuck.pk}/", ("action",), **post),
        Address("search in the editor", "/admin/pages/search/", ("q", "p"), who="custodian"),
        *(
            Address(f"{name} in the editor", f"/admin/{path}", ("q", "p"), who="custodian")
            for name, path in {
                "offers": "snippets/profiles/offer/",
                "organisations": "snippets/profiles/organisation/",
                "images": "images/",
                "documents": "documents/",
                "pages to choose": "choose-page/search/",
                "images to choose": "images/chooser/results/",
                "skills": "vocabulary/",
            }.items()
        ),
        Address(
            "challenges in the editor",
            "/admin/snippets/opportunities/challenge/",
            ("q", "p", "organisation", "ordering"),
            who="custodian",
        ),
    ]
