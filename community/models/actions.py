"""What somebody said they would do, carried from meeting to meeting until it is done or dropped."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices.notes import LADDER, ActionState, Step
from ..querysets.actions import ActionQuerySet
from .agenda import AgendaItem
from .attendance import Attendance
from .meetings import Meeting

ACTION_LENGTH, OUTCOME_LENGTH = 500, 1000


class Action(models.Model):
    """Something to do after a meeting: whose, by when, and from which item it came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    text = models.CharField(max_length=ACTION_LENGTH)
    owners = models.ManyToManyField(Attendance, blank=True, related_name="actions")
    everyone = models.BooleanField(default=False, help_text="It is for all members.")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=7, choices=ActionState.choices, default=ActionState.OPEN, editable=False
    )
    outcome = models.TextField(
        max_length=OUTCOME_LENGTH, blank=True, help_text="How it stands, or what came of it."
    )
    step = models.CharField(
        max_length=6,
        choices=Step.choices,
        blank=True,
        editable=False,
        help_text="The last step of the ladder that somebody took.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting__starts", "pk"]
        verbose_name_plural = "actions"
        indexes = [models.Index(fields=["state", "due"], name="action_open_by_day")]

    def __str__(self) -> str:
        return f"Action {self.pk} of meeting {self.meeting_id}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.state == ActionState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether its day is over and it still waits."""
        return self.is_open and self.due is not None and self.due < timezone.localdate()

    @property
    def age(self) -> str:
        """How often it was carried over, in words; needs ``with_age()``."""
        count = getattr(self, "carried", 0)
        if not count:
            return ""
        return f"carried over {count} meeting{'s' if count > 1 else ''}"

    @property
    def next_step(self) -> str:
        """The next step of the ladder, empty after the last."""
        if not self.step:
            return LADDER[0]
        place = LADDER.index(self.step) + 1
        return LADDER[place] if place < len(LADDER) else ""


class Escalation(models.Model):
    """One step of the ladder, and who pressed the button."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="escalations")
    step = models.CharField(max_length=6, choices=Step.choices)
    told = models.PositiveSmallIntegerField(default=0, help_text="To how many a mail went.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "escalations"

    def __str__(self) -> str:
        return f"Step {self.step} of action {self.action_id}"


class ActionReminder(models.Model):
    """That the owners of an action were reminded of it before a meeting: once for each."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    told = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "reminders of actions"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "meeting"], name="action_reminded_once_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"Reminder of action {self.action_id} before {self.meeting_id}"
