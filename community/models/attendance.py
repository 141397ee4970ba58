"""Who was at a meeting, by person and organisation, and who sent apologies."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from profiles.models import Organisation

from ..choices.notes import Presence
from ..querysets.attendance import AttendanceQuerySet
from .meetings import Meeting

NAME_LENGTH, INITIALS_LENGTH, ORGANISATION_LENGTH = 120, 8, 160
SOMEBODY = "a person"


class Named(models.Model):
    """Somebody as they are named in public, or not: by their own consent, row by row."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(
        max_length=ORGANISATION_LENGTH, blank=True, help_text="Where it is no organisation here."
    )
    named = models.BooleanField(
        default=False, help_text="They said yes to being named in what is published."
    )

    class Meta:
        abstract = True

    @property
    def body(self) -> str:
        """The organisation they came for, as a reader knows it."""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def shown(self) -> str:
        """What the public reads: the name by consent, else whom they came for, else nobody."""
        if self.named and self.name:
            return self.name
        return f"{SOMEBODY} from {self.body}" if self.body else SOMEBODY

    @property
    def desk_name(self) -> str:
        """What a custodian reads."""
        who = self.name or SOMEBODY
        return f"{who} ({self.body})" if self.body else who


class Attendance(Named):
    """One person or organisation at one meeting. An organisation may be noted without a person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    initials = models.CharField(
        max_length=INITIALS_LENGTH, blank=True, help_text="As the notes write them: PR."
    )
    state = models.CharField(max_length=9, choices=Presence.choices, default=Presence.ATTENDED)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "organisation_name", "pk"]
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(user__isnull=False),
                name="attendance_once_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(named=False) | ~Q(name=""), name="attendance_named_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk} of meeting {self.meeting_id}"
