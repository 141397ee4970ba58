"""What of placements needs somebody now: agreements to write or to answer, questions that are open."""

from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from common.needs_me import Entry, Source, register
from profiles.choices import Role

from .models import AgreementParty, Application, FeedbackRequest, PlacementRecord
from .placement_choices import PartyRole, PlacementState, Side
from .services.feedback import link_of


def to_answer(user: Any) -> QuerySet:
    """Agreements that wait for the user’s yes or no."""
    rows = AgreementParty.objects.open().filter(user=user, role=PartyRole.STUDENT)
    return rows.select_related("agreement__record__opportunity").order_by("pk")


def _answer(row: AgreementParty) -> Entry:
    record = row.agreement.record
    return Entry(
        title=f"Answer the learning agreement: {record.opportunity}",
        why="The host and you agree what the placement is for.",
        by=row.agreement.starts,
        url=record.get_absolute_url(),
    )


def questions(user: Any) -> QuerySet:
    """Three questions that the user was asked about a placement."""
    rows = FeedbackRequest.objects.open().filter(
        record__person__user=user, side=Side.STUDENT, asked_on__isnull=False
    )
    return rows.select_related("record__opportunity").order_by("due", "pk")


def _question(row: FeedbackRequest) -> Entry:
    return Entry(
        title=f"Say how it goes: {row.record.opportunity}",
        why="Three questions. Who reads the answers is said on the page.",
        by=None,
        url=link_of(row),
    )


def to_send(user: Any) -> QuerySet:
    """Agreements that a host has not sent, of opportunities that the user leads or supervises."""
    leads = Q(
        opportunity__organisation__memberships__user=user,
        opportunity__organisation__memberships__role=Role.LEAD,
    )
    rows = PlacementRecord.objects.filter(
        leads | Q(opportunity__state__supervisor=user),
        state=PlacementState.DRAFT,
        application__in=Application.objects.visible_to(user).values("pk"),
    )
    # A team is one thing to do: its first record stands for those that wait with it.
    same = PlacementRecord.objects.filter(
        application=OuterRef("application"), state=PlacementState.DRAFT
    )
    waiting = same.order_by().values("application").annotate(all=Count("pk")).values("all")
    rows = rows.filter(~Exists(same.filter(pk__lt=OuterRef("pk")))).distinct()
    rows = rows.annotate(first=Min("agreements__starts"), waiting=Subquery(waiting))
    return rows.select_related("opportunity").order_by("pk")


def _send(row: Any) -> Entry:
    if row.waiting > 1:
        return Entry(
            title=f"Write and send {row.waiting} learning agreements: {row.opportunity}",
            why="A team has taken its places, and each has one. Its terms are copied with one button.",
            by=row.first,
            url=f"{row.opportunity.get_absolute_url()}applications/{row.application_id}/",
        )
    return Entry(
        title=f"Write and send the learning agreement: {row.opportunity}",
        why="Somebody has taken the place. It is made from what the placement says.",
        by=row.first,
        url=row.get_absolute_url(),
    )


register(Source("agreements", "you", rows=to_answer, entry=_answer))
register(Source("questions", "you", rows=questions, entry=_question))
register(Source("agreements-to-send", "host", rows=to_send, entry=_send))
