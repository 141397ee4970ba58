"""Forgetting what was settled long ago: addresses of people who were only ever invited among it."""

from datetime import datetime, timedelta

from django.utils import timezone

from ..models import AddressQuestion, Invitation, JoinRequest, Relation

KEPT = timedelta(days=90)
TO_CONFIRM = timedelta(days=60)


def forget_settled(*, now: datetime | None = None) -> int:
    """Delete invitations, requests and questions 90 days after their end, relations nobody confirmed in 60."""
    now = now or timezone.now()
    questions = AddressQuestion.objects.filter(until__lt=now - KEPT)
    count = questions.delete()[0]
    for model in (Invitation, JoinRequest):
        rows = model._default_manager.filter(settled_at__lt=now - KEPT)
        count += rows.delete()[0]
    waiting = Relation.objects.filter(confirmed_at__isnull=True, said_at__lt=now - TO_CONFIRM)
    return count + waiting.delete()[0]
