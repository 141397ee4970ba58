"""Where hostile texts are sent: rings."""

from types import SimpleNamespace

from .hostile import Address


def going_round(town: SimpleNamespace) -> list[Address]:
    """Answered, left, stopped; links that were there before."""
    lead = {"who": "lead", "method": "POST"}
    custodian = {"who": "custodian", "method": "POST"}
    ring = f"/rings/{town.ring.pk}"
    return [
        Address(
            "decline a part of a ring",
            f"{ring}/decline/",
            ("reason", "organisation"),
            typed=("reason",),
            **lead,
        ),
        Address("accept a part of a ring", f"{ring}/accept/", ("organisation", "may_name"), **lead),
        Address(
            "leave a ring",
            f"/rings/{town.started_ring.pk}/leave/",
            ("reason", "organisation", "idempotency_key"),
            typed=("reason",),
            **lead,
        ),
        Address(
            "leave a ring for whom",
            f"/rings/{town.started_ring.pk}/leave/",
            ("for",),
            who="lead",
        ),
        Address(
            "stop a ring",
            f"/rings/{town.stoppable_ring.pk}/stop/",
            ("reason",),
            typed=("reason",),
            **custodian,
        ),
        Address("search for rings", "/desk/rings/search/", ("idempotency_key",), **custodian),
        Address(
            "note a link",
            "/desk/rings/links/",
            ("one", "other", "idempotency_key"),
            good={"one": town.ours.name, "other": town.theirs.name},
            typed=("one", "other"),
            **custodian,
        ),
        Address("rings of mine", "/rings/mine/", ("page",), who="lead"),
    ]
