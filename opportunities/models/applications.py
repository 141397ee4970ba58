"""People who put themselves forward. Nothing here is Wagtail's: no revision, no index, no editor.

What opens a person to the host is a disclosure with the cause ``application:<pk>``, never this row.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from profiles.models import Person

from ..application_choices import (
    HOLDS_SEAT,
    OVER,
    ApplicationState,
    DeclineReason,
    Question,
)
from ..application_querysets import ApplicationQuerySet
from .opportunities import Opportunity


class ApplicationForm(models.Model):
    """What the poster asks of applicants. Without a row: why, and what they want to learn."""

    opportunity = models.OneToOneField(
        Opportunity, on_delete=models.CASCADE, related_name="application_form", primary_key=True
    )
    questions = models.JSONField(default=list, blank=True)
    own_question = models.CharField(max_length=200, blank=True)
    wants_cv = models.BooleanField(default=False)
    blind = models.BooleanField(default=True)
    """Whether names and contacts stay hidden from the host until somebody is shortlisted."""
    days_to_answer = models.PositiveSmallIntegerField(default=14)
    takes_teams = models.BooleanField(default=False)
    team_least = models.PositiveSmallIntegerField(default=1)
    """The smallest team that may apply; one person counts as a team of one."""

    def __str__(self) -> str:
        return f"Application form of opportunity {self.opportunity_id}"


class Application(models.Model):
    """One person, or a team led by one, for one opportunity. Only services write it."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="applications"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(
        max_length=12, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    # What the host calls an applicant before a name is shown: random, so that it tells nothing.
    label = models.CharField(max_length=12, editable=False)
    shares_cv = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)
    offer_until = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    """When whoever leads a team said yes to the offer; the others say theirs themselves."""
    decided_at = models.DateTimeField(null=True, blank=True)
    named_at = models.DateTimeField(null=True, blank=True)
    """Since when the host reads the name; None while the reading is blind."""
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    decline_reason = models.CharField(max_length=10, choices=DeclineReason.choices, blank=True)
    private_note = models.TextField(max_length=1000, blank=True)
    public_text = models.TextField(max_length=1500, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            # Somebody who withdrew, or was declined, may try again.
            models.UniqueConstraint(
                fields=["person", "opportunity"],
                condition=~Q(state__in=sorted(OVER)),
                name="application_one_alive",
            ),
            models.UniqueConstraint(fields=["opportunity", "label"], name="application_label_once"),
        ]
        indexes = [
            models.Index(fields=["opportunity", "state"], name="application_in_state"),
            models.Index(fields=["answer_by"], name="application_answer_by"),
        ]

    def __str__(self) -> str:
        return f"Application {self.pk} for opportunity {self.opportunity_id}"

    def get_absolute_url(self) -> str:
        return reverse("opportunities:application", args=[self.pk])

    @property
    def cause(self) -> str:
        """What disclosures that it opens name as their cause."""
        return f"application:{self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can come of it."""
        return self.state in OVER

    @property
    def holds_seat(self) -> bool:
        """Whether a place is counted for it."""
        return self.state in HOLDS_SEAT

    @property
    def is_late(self) -> bool:
        """Whether the host should have answered by now."""
        return bool(self.answer_by and self.answer_by < timezone.localdate())


class ApplicationAnswer(models.Model):
    """What the applicant wrote for one question."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=8, choices=Question.choices)
    text = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="answer_once")
        ]

    def __str__(self) -> str:
        return f"Answer {self.question} of application {self.application_id}"


class SeatEntry(models.Model):
    """The ledger of places: one row for each that was taken or given back, however it was won."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="ledger")
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="seat_entries"
    )
    change = models.SmallIntegerField()
    why = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "seat entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(change=-1) | Q(change=1), name="seat_entry_one_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change:+d} for opportunity {self.opportunity_id}"


class Review(models.Model):
    """One reader’s view of an application; the applicant may one day read the note."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="application_reviews"
    )
    scores = models.JSONField(default=dict, blank=True)
    """From the requirement’s key, as text, to 0 (nothing seen) up to 4 (more than asked)."""
    note = models.TextField(max_length=2000, blank=True)
    conflict = models.CharField(max_length=300, blank=True)
    """A conflict of interest that the reader declared; whoever has one does not score."""
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="review_once")
        ]

    def __str__(self) -> str:
        return f"Review {self.pk} of application {self.application_id}"


class Decision(models.Model):
    """A decision about one application, written and read again before it is sent."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="decision", primary_key=True
    )
    to = models.CharField(max_length=12, choices=ApplicationState.choices)
    reason = models.CharField(max_length=10, choices=DeclineReason.choices, blank=True)
    private_note = models.TextField(max_length=1000, blank=True)
    public_text = models.TextField(max_length=1500, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    sending_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Decision on application {self.application_id}"
