"""How placement records, and those who agree to them, are narrowed."""

import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery

from .placement_choices import PLACEMENT_OVER, PartyAnswer, PlacementState


class PlacementRecordQuerySet(models.QuerySet):
    """Chainable narrowing of placement records."""

    def of(self, user: Any) -> "PlacementRecordQuerySet":
        """The user's own."""
        return self.filter(person__user=user)

    def current(self) -> "PlacementRecordQuerySet":
        """Neither completed nor ended."""
        return self.exclude(state__in=sorted(PLACEMENT_OVER))

    def past_agreed_day(self, today: datetime.date) -> "PlacementRecordQuerySet":
        """Whose version in force, the last that was agreed, has its last day before ``today``."""
        agreements: Any = self.model._meta.get_field("agreements").related_model
        in_force = agreements.objects.filter(record=OuterRef("pk"), agreed_at__isnull=False)
        last_day = in_force.order_by("-number").values("ends")[:1]
        return self.alias(last_day=Subquery(last_day)).filter(last_day__lt=today)

    def on_pathway(self) -> "PlacementRecordQuerySet":
        """Agreed at least once: what somebody may say they did."""
        return self.filter(agreements__agreed_at__isnull=False).distinct()

    def for_pages(self) -> "PlacementRecordQuerySet":
        """With all that a page of one shows."""
        return self.select_related(
            "opportunity__organisation__state",
            "opportunity__state",
            "person__user",
            "person__affiliation",
            "application__opportunity__organisation__state",
            "application__opportunity__state",
            "application__person__user",
        ).prefetch_related("agreements__parties")


class PartyQuerySet(models.QuerySet):
    """Chainable narrowing of those who are asked to agree."""

    def open(self) -> "PartyQuerySet":
        """Whose answer is waited for, by a link or an account that is still good."""
        return self.filter(
            answer=PartyAnswer.WAITING,
            revoked_at__isnull=True,
            agreement__record__state=PlacementState.SENT,
        )

    def good(self) -> "PartyQuerySet":
        """Whose link still opens the agreement, answered or not: until the placement is over."""
        return self.exclude(agreement__record__state__in=sorted(PLACEMENT_OVER)).filter(
            revoked_at__isnull=True,
            agreement__record__person__isnull=False,
            agreement__record__application__isnull=False,
        )


class FeedbackQuerySet(models.QuerySet):
    """Chainable narrowing of what each side is asked."""

    def open(self) -> "FeedbackQuerySet":
        """Neither answered nor closed, of somebody who is still here."""
        return self.filter(
            answered_at__isnull=True, closed_on__isnull=True, record__person__isnull=False
        )
