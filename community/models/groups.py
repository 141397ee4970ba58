"""Task groups, who belongs to a series of meetings, and who speaks for the Forum elsewhere."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..choices.notes import SeriesPart
from .attendance import Named
from .meetings import MeetingSeries

PURPOSE_LENGTH, WHERE_LENGTH, REPORT_LENGTH = 1000, 200, 4000


class TaskGroup(models.Model):
    """What makes a series of meetings a task group: a purpose and an end."""

    series = models.OneToOneField(
        MeetingSeries, on_delete=models.CASCADE, primary_key=True, related_name="task_group"
    )
    purpose = models.TextField(max_length=PURPOSE_LENGTH)
    ends_on = models.DateField(help_text="A task group has an end. It can be moved.")

    class Meta:
        ordering = ["ends_on", "pk"]
        verbose_name_plural = "task groups"

    def __str__(self) -> str:
        return f"Task group {self.pk}"


class SeriesMember(Named):
    """Somebody who belongs to a series of meetings: its chair, or a member of a task group."""

    series = models.ForeignKey(MeetingSeries, on_delete=models.CASCADE, related_name="members")
    part = models.CharField(max_length=6, choices=SeriesPart.choices, default=SeriesPart.MEMBER)

    class Meta:
        ordering = ["part", "name", "pk"]
        verbose_name_plural = "members of series"
        constraints = [
            models.UniqueConstraint(
                fields=["series"], condition=Q(part="chair"), name="series_has_one_chair"
            ),
            models.CheckConstraint(
                condition=Q(named=False) | ~Q(name=""), name="series_member_named_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk} of series {self.series_id}"


class Delegation(Named):
    """Somebody speaks for the Forum somewhere until a day, and reports back."""

    where = models.CharField(max_length=WHERE_LENGTH, help_text="The board, group or event.")
    purpose = models.TextField(max_length=PURPOSE_LENGTH, blank=True)
    since = models.DateField()
    until = models.DateField()
    report = models.TextField(
        max_length=REPORT_LENGTH, blank=True, help_text="What they brought back."
    )
    reported_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["until", "pk"]
        verbose_name_plural = "delegations"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(named=False) | ~Q(name=""), name="delegation_named_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"Delegation {self.pk}"
