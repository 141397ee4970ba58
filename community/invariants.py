"""What must always be true of the Forum's life."""

from collections.abc import Iterator

from django.db.models import F

from common.invariants import invariant

from .choices.consultations import ConsultationState, ResponseState
from .models import Consultation, Response


@invariant("A consultation with an answer is no draft, and its questions are frozen")
def answered_are_frozen() -> Iterator[str]:
    drafts = Consultation.objects.filter(state=ConsultationState.DRAFT, responses__isnull=False)
    for pk in drafts.values_list("pk", flat=True).distinct():
        yield f"Consultation {pk} is a draft with answers."
    loose = Consultation.objects.filter(first_answer_at__isnull=True, responses__isnull=False)
    for pk in loose.values_list("pk", flat=True).distinct():
        yield f"Consultation {pk} has answers, and nobody noted since when."


@invariant("A reported consultation has a published report")
def reported_have_reports() -> Iterator[str]:
    rows = Consultation.objects.filter(
        state=ConsultationState.REPORTED, report__published_at__isnull=True
    )
    for pk in rows.values_list("pk", flat=True):
        yield f"Consultation {pk} is reported, and has no published report."


@invariant("A response that was sent was sent before its consultation closed")
def sent_in_time() -> Iterator[str]:
    rows = Response.objects.filter(state=ResponseState.SENT, sent_at__gte=F("consultation__closes"))
    for pk in rows.values_list("pk", flat=True):
        yield f"Response {pk} was sent after the end."
