"""A state that was wrong, and the two custodians who put it right."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..application_choices import ApplicationState
from ..correction_choices import CorrectionState
from .applications import Application

LASTS = datetime.timedelta(days=14)


class Correction(models.Model):
    """One custodian says which state an application should have, and why; another confirms or refuses."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="corrections"
    )
    state = models.CharField(
        max_length=10, choices=CorrectionState.choices, default=CorrectionState.PROPOSED
    )
    was = models.CharField(max_length=12, choices=ApplicationState.choices)
    to = models.CharField(max_length=12, choices=ApplicationState.choices)
    reason = models.TextField(max_length=1000)
    answer = models.TextField(max_length=1000, blank=True)
    """Why it was refused."""
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="corrections_proposed",
    )
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections_decided",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state=CorrectionState.PROPOSED),
                name="correction_one_open",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(state__in=[CorrectionState.DONE, CorrectionState.REFUSED])
                | ~Q(proposed_by=models.F("decided_by")),
                name="correction_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk} of application {self.application_id}"

    @property
    def until(self) -> datetime.date:
        """The last day on which it may be confirmed."""
        return timezone.localdate(self.proposed_at + LASTS)

    @property
    def is_open(self) -> bool:
        """Whether it waits for the second custodian."""
        return self.state == CorrectionState.PROPOSED
