"""What of the Forum's life needs somebody now."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from common.needs_me import Entry, Source, register

from .choices.consultations import ConsultationState, Respondent, ResponseState
from .models import Consultation, Response
from .policies.consultations import may_run_consultations


def begun(user: Any) -> QuerySet:
    """Own answers that are kept and not sent, while they can be."""
    return (
        Response.objects.filter(
            user=user,
            kind=Respondent.PERSON,
            state=ResponseState.DRAFT,
            consultation__state=ConsultationState.OPEN,
            consultation__closes__gt=timezone.now(),
        )
        .select_related("consultation")
        .order_by("consultation__closes", "pk")
    )


def _begun(row: Response) -> Entry:
    return Entry(
        title=f"Send your answers: {row.consultation}",
        why="You began, and what you wrote is kept. Nobody counts it before you send it.",
        by=row.consultation.closes,
        url=reverse("community:respond", args=[row.consultation.slug]),
    )


def unreported(user: Any) -> QuerySet:
    """Closed, and nobody has said yet what came of it."""
    if not may_run_consultations(user):
        return Consultation.objects.none()
    return Consultation.objects.filter(state=ConsultationState.CLOSED).order_by("closes", "pk")


def _unreported(row: Consultation) -> Entry:
    return Entry(
        title=f"Say what came of it: {row}",
        why="It has closed. Those who answered were promised that their answers are used.",
        url=reverse("community:desk_report", args=[row.pk]),
    )


register(Source("consultation_drafts", "you", rows=begun, entry=_begun))
register(Source("unreported_consultations", "custodian", rows=unreported, entry=_unreported))
