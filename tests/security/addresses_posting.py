"""Where hostile texts are sent: the steps of posting a challenge, placement or job."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from .good_answers import CARE, DATA, JOB, PROBLEM, TERMS, WHEN
from .hostile import Address


def posting(town: SimpleNamespace) -> list[Address]:
    """Its lead posts for an organisation."""
    draft = f"/challenges/{town.challenge_draft.slug}/edit"
    placement = f"/placements/{town.placement_draft.slug}/edit"
    post = {"who": "lead", "method": "POST"}
    texts = ("title", "description", "benefit", "tried")
    return [
        Address(
            "post a challenge",
            f"/challenges/new/?for={town.ours.slug}",
            (*texts, "themes", "idempotency_key"),
            good=PROBLEM,
            typed=texts,
            **post,
        ),
        Address(
            "propose a hack",
            f"/challenges/propose/?for={town.ours.slug}",
            ("title", "description", "benefit", "data_note", "result", "district", "themes"),
            good={**PROBLEM, "data_note": "A table.", "sensitivity": "open"},
            typed=("title", "description", "benefit", "data_note", "result"),
            **post,
        ),
        Address(
            "who it is for",
            "/challenges/new/?other=yes",
            ("organisation", "name", "kind", "district"),
            good={"organisation": "new", "name": "Severn Choir", "kind": "community"},
            typed=("name",),
            **post,
        ),
        Address(
            "ask for help",
            f"/challenges/{town.challenge_draft.slug}/help/",
            ("act", "question", "wants_hour", "remark", "text"),
            good={"act": "ask", "question": "Is it too big?"},
            typed=("question",),
            **post,
        ),
        Address(
            "interest",
            "/challenges/repairs/interest/",
            ("withdraw", "idempotency_key"),
            **post,
        ),
        Address(
            "versions",
            f"/challenges/{town.challenge_draft.slug}/versions/",
            ("from", "to"),
            who="lead",
        ),
        Address(
            "the data",
            f"{draft}/data/",
            ("data_note", "sensitivity", "result", "answers_questions", "revision"),
            good=DATA,
            typed=("data_note", "result", "answers_questions"),
            **post,
        ),
        Address(
            "with care",
            f"/challenges/{town.careful_draft.slug}/edit/care/",
            ("lawful_basis", "agreed", "seen_by", "harm", "kept", "meets", "safeguarding"),
            good=CARE,
            typed=("agreed", "seen_by", "harm", "kept", "checks", "safeguarding"),
            **post,
        ),
        Address(
            "when and where",
            f"{draft}/when/",
            (
                *("pattern", "district", "starts", "ends", "days_of_effort", "closes"),
                *("gives_back", "gives_back_note"),
            ),
            good=WHEN,
            typed=("starts", "ends", "days_of_effort", "closes", "gives_back_note"),
            **post,
        ),
        Address(
            "skills of a challenge",
            f"{draft}/skills/",
            ("find", "skill", "shown", "level_1", "need_1", "look"),
            typed=("find",),
            **post,
        ),
        Address(
            "terms of a placement",
            f"{placement}/terms/",
            (
                *("pay_basis", "pay_amount", "pay_period", "funding_source", "hours_per_week"),
                *("seats", "stages", "supervisor", "pay_exception", "funding_status"),
            ),
            good={**TERMS, "supervisor": town.lead.email},
            typed=("pay_amount", "funding_source", "hours_per_week", "seats", "supervisor"),
            **post,
        ),
        Address(
            "what it depends on",
            f"/placements/{town.maybe_draft.slug}/edit/maybe/",
            ("depends_on", "decide_by", "revision"),
            good={"depends_on": "Our bid.", "decide_by": "2027-03-01"},
            typed=("depends_on", "decide_by"),
            **post,
        ),
        Address(
            "make it firm",
            f"/placements/{town.maybe_draft.slug}/firm/",
            ("idempotency_key",),
            **post,
        ),
        Address(
            "post a job",
            f"/jobs/new/?for={town.ours.slug}",
            ("title", "description", "employer_form_url", "themes"),
            good=JOB,
            typed=("title", "description", "employer_form_url"),
            **post,
        ),
        Address(
            "terms of a job",
            f"/jobs/{town.job_draft.slug}/edit/terms/",
            (
                *("pay_amount", "pay_period", "hours_per_week", "pattern", "district"),
                *("starts", "closes", "revision"),
            ),
            good={
                "pay_amount": "31067",
                "pay_period": "year",
                "pattern": "remote",
                "closes": f"{timezone.localdate():%Y-%m-%d}",
            },
            typed=("pay_amount", "hours_per_week", "starts", "closes"),
            **post,
        ),
        Address(
            "we have this too",
            "/challenges/repairs/together/",
            ("organisation", "words", "seats", "data_note", "draft"),
            good={"organisation": town.ours.slug, "words": "We too.", "seats": "1"},
            typed=("words", "seats", "data_note"),
            **post,
        ),
        Address(
            "answer who has this too",
            town.partnership.get_absolute_url(),
            ("answer", "reason"),
            good={"answer": "decline", "reason": "We have the same data already."},
            typed=("reason",),
            **post,
        ),
        Address(
            "share a placement",
            f"/placements/{town.placement_draft.slug}/together/",
            (
                *("organisation", "words", "host_days", "partner_days"),
                *("host_hours", "partner_hours"),
            ),
            good={
                "organisation": town.theirs.name,
                "words": "Shall we?",
                "host_days": "mon",
                "partner_days": "tue",
                "host_hours": "7",
                "partner_hours": "7",
            },
            typed=("organisation", "words", "host_hours", "partner_hours"),
            **post,
        ),
        Address("post it again", "/placements/{slug}/again/", ("slug", "idempotency_key"), **post),
        Address("which step", draft + "/{step}/", ("step",), who="lead"),
        Address(
            "end it",
            f"/challenges/{town.challenge.slug}/close/",
            ("how", "reason"),
            good={"how": "closed"},
            typed=("reason",),
            **post,
        ),
        Address(
            "more time",
            f"/placements/{town.placement.slug}/later/",
            ("closes", "idempotency_key"),
            good={"closes": (town.placement.closes + datetime.timedelta(days=9)).isoformat()},
            **post,
        ),
    ]
