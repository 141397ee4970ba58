"""What was said and decided at a meeting, from draft to locked, with every amendment kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..choices.notes import NotesState, RemovalState
from .agenda import AgendaItem
from .attendance import NAME_LENGTH
from .meetings import Meeting

NOTE_LENGTH, DECISION_LENGTH, REASON_LENGTH = 20_000, 1500, 500


class MeetingNotes(models.Model):
    """The notes of one meeting as a whole: how far they have come, and when."""

    meeting = models.OneToOneField(
        Meeting, on_delete=models.CASCADE, primary_key=True, related_name="notes"
    )
    state = models.CharField(
        max_length=10, choices=NotesState.choices, default=NotesState.DRAFT, editable=False
    )
    circulated_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.ForeignKey(
        Meeting,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="agreed_notes",
        help_text="The later meeting that agreed them.",
    )
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "notes of meetings"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(circulated_at__isnull=False),
                name="notes_out_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="circulated") | Q(agreed_at__isnull=False),
                name="notes_agreed_at_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"Notes of meeting {self.meeting_id}"

    @property
    def is_public(self) -> bool:
        """Whether anybody may read them."""
        return self.state != NotesState.DRAFT


class ItemNote(models.Model):
    """What was said under one item; the row without an item is about the meeting as a whole."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="item_notes")
    item = models.OneToOneField(
        AgendaItem, on_delete=models.RESTRICT, null=True, blank=True, related_name="note"
    )
    text = models.TextField(max_length=NOTE_LENGTH, blank=True)

    class Meta:
        ordering = ["meeting", "item__order", "pk"]
        verbose_name_plural = "notes of items"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(item__isnull=True), name="notes_one_general_text"
            )
        ]

    def __str__(self) -> str:
        return f"Note {self.pk} of meeting {self.meeting_id}"


class Decision(models.Model):
    """What a meeting decided, numbered within it, and under which item."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.RESTRICT, null=True, blank=True, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=DECISION_LENGTH)

    class Meta:
        ordering = ["meeting", "number"]
        verbose_name_plural = "decisions"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once")
        ]

    def __str__(self) -> str:
        return f"Decision {self.number} of meeting {self.meeting_id}"


class Amendment(models.Model):
    """A change to notes that were out already. Of locked notes the text stays and this stands beside it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="amendments")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.RESTRICT, null=True, blank=True, related_name="amendments"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="amendments"
    )
    before = models.TextField(max_length=NOTE_LENGTH, blank=True)
    after = models.TextField(max_length=NOTE_LENGTH, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH)
    correction = models.BooleanField(
        default=False, help_text="Of locked notes: shown beside the text, which stays as agreed."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "amendments"

    def __str__(self) -> str:
        return f"Amendment {self.pk} of meeting {self.meeting_id}"


class RemovalRequest(models.Model):
    """Somebody asks not to be named in the published notes of a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="removals")
    name = models.CharField(max_length=NAME_LENGTH)
    address = models.EmailField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    words = models.TextField(max_length=REASON_LENGTH, blank=True)
    state = models.CharField(
        max_length=11, choices=RemovalState.choices, default=RemovalState.UNCONFIRMED
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "removal requests"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "address"],
                condition=Q(state="unconfirmed") | Q(state="waiting"),
                name="removal_asked_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Removal request {self.pk}"
