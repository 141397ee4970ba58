"""How outcomes and questions about them are narrowed."""

import datetime
from typing import Any

from django.db import models


class OutcomeQuerySet(models.QuerySet):
    """Chainable narrowing of outcomes."""

    def public(self) -> "OutcomeQuerySet":
        """Verified and published: what anybody may read."""
        return self.filter(state="published")

    def waiting(self) -> "OutcomeQuerySet":
        """Sent in, for a custodian to decide; the oldest first."""
        return self.filter(state="waiting").order_by("sent_in_at", "pk")

    def for_rows(self) -> "OutcomeQuerySet":
        """With all that one line of a list shows."""
        return self.select_related("node__row", "district").prefetch_related(
            models.Prefetch("consents", queryset=_consents(self.model))
        )

    def for_lists(self) -> "OutcomeQuerySet":
        """With all that a page, a file or a feed shows of one."""
        rows = self.for_rows().select_related("opportunity", "node__row", "district")
        return rows.prefetch_related("strands", "priorities")


def _consents(outcome: Any) -> Any:
    rows = outcome._meta.get_field("consents").related_model._default_manager
    return rows.select_related(
        "organisation__district", "organisation__state", "user__person__hidden"
    ).order_by("pk")


class AskQuerySet(models.QuerySet):
    """Chainable narrowing of questions."""

    def open(self) -> "AskQuerySet":
        """Asked, neither answered nor given up."""
        return self.filter(asked_on__isnull=False, answered_at=None, closed_on=None)

    def due(self, today: datetime.date) -> "AskQuerySet":
        """Not asked yet, and it is time."""
        return self.filter(asked_on=None, closed_on=None, due__lte=today)
