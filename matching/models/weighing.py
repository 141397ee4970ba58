"""A change of the weights while it is tried: values in draft, what they would change, the switch."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import TrialState
from .runs import WeightSet


class WeightTrial(models.Model):
    """Other weights in draft, compared with those that count on the facts of today.

    Nothing anybody sees changes before it is switched to. ``compared`` holds counts, and ids of
    what is public. Only :mod:`matching.services.weighing` writes here.
    """

    based_on = models.ForeignKey(WeightSet, on_delete=models.PROTECT, related_name="trials")
    restores = models.ForeignKey(
        WeightSet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The former version that this goes back to.",
    )
    values = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=9, choices=TrialState.choices, default=TrialState.DRAFT, db_index=True
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    becomes = models.ForeignKey(
        WeightSet, on_delete=models.PROTECT, null=True, blank=True, related_name="switches"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    compared_at = models.DateTimeField(null=True, blank=True)
    switched_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    compared = models.JSONField(default=dict, blank=True)
    failure = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "weight trials"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="switched")
                | models.Q(becomes__isnull=False, switched_at__isnull=False),
                name="switched_trial_says_to_what",
            )
        ]

    def __str__(self) -> str:
        return f"Weights in draft {self.pk}"

    @property
    def differences(self) -> dict[str, tuple[Any, Any]]:
        """The weights that differ: name -> (now, in draft)."""
        now = self.based_on.values
        return {
            name: (now.get(name), value)
            for name, value in self.values.items()
            if name not in ("name", "version") and now.get(name) != value
        }
