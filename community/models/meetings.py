"""Meetings of the Forum. Custodians build them at the desk; what is about a person is in plain rows."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from mission.models import Node, Priority, Strand
from profiles.models import Organisation

from ..querysets.meetings import MeetingQuerySet
from .gatherings import Gathering


class MeetingSeries(models.Model):
    """Meetings that follow each other: the Forum's own, or those of a task group."""

    title = models.CharField(max_length=160, unique=True)
    summary = models.CharField(max_length=240, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "title"]
        verbose_name_plural = "meeting series"

    def __str__(self) -> str:
        return self.title


class Meeting(Gathering):
    """One meeting: seen by nobody but custodians until it is announced."""

    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField(help_text="Its day in Birmingham: part of its address.")
    part = models.PositiveSmallIntegerField(
        default=1, help_text="Which of the meetings of that day, where there are several."
    )
    host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_hosted",
    )
    strands = models.ManyToManyField(Strand, blank=True, related_name="meetings")
    priorities = models.ManyToManyField(Priority, blank=True, related_name="meetings")
    nodes = models.ManyToManyField(Node, blank=True, related_name="meetings")
    updates_by = models.DateTimeField(
        null=True, blank=True, help_text="Until when members send their updates."
    )
    updates_reminded_for = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The deadline that was reminded of."
    )
    announced_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uid = models.CharField(
        max_length=255, unique=True, help_text="Of its calendar entry, for ever."
    )
    sequence = models.PositiveIntegerField(default=0, help_text="Of its calendar entry.")
    changed_at = models.DateTimeField(help_text="When what a calendar shows last changed.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        verbose_name_plural = "meetings"
        indexes = [
            models.Index(fields=["series", "called_off_at", "starts"], name="meeting_in_its_series")
        ]
        constraints = [
            models.UniqueConstraint(fields=["on", "part"], name="meeting_once_a_day_and_part"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="meeting_ends_after_start"
            ),
        ]

    @property
    def is_announced(self) -> bool:
        return self.announced_at is not None

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends < timezone.now()

    @property
    def takes_updates(self) -> bool:
        """Whether members may still send their updates."""
        waits = self.updates_by is not None and self.updates_by > timezone.now()
        return waits and self.is_announced and not self.is_called_off

    def get_absolute_url(self) -> str:
        day = [f"{self.on.year:04d}", f"{self.on.month:02d}", f"{self.on.day:02d}"]
        if self.part > 1:
            return reverse("community:meeting_part", args=[*day, self.part])
        return reverse("community:meeting", args=day)
