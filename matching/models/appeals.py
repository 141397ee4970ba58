"""Somebody whom a result concerns asks a person to look at it; a custodian answers."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Opportunity
from profiles.models import Offer, Person

from ..choices import AppealState, Finding, Side
from .runs import Match


class Appeal(models.Model):
    """*Challenge this*: a result of the matcher, asked about by one of its sides, and the answer.

    ``shown`` is what the result said when it was asked about: scores, weights, run. Without a match
    it asks why there is none.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="appeals")
    match = models.ForeignKey(
        Match, on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    side = models.CharField(max_length=6, choices=Side.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="appeals",
    )
    words = models.TextField(max_length=1500)
    shown = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=8, choices=AppealState.choices, default=AppealState.WAITING, db_index=True
    )
    finding = models.CharField(max_length=7, choices=Finding.choices, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "appeals"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(offer__isnull=True),
                name="appeal_has_one_supply",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="answered") | models.Q(answered_at__isnull=False),
                name="answered_appeal_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:appeal", args=[self.pk])
