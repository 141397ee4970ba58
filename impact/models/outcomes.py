"""What came of an introduction, a placement, a challenge or an event, and who consents to saying so."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.search import index

from community.models import Event
from matching.models import Introduction
from mission.models import District, Node, Priority, Strand
from opportunities.models import Application, Opportunity, PlacementRecord
from profiles.models import Organisation

from ..choices import OutcomeState
from ..querysets import OutcomeQuerySet

TITLE_LENGTH, CHANGED_LENGTH, WHOM_LENGTH, REASON_LENGTH = 160, 2000, 300, 600


class Outcome(index.Indexed, models.Model):
    """What changed, for whom, tied to a step of the theory of change.

    Its words name nobody: who is named is read from the consents each time it is shown. Only
    :mod:`impact.services` writes it.
    """

    introduction = models.ForeignKey(
        Introduction, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    placement = models.ForeignKey(
        PlacementRecord, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    title = models.CharField(max_length=TITLE_LENGTH)
    what_changed = models.TextField(max_length=CHANGED_LENGTH)
    for_whom = models.CharField(max_length=WHOM_LENGTH)
    link = models.URLField(max_length=500, blank=True)
    stored = models.CharField(max_length=64, blank=True, editable=False)
    extension = models.CharField(max_length=4, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    node = models.ForeignKey(
        Node, on_delete=models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    strands = models.ManyToManyField(Strand, blank=True, related_name="outcomes")
    priorities = models.ManyToManyField(Priority, blank=True, related_name="outcomes")
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    state = models.CharField(max_length=9, choices=OutcomeState.choices, default=OutcomeState.DRAFT)
    handed_back = models.TextField(max_length=REASON_LENGTH, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)
    sent_in_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = OutcomeQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("what_changed"),
        index.SearchField("for_whom"),
        index.FilterField("state"),
    ]

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "outcomes"
        indexes = [models.Index(fields=["state", "published_at"], name="outcome_in_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(node__isnull=False, published_at__isnull=False),
                name="outcome_published_shows_a_step",
            ),
            models.UniqueConstraint(
                fields=["stored"], condition=~Q(stored=""), name="outcome_has_its_own_file"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("impact:outcome", args=[self.pk])

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return self.state == OutcomeState.PUBLISHED


class Consent(models.Model):
    """What one party says to an outcome being published, and to being named; it may be taken back."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="outcome_consents",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="outcome_consents",
    )
    may_publish = models.BooleanField(null=True)
    """None until somebody answers."""
    may_name = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "consents"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, user__isnull=True)
                | Q(organisation__isnull=True, user__isnull=False),
                name="consent_of_one_party",
            ),
            models.CheckConstraint(
                condition=Q(may_name=False) | Q(may_publish=True),
                name="consent_to_a_name_is_consent_to_publish",
            ),
            models.UniqueConstraint(
                fields=["outcome", "organisation"],
                condition=Q(organisation__isnull=False),
                name="consent_once_each_organisation",
            ),
            models.UniqueConstraint(
                fields=["outcome", "user"],
                condition=Q(user__isnull=False),
                name="consent_once_each_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk} to outcome {self.outcome_id}"
