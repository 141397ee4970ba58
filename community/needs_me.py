"""What of meetings waits for somebody: their own actions, and for custodians names to take out."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from common.needs_me import Entry, Source, register

from .choices.bookings import BookingState
from .choices.consultations import ConsultationState, Respondent, ResponseState
from .choices.notes import RemovalState
from .models import Action, Booking, Consultation, RemovalRequest, Response
from .policies.consultations import may_run_consultations
from .policies.notes import may_write_notes
from .queries.actions import own_open


def _action(row: Action) -> Entry:
    return Entry(
        title=row.text,
        why=f"You said so at {row.meeting.title}.",
        by=row.due,
        url=reverse("community:my_action", args=[row.pk]),
    )


def removals(user: Any) -> QuerySet:
    """Requests that somebody has confirmed, for custodians."""
    rows = RemovalRequest.objects.filter(state=RemovalState.WAITING).select_related("meeting")
    return rows if may_write_notes(user) else rows.none()


def _removal(row: RemovalRequest) -> Entry:
    return Entry(
        title=f"Take a name out of the notes of {row.meeting.title}",
        why="Somebody asks not to be named.",
        url=reverse("community:desk_removal", args=[row.pk]),
    )


register(Source("actions", "you", rows=own_open, entry=_action))
register(Source("removals", "custodian", rows=removals, entry=_removal))

SOON = datetime.timedelta(days=3)


def booked_soon(user: Any) -> QuerySet:
    """What the user has a place at in the next days: come, or give it back in time."""
    now = timezone.now()
    days = (now, now + SOON)
    return (
        Booking.objects.for_pages()
        .of(user)
        .filter(state=BookingState.PLACED, sheet__called_off_at=None)
        .filter(Q(sheet__event__starts__range=days) | Q(sheet__meeting__starts__range=days))
        .order_by("pk")
    )


def _booked(row: Booking) -> Entry:
    return Entry(
        title=f"Come, or give your place back: {row.sheet.gathering}",
        why="You have a place. If you cannot come, whoever waits gets it.",
        by=row.sheet.gathering.starts,
        url=row.get_absolute_url(),
    )


register(Source("bookings", "you", rows=booked_soon, entry=_booked))


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
