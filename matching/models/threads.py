"""What two introduced sides write to each other until they meet. Nobody else reads it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import ReportState, Side
from .introductions import Introduction

TEXT_LENGTH, REPORT_LENGTH = 2000, 600


class ThreadMessage(models.Model):
    """One message. Taken back or taken out, its words go and its place stays."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="thread")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    side = models.CharField(max_length=6, choices=Side.choices)
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    removed = models.BooleanField(default=False)
    """Whether a custodian took it out, after a report."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True) | models.Q(text=""),
                name="deleted_message_has_no_words",
            )
        ]

    def __str__(self) -> str:
        return f"Message {self.pk} of introduction {self.introduction_id}"


class ThreadBlock(models.Model):
    """One side wants to read nothing more of the other. While it stands nobody writes."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="blocks")
    side = models.CharField(max_length=6, choices=Side.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["introduction", "side"], name="one_block_each_side")
        ]

    def __str__(self) -> str:
        return f"Block of introduction {self.introduction_id} by its {self.side}"


class MessageReport(models.Model):
    """Somebody finds a message wrong. It opens that message, and two on each side of it, to custodians."""

    message = models.ForeignKey(ThreadMessage, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.TextField(max_length=REPORT_LENGTH, blank=True)
    state = models.CharField(max_length=7, choices=ReportState.choices, default=ReportState.WAITING)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "by"], name="one_report_each_reader")
        ]

    def __str__(self) -> str:
        return f"Report {self.pk} of message {self.message_id}"
