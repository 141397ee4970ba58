"""What somebody chose about their mails. The rows that :mod:`common.models` has no room for."""

from django.conf import settings
from django.db import models


class How(models.TextChoices):
    """When mails about something come."""

    NOW = "now", "At once"
    DAILY = "daily", "Once a day, together"
    WEEKLY = "weekly", "Once a week, together"
    OFF = "off", "Not by mail: I look here"


class MailChoice(models.Model):
    """How somebody gets the mails about one topic; without a row, at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choices"
    )
    topic = models.CharField(max_length=20)
    how = models.CharField(max_length=6, choices=How.choices, default=How.NOW)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="mail_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.how}"


class QuietHours(models.Model):
    """Between which hours of the day, in Birmingham, what can wait does."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="quiet_hours",
        primary_key=True,
    )
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        verbose_name_plural = "quiet hours"

    def __str__(self) -> str:
        return f"{self.begins:%H:%M} to {self.ends:%H:%M}"
