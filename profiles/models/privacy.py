"""What somebody agreed to, and the copies of their data that they asked for."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import AgreedTo, HowAgreed

COPY_LASTS = timedelta(days=3)


class Agreement(models.Model):
    """That a user agreed to certain words, in a certain version, on a certain day.

    A row is never changed but for ``ended_at``: agreeing to something else is another row.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agreements"
    )
    to = models.CharField(max_length=10, choices=AgreedTo.choices)
    version = models.CharField(max_length=20)
    how = models.CharField(max_length=8, choices=HowAgreed.choices)
    agreed_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-agreed_at", "-pk"]
        verbose_name_plural = "agreements"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "to", "version"],
                condition=models.Q(ended_at__isnull=True),
                name="agreement_in_force_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} agreed to {self.to} {self.version}"


class Copy(models.Model):
    """A copy of one's own data, asked for: a zip in the vault once the worker has made it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="copies"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    stored = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "copies"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ready_at__isnull=True),
                name="copy_waiting_once",
            )
        ]

    def __str__(self) -> str:
        return f"Copy {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can be fetched now."""
        return bool(self.stored and self.expires_at and self.expires_at > timezone.now())
