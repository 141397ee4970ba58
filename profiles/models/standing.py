"""What custodians did about somebody, beside the rows it concerns, so that saving those never undoes it."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import ReportState
from .people import Person

GLASS_LASTS = datetime.timedelta(minutes=30)
STEP_LASTS = datetime.timedelta(days=3)


def _glass_ends() -> datetime.datetime:
    return timezone.now() + GLASS_LASTS


def _step_ends() -> datetime.datetime:
    return timezone.now() + STEP_LASTS


class HiddenProfile(models.Model):
    """A profile that a custodian hid. While the row is there, only the person and custodians see it."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="hidden"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    by_id = models.BigIntegerField()
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name_plural = "hidden profiles"

    def __str__(self) -> str:
        return f"Hidden {self.person_id}"


class ClosedAccount(models.Model):
    """Why a custodian closed an account, while it is closed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="closed"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    by_id = models.BigIntegerField()
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name_plural = "closed accounts"

    def __str__(self) -> str:
        return f"Closed {self.user_id}"


class Report(models.Model):
    """What somebody says is wrong with a profile."""

    about = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports_made",
    )
    words = models.CharField(max_length=500)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.WAITING)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name_plural = "reports"

    def __str__(self) -> str:
        return f"Report {self.pk} about {self.about_id}"


class BrokenGlass(models.Model):
    """A superuser's look at what is private of one person: with a reason, for half an hour, told."""

    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="broken_glass"
    )
    by_id = models.BigIntegerField(db_index=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(default=_glass_ends)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "broken glass"

    def __str__(self) -> str:
        return f"Glass {self.pk} about {self.about_id}"


class LostStep(models.Model):
    """A second step that somebody lost: one custodian asks to take it off, another one does."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="lost_step",
    )
    asked_by_id = models.BigIntegerField()
    how_known = models.CharField(max_length=500)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(default=_step_ends)

    class Meta:
        verbose_name_plural = "lost second steps"

    def __str__(self) -> str:
        return f"Lost step of {self.user_id}"
