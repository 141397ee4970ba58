"""Runs and what they found: matches, near misses, and what one more skill would open.

A run keeps its weights, seed and facts, so that the same facts can be shown to give the same
answer. Only :mod:`matching.services.scoring` writes here.
"""

from django.db import models
from django.utils import timezone

from mission.models import Priority
from opportunities.models import Opportunity
from profiles.models import Offer, Person
from skills.models import Skill

from ..choices import EVERYTHING, RunState, Trigger


class WeightSet(models.Model):
    """A named, versioned record of what counts how much. Anybody may read it."""

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    values = models.JSONField()
    is_current = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created"]
        verbose_name_plural = "weight sets"
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="weight_set_version_once"),
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_current_weight_set",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class MatchRun(models.Model):
    """One run of the matcher over a set of facts."""

    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    trigger = models.CharField(max_length=10, choices=Trigger.choices)
    scope = models.CharField(
        max_length=40,
        default=EVERYTHING,
        db_index=True,
        help_text="“all”, or the one need or supply that was scored, such as opportunity:12.",
    )
    opportunity = models.ForeignKey(
        Opportunity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="runs",
        help_text="Set when the run scored one opportunity only.",
    )
    weights = models.ForeignKey(WeightSet, on_delete=models.PROTECT, related_name="runs")
    engine_version = models.CharField(max_length=20)
    path = models.CharField(
        max_length=10, blank=True, help_text="What did the arithmetic: numpy, or compiled code."
    )
    seed = models.BigIntegerField()
    today = models.DateField()
    digest = models.CharField(max_length=64, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict, help_text="The instance, with keys instead of names.")
    figures = models.JSONField(
        default=dict, blank=True, help_text="How even and how good it was: counts and shares."
    )
    needs_count = models.PositiveIntegerField(default=0)
    supplies_count = models.PositiveIntegerField(default=0)
    pairs_count = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    started = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(default=timezone.now, help_text="The last sign of progress.")
    finished = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-started"]
        verbose_name_plural = "match runs"
        constraints = [
            models.UniqueConstraint(
                fields=["scope"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_live_run_per_scope",
            )
        ]

    def __str__(self) -> str:
        return f"Run {self.pk}"

    @property
    def how_far(self) -> str:
        """What custodians read while it runs; ``in_chunks`` is what queries annotate."""
        what = "chunks" if getattr(self, "in_chunks", False) else "opportunities"
        return f"{self.progress} of {self.expected} {what} done." if self.expected else ""


class Match(models.Model):
    """One need and one supply, scored from both sides, with reasons.

    Scores are whole ten-thousandths. ``reasons`` holds the parts and the words made from them, in
    the voice of each side; ``missing`` the requirements not met in full.
    """

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="matches")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="matches")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="matches"
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="matches"
    )
    fit = models.PositiveIntegerField()
    benefit = models.PositiveIntegerField()
    joint = models.PositiveIntegerField()
    rank_for_need = models.PositiveIntegerField(null=True, blank=True)
    rank_for_supply = models.PositiveIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="matches"
    )
    is_current = models.BooleanField(default=True, db_index=True)

    class Meta:
        ordering = ["-joint", "pk"]
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, offer__isnull=True)
                | models.Q(person__isnull=True, offer__isnull=False),
                name="match_has_one_supply",
            ),
            models.CheckConstraint(
                condition=models.Q(fit__lte=10_000, benefit__lte=10_000, joint__lte=11_000),
                name="match_scores_in_range",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "person"],
                condition=models.Q(is_current=True, person__isnull=False),
                name="one_current_match_per_person",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "offer"],
                condition=models.Q(is_current=True, offer__isnull=False),
                name="one_current_match_per_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"Match {self.pk} for opportunity {self.opportunity_id}"

    @property
    def supply_key(self) -> str:
        """The supply as the engine names it."""
        return f"person:{self.person_id}" if self.person_id else f"offer:{self.offer_id}"


class NearMiss(models.Model):
    """A supply that one thing keeps from a need, and what the need could change about it."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="near_misses")
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="near_misses"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="near_misses"
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="near_misses"
    )
    position = models.PositiveSmallIntegerField()
    gate = models.CharField(max_length=20, help_text="The code of the one gate it failed.")
    words = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "near misses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, offer__isnull=True)
                | models.Q(person__isnull=True, offer__isnull=False),
                name="near_miss_has_one_supply",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "person", "offer"], name="near_miss_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Near miss {self.pk} for opportunity {self.opportunity_id}"


class Opening(models.Model):
    """A skill at a level that alone would open opportunities now closed to a person."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="openings")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField(help_text="How many opportunities it would open.")

    class Meta:
        ordering = ["-opens", "to_level", "pk"]
        verbose_name_plural = "openings"

    def __str__(self) -> str:
        return f"Opening {self.pk} for person {self.person_id}"
