"""The newsletter: letters that custodians read before they go, and who gets them without an account."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class Rhythm(models.TextChoices):
    """How much time a letter looks back on."""

    WEEKLY = "weekly", "A week"
    MONTHLY = "monthly", "A month"


class Newsletter(models.Model):
    """One letter about what is new. A draft until a custodian sends it, then public and unchanged."""

    title = models.CharField(max_length=160)
    body = models.TextField(max_length=20000)
    since = models.DateField()
    until = models.DateField()
    rhythm = models.CharField(max_length=7, choices=Rhythm.choices, default=Rhythm.MONTHLY)
    created_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reached = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-until", "-pk"]
        verbose_name_plural = "newsletters"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="newsletter_until_after_since"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk:newsletter", args=[self.pk])


class Subscriber(models.Model):
    """Somebody without an account who asked for the newsletter. Confirmed by a link in a mail."""

    address = models.EmailField(max_length=254, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "subscribers"

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"
