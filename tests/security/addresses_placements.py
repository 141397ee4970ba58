"""Where hostile texts are sent: agreements, their links, and how a placement goes."""

from types import SimpleNamespace

from .good_answers import AGREEMENT_TYPED
from .hostile import Address


def placed(town: SimpleNamespace) -> list[Address]:
    """The host's draft, the student's yes, and whoever has a link."""
    mine = town.sent_agreement.get_absolute_url()
    draft = town.draft_agreement
    levels = {f"level_{row.skill_id}": "2" for row in draft.opportunity.requirements.all()}
    lead = {"who": "lead", "method": "POST"}
    return [
        Address(
            "an agreement",
            f"{draft.get_absolute_url()}edit/",
            (*AGREEMENT_TYPED, "place", "pay", *levels, "version", "idempotency_key"),
            good={**AGREEMENT_TYPED, **levels},
            typed=("days", "place", "pay", "supervisor_name", "aims", "data_handling"),
            **lead,
        ),
        Address(
            "sending an agreement",
            f"{mine}send/",
            ("action", "idempotency_key"),
            **lead,
        ),
        Address(
            "the student’s yes",
            f"{mine}yes/",
            ("answer", "reason", "idempotency_key"),
            good={"answer": "yes"},
            who="student",
            method="POST",
        ),
        Address(
            "an early end",
            f"{mine}end/",
            ("text", "reason", "idempotency_key"),
            good={"text": "It was good to have you."},
            typed=("text", "reason"),
            **lead,
        ),
        Address("a link to an agreement", "/agreements/answer/{signed}/", ("signed",)),
        Address(
            "a supervisor’s answer",
            town.agreement_link,
            ("answer", "name", "reason", "idempotency_key"),
            good={"answer": "yes", "name": "Sam"},
            typed=("name", "reason"),
            method="POST",
        ),
        Address("a link to three questions", "/feedback/{signed}/", ("signed",)),
        Address(
            "three questions",
            town.feedback_link,
            ("how", "good", "change", "shared", "idempotency_key"),
            good={"how": "well"},
            typed=("good", "change"),
            method="POST",
        ),
        Address(
            "a placement as evidence",
            f"/me/pathway/{town.sent_agreement.pk}/skills/",
            ("idempotency_key",),
            who="student",
            method="POST",
        ),
        Address(
            "who agrees at a university",
            f"/organisations/{town.university.slug}/agreements/",
            ("office", "address", "version", "idempotency_key"),
            good={"office": "Placements", "address": "office@uni.example"},
            typed=("office",),
            who="custodian",
            method="POST",
        ),
    ]
