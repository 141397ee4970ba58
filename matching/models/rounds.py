"""A placement round: its dated phases, its placements and applicants, and what people say in it.

What settles it and what came of it is in :mod:`.round_results`. Only :mod:`matching.services.rounds`
writes here. Seats are never counted here: they are won through ``opportunities`` and its ledger.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from opportunities.models import Application, Opportunity
from profiles.models import Organisation, Person

from ..choices.rounds import (
    ALIVE,
    OVER,
    PHASE_NAMES,
    ByHandKind,
    ByHandState,
    ConflictKind,
    ConflictState,
    Goal,
    RoundState,
    Ties,
)


class RoundQuerySet(models.QuerySet):
    """How rounds are narrowed."""

    def public(self):
        """Those that anybody may read of."""
        return self.exclude(state=RoundState.DRAFT)

    def alive(self):
        """Those whose clock runs."""
        return self.filter(state__in=sorted(ALIVE))


class Round(models.Model):
    """Placements and applicants, brought together at once under published rules.

    Its state moves by the clock, from one dated phase to the next. Who ranked or tiered whom is
    nobody's to read but theirs.
    """

    slug = models.SlugField(max_length=110, unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(max_length=2000, blank=True)
    state = models.CharField(
        max_length=10, choices=RoundState.choices, default=RoundState.DRAFT, db_index=True
    )
    ties = models.CharField(max_length=8, choices=Ties.choices, default=Ties.LARGEST)
    goal = models.CharField(max_length=12, choices=Goal.choices, default=Goal.STABLE)
    most_choices = models.PositiveSmallIntegerField(default=5)
    """How many placements an applicant may rank."""
    blind = models.BooleanField(default=True)
    """Whether hosts read applicants without their names until the results are out."""
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of the lottery's seed, said when the round opens; the seed follows with the results."""
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The lead of an uninvolved organisation, who may confirm what no custodian free of conflict did."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When its results came out; None before."""
    ended_reason = models.CharField(max_length=300, blank=True, editable=False)
    late_since = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when the open phase waits for people: a run that is checked, or a publication."""

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name_plural = "rounds"
        constraints = [
            models.CheckConstraint(
                condition=Q(most_choices__gte=1, most_choices__lte=50), name="round_list_length"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="cancelled") | ~Q(seed_hash=""),
                name="round_seed_committed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/rounds/{self.slug}/"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens in it."""
        return self.state in OVER

    @property
    def is_published(self) -> bool:
        """Whether its results are out."""
        return self.published_at is not None


class RoundSeed(models.Model):
    """The lottery's seed, in a row of its own so that no page about a round loads it before it is out."""

    round = models.OneToOneField(
        Round, on_delete=models.CASCADE, related_name="sealed_seed", primary_key=True
    )
    seed = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "round seeds"

    def __str__(self) -> str:
        return f"Sealed seed of round {self.round_id}"


class RoundPhase(models.Model):
    """One dated phase. It opens when the one before it closes."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=10, choices=PHASE_NAMES)
    position = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["round", "position"]
        verbose_name_plural = "round phases"
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="round_phase_once"),
            models.UniqueConstraint(fields=["round", "position"], name="round_phase_in_order"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_phase_has_length"
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], name="round_phase_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of round {self.round_id}"


class RoundHost(models.Model):
    """An organisation in a round, and how many people it can take over all its placements.

    One each, made while the round is locked; of two organisations that became one, both rows stay, each
    with its own number.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    quota = models.PositiveSmallIntegerField(null=True, blank=True)
    key = models.CharField(max_length=12, editable=False)
    """What the published instance calls it: random, so that it tells nothing."""

    class Meta:
        ordering = ["round", "organisation__name"]
        verbose_name_plural = "round hosts"
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="round_host_key_once"),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(quota__gte=1), name="round_host_quota"
            ),
        ]

    def __str__(self) -> str:
        return f"Host {self.key} of round {self.round_id}"


class RoundPlace(models.Model):
    """A placement whose seats are given in a round, and nowhere else while it lasts."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="places")
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="round_places"
    )
    host = models.ForeignKey(RoundHost, on_delete=models.CASCADE, related_name="places")
    least = models.PositiveSmallIntegerField(default=1)
    """The smallest number of people with which it runs."""
    key = models.CharField(max_length=12, editable=False)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    tiers_version = models.PositiveIntegerField(default=0)
    """Counts up with each saving of tiers, so that two who save at once are told."""
    is_in = models.BooleanField(default=True)
    """Whether its seats are given in this round still: False once the round is over."""

    class Meta:
        ordering = ["round", "opportunity__title", "pk"]
        verbose_name_plural = "round places"
        constraints = [
            models.UniqueConstraint(fields=["round", "opportunity"], name="round_place_once"),
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(is_in=True), name="round_place_in_one_round"
            ),
            models.UniqueConstraint(fields=["round", "key"], name="round_place_key_once"),
            models.CheckConstraint(condition=Q(least__gte=1), name="round_place_least"),
        ]

    def __str__(self) -> str:
        return f"Placement {self.key} of round {self.round_id}"


class RoundEntrant(models.Model):
    """Somebody who takes part in a round, and how often their list was saved."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entrants")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="round_entries"
    )
    key = models.CharField(max_length=12, editable=False)
    """Their name in the published instance and in the lottery; only they are told."""
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "pk"]
        verbose_name_plural = "round entrants"
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="round_entrant_once"),
            models.UniqueConstraint(fields=["round", "key"], name="round_entrant_key_once"),
        ]

    def __str__(self) -> str:
        return f"Applicant {self.key} of round {self.round_id}"


class RoundChoice(models.Model):
    """One line of somebody's ordered list. ``clearing`` tells the list of clearing from the first one."""

    entrant = models.ForeignKey(RoundEntrant, on_delete=models.CASCADE, related_name="choices")
    place = models.ForeignKey(RoundPlace, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    clearing = models.BooleanField(default=False)

    class Meta:
        ordering = ["entrant", "clearing", "position"]
        verbose_name_plural = "round choices"
        constraints = [
            models.UniqueConstraint(
                fields=["entrant", "clearing", "place"], name="round_choice_once"
            ),
            models.UniqueConstraint(
                fields=["entrant", "clearing", "position"], name="round_choice_in_order"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="round_choice_from_one"),
        ]

    def __str__(self) -> str:
        return f"Choice {self.position} of entrant {self.entrant_id}"


class SeatByHand(models.Model):
    """A seat given by hand: one custodian enters it, another (or the steward) confirms it.

    For personal circumstances before the run, or as an override after one. The reason is confidential.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="seats_by_hand")
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="seats_by_hand"
    )
    kind = models.CharField(max_length=8, choices=ByHandKind.choices)
    state = models.CharField(
        max_length=10, choices=ByHandState.choices, default=ByHandState.ENTERED
    )
    reason = models.TextField(max_length=1000)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "seats by hand"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "application"],
                condition=Q(state="entered") | Q(state="confirmed"),
                name="seat_by_hand_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(entered_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(entered_by=F("decided_by")),
                name="seat_by_hand_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"Seat by hand {self.pk} of round {self.round_id}"


class RoundConflict(models.Model):
    """A placement whose tiers put people with a tie to the host first. Open, its tiers do not count."""

    place = models.ForeignKey(RoundPlace, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=12, choices=ConflictKind.choices)
    state = models.CharField(
        max_length=10, choices=ConflictState.choices, default=ConflictState.OPEN
    )
    applications = models.JSONField(default=list)
    """The ids of the applications that it is about, in order."""
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        verbose_name_plural = "round conflicts"
        constraints = [
            models.UniqueConstraint(fields=["place", "kind"], name="round_conflict_once")
        ]

    def __str__(self) -> str:
        return f"Conflict {self.pk} of place {self.place_id}"
