"""Where hostile texts are sent: forms about who speaks for whom."""

from types import SimpleNamespace

from .hostile import Address


def joining(town: SimpleNamespace) -> list[Address]:
    """Who speaks for whom: the links and forms of members, leads and custodians."""
    lead = {"who": "lead", "method": "POST"}
    ours = f"/organisations/{town.ours.slug}"
    return [
        Address("an invitation", "/invitations/{signed}/", ("signed",), who="student"),
        Address(
            "invite somebody",
            f"{ours}/people/invite/",
            ("address", "role", "idempotency_key"),
            good={"address": "new@people.example", "role": "member"},
            typed=("address",),
            **lead,
        ),
        Address(
            "answer a request",
            f"{ours}/people/requests/{town.join_request.pk}/",
            ("decision", "role"),
            good={"decision": "no", "role": "member"},
            **lead,
        ),
        Address("a role", f"{ours}/people/{town.membership.pk}/", ("role",), **lead),
        Address("hand over", f"{ours}/leave/", ("successor", "action", "ask-words"), **lead),
        Address(
            "ask to join",
            f"/organisations/{town.theirs.slug}/join/",
            ("note", "action"),
            typed=("note",),
            who="student",
            method="POST",
        ),
        Address(
            "say a relation",
            f"{ours}/relations/",
            ("relation-other", "relation-kind"),
            good={"relation-other": town.leaderless.name, "relation-kind": "funds"},
            typed=("relation-other",),
            **lead,
        ),
        Address(
            "declare an interest",
            "/me/interests/",
            ("about", "nature", "note"),
            good={"about": town.theirs.name, "nature": "work"},
            typed=("about", "note"),
            who="student",
            method="POST",
        ),
        Address(
            "find a lead",
            f"/organisations/{town.leaderless.slug}/rescue/",
            ("member", "address", "reason"),
            good={"address": "chair@people.example", "reason": "Their chair."},
            typed=("address", "reason"),
            who="custodian",
            method="POST",
        ),
    ]
