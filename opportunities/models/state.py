"""What changes about an opportunity while it is live, beside Wagtail's text."""

from django.conf import settings
from django.db import models

from ..choices import InRound, Lifecycle
from .opportunities import Opportunity


class OpportunityState(models.Model):
    """What changes about an opportunity without anybody editing it. Only services write it."""

    opportunity = models.OneToOneField(
        Opportunity, on_delete=models.CASCADE, related_name="state", primary_key=True
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="opportunities_submitted",
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="opportunities_supervised",
    )
    supervisor_accepted_at = models.DateTimeField(null=True, blank=True)
    lifecycle = models.CharField(
        max_length=10, choices=Lifecycle.choices, default=Lifecycle.OPEN, db_index=True
    )
    seats_taken = models.PositiveSmallIntegerField(default=0)
    seats_cap = models.PositiveSmallIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    in_round = models.CharField(
        max_length=5, choices=InRound.choices, default=InRound.NO, blank=True
    )
    """Whether its places are given in a placement round: then nobody is answered one by one."""
    for_meeting_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "opportunity states"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seats_taken__lte=models.F("seats_cap")),
                name="opportunity_seats_within_cap",
            )
        ]

    def __str__(self) -> str:
        return f"State of opportunity {self.opportunity_id}"
