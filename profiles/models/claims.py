"""Whom a custodian met and entered with their consent, until they take it up, delete it, or it runs out.

What is entered is no profile and no organisation: nothing that lists, counts, searches or matches reads
this table. Only taking it up makes the one or the other.
"""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from mission.models import District

from ..choices import ClaimKind, OrganisationKind, Stage

GOOD_FOR = datetime.timedelta(days=60)


def _ends() -> datetime.datetime:
    return timezone.now() + GOOD_FOR


class Claimable(models.Model):
    """A person or an organisation met at a meeting. The row goes with whatever becomes of it."""

    kind = models.CharField(max_length=12, choices=ClaimKind.choices)
    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    summary = models.TextField(max_length=1000, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(max_length=160, blank=True)
    organisation_kind = models.CharField(
        max_length=12, choices=OrganisationKind.choices, blank=True
    )
    website = models.URLField(blank=True)
    met_on = models.DateField()
    met_where = models.CharField(max_length=160)
    consent = models.CharField(max_length=500)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="people_entered",
    )
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(default=1)
    reminded_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=_ends)

    class Meta:
        ordering = ["entered_at", "pk"]
        verbose_name_plural = "claimable profiles"
        constraints = [
            models.UniqueConstraint(
                fields=["address", "kind", "organisation_name"], name="claimable_once"
            )
        ]

    def __str__(self) -> str:
        return f"Claimable {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether its time has run out, whether or not the clock has noticed."""
        return self.expires_at <= timezone.now()

    @property
    def title(self) -> str:
        """What it is about: the organisation's name, or the person's."""
        return self.organisation_name or self.name


class NotAgain(models.Model):
    """That somebody had an entry deleted: a fingerprint of the address, from which it cannot be read."""

    fingerprint = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "addresses not to be entered again"

    def __str__(self) -> str:
        return f"Not again {self.pk}"
