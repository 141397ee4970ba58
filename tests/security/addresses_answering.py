"""Where hostile texts are sent: applications, as their host reads and answers them."""

from types import SimpleNamespace

from .hostile import Address


def answering(town: SimpleNamespace) -> list[Address]:
    """The host of an application."""
    here = f"/placements/{town.placement.slug}/applications/"
    one = f"{here}{town.application.pk}/"
    post = {"who": "lead", "method": "POST"}
    return [
        Address("an inbox", here, ("tab", "page"), who="lead"),
        Address("ticked", f"{here}answer/", ("pick", "to"), good={"to": "reserve"}, who="lead"),
        Address(
            "scores and a note",
            one,
            ("action", "note", f"score_{town.placement.requirements.all()[0].pk}"),
            good={"action": "score", "note": "Clear."},
            typed=("note",),
            **post,
        ),
        Address(
            "a tie",
            one,
            ("conflict",),
            good={"action": "conflict", "conflict": "A cousin."},
            typed=("conflict",),
            **post,
        ),
        Address(
            "a reader",
            one,
            ("reader",),
            good={"action": "reader", "reader": town.member.pk},
            **post,
        ),
        Address("a choice", one, ("tier",), good={"action": "tier"}, **post),
        Address(
            "an answer",
            f"{here}answer/",
            ("reason", "private_note", "public_text", "to", "pick"),
            good={"to": "declined", "reason": "full", "pick": town.application.pk},
            typed=("private_note", "public_text"),
            **post,
        ),
        Address("answers on their way", f"{here}check/", ("pick",), **post),
    ]
