"""Asking what came of it: once it is done, and of people six months and a year later."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from community.models import Event
from matching.models import Introduction
from opportunities.models import Application, PlacementRecord

from ..choices import Moment, Role, Sector, StillHere
from ..querysets import AskQuerySet
from .outcomes import Outcome


class Ask(models.Model):
    """One question to one user at one moment. After a while only what was answered stays."""

    introduction = models.ForeignKey(
        Introduction, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )
    placement = models.ForeignKey(
        PlacementRecord, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcome_asks",
    )
    moment = models.CharField(max_length=9, choices=Moment.choices)
    due = models.DateField(default=timezone.localdate)
    asked_on = models.DateField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    """Since when nobody asks any more."""
    nothing_came = models.BooleanField(default=False)
    outcome = models.ForeignKey(
        Outcome, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )
    still_here = models.CharField(max_length=6, choices=StillHere.choices, blank=True)
    role = models.CharField(max_length=9, choices=Role.choices, blank=True)
    sector = models.CharField(max_length=10, choices=Sector.choices, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        verbose_name_plural = "asks"
        indexes = [models.Index(fields=["due"], name="outcome_ask_due")]
        constraints = [
            models.UniqueConstraint(
                fields=[came, "user", "moment"],
                condition=Q(**{f"{came}__isnull": False, "user__isnull": False}),
                name=f"outcome_asked_once_{came}",
            )
            for came in ("introduction", "placement", "application", "event")
        ]

    def __str__(self) -> str:
        return f"Ask {self.pk}, {self.moment}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None and self.closed_on is None
