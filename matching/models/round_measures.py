"""What two people, or a superuser, do to a round outside of its clock: results taken back, a look inside."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..choices.round_measures import TakingBackState
from .round_results import Publication
from .rounds import Round

GLASS_LASTS = datetime.timedelta(minutes=30)


def _glass_ends() -> datetime.datetime:
    return timezone.now() + GLASS_LASTS


class TakingBack(models.Model):
    """Published results are to be taken back: one custodian says why, another confirms it.

    The row stays for good, as do the results that it took back.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="takings_back")
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="takings_back"
    )
    """The one that brought the results out; what withdrawals moved since goes with it."""
    state = models.CharField(
        max_length=10, choices=TakingBackState.choices, default=TakingBackState.ENTERED
    )
    reason = models.CharField(max_length=500)
    """For everybody to read, with the results."""
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    """Since when the results count no more."""

    class Meta:
        ordering = ["round", "pk"]
        verbose_name_plural = "takings back"
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state="entered") | Q(state="confirmed"),
                name="taking_back_one_open",
            ),
            models.CheckConstraint(
                condition=~(Q(state="confirmed") | Q(state="done"))
                | Q(entered_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(entered_by=F("decided_by")),
                name="taking_back_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="taking_back_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"Taking back {self.pk} of round {self.round_id}"


class RoundGlass(models.Model):
    """A superuser's look at who would be where: with a reason, for half an hour, custodians told."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="broken_glass")
    by_id = models.BigIntegerField(db_index=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(default=_glass_ends)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "round glass"

    def __str__(self) -> str:
        return f"Glass {self.pk} on round {self.round_id}"
