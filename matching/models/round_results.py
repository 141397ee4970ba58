"""What settles a round and what came of it: runs, publications, results, swaps."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from opportunities.models import Application
from profiles.models import Person

from ..choices.rounds import (
    LIVE_RUNS,
    Goal,
    PublicationState,
    RoundRunKind,
    RoundRunState,
    SwapState,
    Ties,
)
from .rounds import Round, RoundEntrant, RoundPlace


class RoundRun(models.Model):
    """One settling of a round by the worker: facts in, a judged result out, with keys for names.

    Nothing of it is anybody's seat until it is published.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=8, choices=RoundRunKind.choices)
    state = models.CharField(
        max_length=8, choices=RoundRunState.choices, default=RoundRunState.QUEUED
    )
    name = models.CharField(max_length=80, blank=True)
    """What custodians call a scenario that they keep."""
    kept = models.BooleanField(default=False)
    ties = models.CharField(max_length=8, choices=Ties.choices)
    goal = models.CharField(max_length=12, choices=Goal.choices)
    extra_seats = models.JSONField(default=dict, blank=True)
    """A scenario's: from the key of a placement to how many seats more it has in it."""
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    facts = models.JSONField(default=dict, blank=True)
    """The instance in the engine's published form, without its result."""
    result = models.JSONField(default=dict, blank=True)
    advice = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    """What the judge found wrong; empty in a run that is done."""
    engine_version = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    stage = models.CharField(max_length=60, blank=True)
    progress = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now, editable=False)
    started = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name_plural = "round runs"
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state="queued") | Q(state="running"),
                name="round_one_live_run",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(digest=""), name="round_run_done_has_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.pk} of round {self.round_id}"

    @property
    def is_live(self) -> bool:
        """Whether the worker has it, or will."""
        return self.state in LIVE_RUNS

    @property
    def document(self) -> dict:
        """Facts and result together, in the published format ``wmodf-round/1``."""
        return {**self.facts, "result": self.result}


class Publication(models.Model):
    """Results brought out, once each: number 1 the round's, then clearing and what withdrawals moved."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications")
    run = models.OneToOneField(RoundRun, on_delete=models.PROTECT, related_name="publication")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=PublicationState.choices, default=PublicationState.ASKED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=400, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    """Counts for the report, with nobody in them."""

    class Meta:
        ordering = ["round", "number"]
        verbose_name_plural = "publications"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                condition=~Q(state="refused"),
                name="publication_number_once",
            ),
            models.CheckConstraint(
                condition=~(Q(state="published") | Q(state="taken_back"))
                | Q(published_at__isnull=False),
                name="publication_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication {self.number} of round {self.round_id}"


class RoundResult(models.Model):
    """What one applicant got, with the reason in words. The current one of each is the last."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="results")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="results")
    entrant = models.ForeignKey(RoundEntrant, on_delete=models.CASCADE, related_name="results")
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="round_results"
    )
    """The one that won the seat; None without a seat."""
    place = models.ForeignKey(
        RoundPlace, on_delete=models.SET_NULL, null=True, blank=True, related_name="results"
    )
    choice = models.PositiveSmallIntegerField(default=0)
    """The place on their list: 1 is the first. 0 without a seat, or for a seat given by hand."""
    kind = models.CharField(max_length=30)
    """``seat``, or why there is none, as the engine names it."""
    choices = models.JSONField(default=list, blank=True)
    """Without a seat: for each choice its place and why it was not that one."""
    words = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Since when the seat is given up."""

    class Meta:
        ordering = ["round", "pk"]
        verbose_name_plural = "round results"
        constraints = [
            models.UniqueConstraint(
                fields=["entrant"], condition=Q(is_current=True), name="round_result_one_current"
            ),
            models.UniqueConstraint(
                fields=["publication", "entrant"], name="round_result_once_each"
            ),
        ]

    def __str__(self) -> str:
        return f"Result {self.pk} of round {self.round_id}"

    @property
    def has_seat(self) -> bool:
        """Whether it is a seat that still stands."""
        return self.kind == "seat" and self.ended_at is None


class PlaceResult(models.Model):
    """What one placement got: filled and empty seats, and why, in words."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="place_results"
    )
    place = models.ForeignKey(RoundPlace, on_delete=models.CASCADE, related_name="place_results")
    seats = models.PositiveSmallIntegerField()
    filled = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30, blank=True)
    """Why seats are empty, as the engine names it; blank when none is."""
    words = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["publication", "pk"]
        verbose_name_plural = "place results"
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(is_current=True), name="place_result_one_current"
            ),
            models.CheckConstraint(
                condition=Q(filled__lte=models.F("seats")), name="place_result_within_seats"
            ),
        ]

    def __str__(self) -> str:
        return f"Result of place {self.place_id}"


class RoundSwap(models.Model):
    """Two people with a seat who would rather have each other's, with both hosts' consent."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="swaps")
    first = models.ForeignKey(RoundResult, on_delete=models.CASCADE, related_name="swaps_asked")
    second = models.ForeignKey(RoundResult, on_delete=models.CASCADE, related_name="swaps_received")
    state = models.CharField(max_length=10, choices=SwapState.choices, default=SwapState.PROPOSED)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    second_yes_at = models.DateTimeField(null=True, blank=True)
    first_host_yes_at = models.DateTimeField(null=True, blank=True)
    second_host_yes_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name_plural = "round swaps"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(state="proposed"),
                name="round_swap_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(
                    second_yes_at__isnull=False,
                    first_host_yes_at__isnull=False,
                    second_host_yes_at__isnull=False,
                ),
                name="round_swap_four_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"Swap {self.pk} of round {self.round_id}"
