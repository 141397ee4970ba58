"""Two sides of a match being brought together."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Opportunity
from profiles.models import Offer, Person

from ..choices import WAITING_STATES, Answer, Approval, ApprovalCause, IntroductionState
from .runs import Match


class Introduction(models.Model):
    """Two sides of a match being brought together.

    Contact details stay hidden until both have accepted. State changes go through
    :mod:`matching.services.introductions`.
    """

    match = models.ForeignKey(
        Match, on_delete=models.SET_NULL, null=True, blank=True, related_name="introductions"
    )
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="introductions"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="introductions"
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="introductions"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="introductions_proposed",
    )
    state = models.CharField(
        max_length=14, choices=IntroductionState.choices, default=IntroductionState.PROPOSED
    )
    need_answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    supply_answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    approval = models.CharField(max_length=5, choices=Approval.choices, blank=True)
    """Whether a custodian has to agree before the two meet; empty where none has to."""
    approval_cause = models.CharField(max_length=12, choices=ApprovalCause.choices, blank=True)
    broker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="introductions_brokered",
    )
    """The custodian who sees to it, if one does."""
    next_on = models.DateField(null=True, blank=True)
    """When the broker looks at it next."""
    message = models.TextField(max_length=1000, blank=True)
    decline_reason = models.TextField(max_length=600, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]
        verbose_name_plural = "introductions"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, offer__isnull=True)
                | models.Q(person__isnull=True, offer__isnull=False)
                # Whoever was in it has been erased: that there was an introduction stays counted.
                | models.Q(
                    person__isnull=True,
                    offer__isnull=True,
                    message="",
                    state__in=["done", "declined", "expired", "fell_through"],
                ),
                name="introduction_has_one_supply",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "one_accepted", "declined", "expired"])
                | models.Q(need_answer="yes", supply_answer="yes"),
                name="introduced_only_when_both_said_yes",
            ),
            models.CheckConstraint(
                condition=~models.Q(approval="asked")
                | models.Q(state="proposed")
                | models.Q(state="one_accepted")
                | models.Q(state="declined")
                | models.Q(state="expired"),
                name="introduced_only_when_approved",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "person"],
                condition=models.Q(state__in=["proposed", "one_accepted"], person__isnull=False),
                name="one_waiting_introduction_per_person",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "offer"],
                condition=models.Q(state__in=["proposed", "one_accepted"], offer__isnull=False),
                name="one_waiting_introduction_per_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"Introduction {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:introduction", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in WAITING_STATES
