"""Where hostile texts are sent: one's own applications, and what a poster asks."""

from types import SimpleNamespace

from .hostile import Address


def applying(town: SimpleNamespace) -> list[Address]:
    """Written, checked, sent, answered, taken back."""
    post = {"who": "student", "method": "POST"}
    offered = f"/applications/{town.offered_application.pk}/"
    return [
        Address(
            "apply",
            f"/placements/{town.their_placement.slug}/apply/",
            ("why", "learn", "link", "shares_cv", "cv_file", "version", "later"),
            good={"why": "I like maps.", "learn": "More of them."},
            typed=("why", "learn"),
            **post,
        ),
        Address("apply where", "/placements/{slug}/apply/", ("slug",), who="student"),
        Address("check where", "/challenges/{slug}/apply/check/", ("slug",), who="student"),
        Address(
            "send",
            f"/challenges/{town.their_challenge.slug}/apply/check/",
            ("idempotency_key",),
            **post,
        ),
        Address("which application", "/applications/{pk}/", ("pk",), who="student"),
        Address(
            "answer an offer",
            f"{offered}answer/",
            ("answer",),
            good={"answer": "accept"},
            **post,
        ),
        Address(
            "take back",
            f"{offered}withdraw/",
            ("reason", "idempotency_key"),
            good={"reason": "I moved away."},
            typed=("reason",),
            **post,
        ),
        Address(
            "what a poster asks",
            f"/placements/{town.placement.slug}/questions/",
            ("questions", "own_question", "wants_cv", "blind", "days_to_answer"),
            good={"questions": "why", "days_to_answer": "10"},
            typed=("own_question", "days_to_answer"),
            who="lead",
            method="POST",
        ),
        Address(
            "which application of ours",
            f"/placements/{town.placement.slug}/applications/{{pk}}/",
            ("pk",),
            who="lead",
        ),
    ]
