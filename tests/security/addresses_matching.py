"""Where hostile texts are sent: introductions."""

from types import SimpleNamespace

from .hostile import Address


def introducing(town: SimpleNamespace) -> list[Address]:
    """Asked for, answered, stopped."""
    post = {"who": "student", "method": "POST"}
    return [
        Address(
            "ask for an introduction",
            f"/matches/{town.placement_match.pk}/ask/",
            ("message", "idempotency_key"),
            typed=("message",),
            **post,
        ),
        Address(
            "say no",
            f"/introductions/{town.introduction.pk}/decline/",
            ("reason",),
            typed=("reason",),
            **post,
        ),
        Address(
            "stop an introduction",
            f"/introductions/{town.introduction.pk}/stop/",
            ("reason",),
            who="custodian",
            method="POST",
            typed=("reason",),
        ),
        Address("how it went on", f"/introductions/{town.introduction.pk}/move/", ("to",), **post),
        Address(
            "answer by a signed link",
            f"/introductions/answer/{town.link}/",
            ("decision", "reason"),
            good={"decision": "no"},
            typed=("reason",),
            method="POST",
        ),
    ]
