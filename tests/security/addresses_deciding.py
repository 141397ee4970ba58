"""Where hostile texts are sent: the rooms of the custodians."""

from types import SimpleNamespace

from profiles.links import DESK, make

from .hostile import Address


def deciding(town: SimpleNamespace) -> list[Address]:
    post = {"who": "custodian", "method": "POST"}
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
            ("next",),
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
