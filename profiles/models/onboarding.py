"""Where a newcomer stands in the first three minutes, and what they chose to keep of a pasted text."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .people import Person


class Onboarding(models.Model):
    """What brings somebody here, and the page they had come to when they left."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="onboarding",
        primary_key=True,
    )
    purposes = models.JSONField(default=list, blank=True)
    step = models.CharField(max_length=12, default="purpose")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "onboardings"

    def __str__(self) -> str:
        return f"Onboarding of {self.user_id} at {self.step}"


class KeptText(models.Model):
    """A text that a person pasted to have skills suggested, and chose to keep for themselves."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="kept_text", primary_key=True
    )
    text = models.TextField(max_length=5000)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "kept texts"

    def __str__(self) -> str:
        return f"Text kept by {self.person_id}"
