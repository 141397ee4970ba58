"""Where hostile texts are sent: introductions."""

from types import SimpleNamespace

from matching.words.weights import WEIGHTS

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


def explaining(town: SimpleNamespace) -> list[Address]:
    """Put aside, challenged, answered, weighed."""
    post = {"who": "student", "method": "POST"}
    keeper = {"who": "custodian", "method": "POST"}
    return [
        Address("what fits, by kind", "/matches/{kinds}/", ("kinds",), who="student"),
        Address(
            "not for me", f"/matches/{town.placement_match.pk}/not-for-me/", ("reason",), **post
        ),
        Address(
            "challenge a result",
            f"/matches/{town.placement_match.pk}/challenge/",
            ("words", "idempotency_key"),
            typed=("words",),
            **post,
        ),
        Address("why not", "/matches/why-not/{slug}/", ("slug",), who="student"),
        Address(
            "answer a challenged result",
            f"/desk/matching/appeals/{town.appeal.pk}/",
            ("finding", "answer"),
            good={"finding": "stands", "answer": "So."},
            typed=("answer",),
            **keeper,
        ),
        Address(
            "weights in draft",
            f"/desk/matching/weights/{town.weights.pk}/",
            ("growth", "least_fit", "why", "version"),
            good={name: town.weights.values[name] for name in WEIGHTS},
            typed=("why",),
            **keeper,
        ),
        Address(
            "a verb for weights",
            f"/desk/matching/weights/{town.weights.pk}/" + "{verb}/",
            ("verb",),
            who="custodian",
        ),
        Address(
            "plan a lunch",
            f"/desk/bookings/{town.sheet.pk}/lunch/",
            ("sizes", "idempotency_key"),
            good={"sizes": "6"},
            typed=("sizes",),
            **keeper,
        ),
        Address("whom to meet", "/me/bookings/{pk}/lunch/", ("pk",), who="student"),
        Address(
            "we talked",
            f"{town.bookings['student'].get_absolute_url()}lunch/" + "{pair}/talked/",
            ("pair",),
            who="student",
        ),
        Address("who could use an offer", "/offers/{slug}/matches/", ("slug",), who="expert"),
        Address(
            "ask to use an offer",
            f"/offers/{town.expert_offer.slug}/ask/",
            ("match", "message", "idempotency_key"),
            typed=("message",),
            who="lead",
            method="POST",
        ),
        Address("ask for evidence", "/desk/matching/balance/", ("person",), **keeper),
        Address("the public balance", "/how-matching-works/balance/", ("page",)),
    ]
