"""Where hostile texts are sent: applying together."""

from types import SimpleNamespace

from .hostile import Address


def teaming(town: SimpleNamespace) -> list[Address]:
    """The team's own page, the link of whoever is asked, leaving."""
    here = f"/applications/{town.team_draft.pk}/team/"
    post = {"who": "student", "method": "POST"}
    return [
        Address("asked to a team", "/teams/{signed}/", ("signed",), who="lead"),
        Address(
            "ask somebody in",
            here,
            ("who", "action", "idempotency_key"),
            good={"who": "robin@post.example", "action": "ask"},
            typed=("who",),
            **post,
        ),
        Address("a yes to the text", here, ("action", "seen"), **post),
        Address("leave a team", f"{here}leave/", ("heir", "idempotency_key"), **post),
    ]
