"""Somebody's placement once they have accepted: what is agreed, by whom, and how it went.

Nothing here is Wagtail's. The row outlives the person: erasure takes them out of it, and the host's counts stay.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from profiles.models import Organisation, Person

from ..placement_choices import HowItGoes, Moment, PartyAnswer, PartyRole, PlacementState, Side
from ..placement_querysets import FeedbackQuerySet, PartyQuerySet, PlacementRecordQuerySet
from .applications import Application
from .opportunities import Opportunity


class PlacementRecord(models.Model):
    """One person's time on one placement. Only services write it."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="placement_records"
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="placement_records",
    )
    """Of a team each has a record of their own with the same application."""
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="placement_records",
    )
    state = models.CharField(
        max_length=10, choices=PlacementState.choices, default=PlacementState.DRAFT
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)
    over_on = models.DateField(null=True, blank=True)
    """The day on which it was completed or ended."""
    ended_by = models.CharField(max_length=7, choices=Side.choices, blank=True)
    end_reason = models.TextField(max_length=1000, blank=True)
    """Why, in private: only the side that wrote it reads it."""
    end_text = models.TextField(max_length=1000, blank=True)

    objects = PlacementRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["state"], name="placement_record_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person"],
                condition=Q(application__isnull=False, person__isnull=False),
                name="placement_record_once_each",
            )
        ]

    def __str__(self) -> str:
        return f"Placement record {self.pk} of opportunity {self.opportunity_id}"

    def get_absolute_url(self) -> str:
        return reverse("opportunities:agreement", args=[self.pk])


class Agreement(models.Model):
    """One version of what is agreed about a placement; unsent, it is the host's draft."""

    record = models.ForeignKey(PlacementRecord, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    days = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    pay = models.CharField(max_length=200, blank=True)
    supervisor_name = models.CharField(max_length=120, blank=True)
    supervisor_address = models.EmailField(blank=True)
    aims = models.TextField(max_length=2000, blank=True)
    skills = models.JSONField(default=list, blank=True)
    """Pairs of a skill's key and the level that is aimed at."""
    data_handling = models.TextField(max_length=2000, blank=True)
    changes = models.JSONField(default=list, blank=True)
    """Names of what differs from the version before."""
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="agreement_number_once"),
            models.UniqueConstraint(
                fields=["record"], condition=Q(sent_at__isnull=True), name="agreement_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True)
                | Q(starts__isnull=True)
                | Q(ends__gte=models.F("starts")),
                name="agreement_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Agreement {self.number} of placement record {self.record_id}"


class AgreementParty(models.Model):
    """Somebody who is asked to agree to one version: by account, or by a link that names this row."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=PartyRole.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    answer = models.CharField(
        max_length=8, choices=PartyAnswer.choices, default=PartyAnswer.WAITING
    )
    name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    asked_on = models.DateField(default=timezone.localdate)
    reminded = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    """Since when its link is no longer good: renewed, taken back, or of a version that is past."""

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "agreement parties"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "role"],
                condition=Q(revoked_at__isnull=True),
                name="agreement_party_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of agreement {self.agreement_id}"

    @property
    def waiting_since(self) -> int:
        """For how many days it has waited."""
        return (timezone.localdate() - self.asked_on) // datetime.timedelta(days=1)


class FeedbackRequest(models.Model):
    """Three questions to one side at one moment of a placement, and what they said."""

    record = models.ForeignKey(
        PlacementRecord, on_delete=models.CASCADE, related_name="feedback_requests"
    )
    moment = models.CharField(max_length=10, choices=Moment.choices)
    side = models.CharField(max_length=7, choices=Side.choices)
    due = models.DateField()
    address = models.EmailField(blank=True)
    """Where the supervisor is asked; the student is asked at their account."""
    asked_on = models.DateField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=6, choices=HowItGoes.choices, blank=True)
    good = models.TextField(max_length=1500, blank=True)
    change = models.TextField(max_length=1500, blank=True)
    shared = models.BooleanField(default=False)
    """Whether the other side reads the words too."""

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "moment", "side"], name="feedback_once")
        ]
        indexes = [models.Index(fields=["due"], name="feedback_due")]

    def __str__(self) -> str:
        return f"Feedback {self.moment} of the {self.side}, placement record {self.record_id}"


class UniversityContact(models.Model):
    """Who answers at a university that wants to agree to its students' placements."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="agreement_contact", primary_key=True
    )
    office = models.CharField(max_length=120, help_text="The role, not a name.")
    address = models.EmailField()

    def __str__(self) -> str:
        return f"Contact for agreements at organisation {self.organisation_id}"
