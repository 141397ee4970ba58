"""When the Forum sleeps. The row that :mod:`common.models` has no room for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Hibernation(models.Model):
    """One sleep of the Forum: since when, until which day at the latest, by whom, why. At most one at a time."""

    current = models.BooleanField(null=True, default=True, unique=True, editable=False)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateField(help_text="The day on which it wakes by itself.")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    woken_at = models.DateTimeField(null=True, blank=True)
    woken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-since"]
        verbose_name = "sleep"
        verbose_name_plural = "sleeps"
        constraints = [
            models.CheckConstraint(
                condition=Q(current=True, woken_at__isnull=True)
                | Q(current__isnull=True, woken_at__isnull=False),
                name="hibernation_current_until_woken",
            ),
        ]

    def __str__(self) -> str:
        return f"Sleep until {self.until}"
