"""Searches for rings, the rings and chains they found, and links that were there before.

Only :mod:`matching.services.rings` writes here. Every party is an organisation, so nothing here is about
a person but who acted, and the private reason of a no.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Opportunity
from profiles.models import Offer, Organisation

from ..choices import Answer, RunState
from ..choices.rings import RingState, SearchTrigger
from .introductions import Introduction
from .runs import Match


class RingSearch(models.Model):
    """One search for rings and chains: its facts, its answer, and how sure that answer is."""

    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    is_live = models.BooleanField(null=True, default=True, unique=True, editable=False)
    trigger = models.CharField(max_length=10, choices=SearchTrigger.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    engine_version = models.CharField(max_length=20, blank=True)
    seed = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict, blank=True, help_text="The exchange, without names.")
    result = models.JSONField(default=dict, blank=True)
    organisations_count = models.PositiveIntegerField(default=0)
    links_count = models.PositiveIntegerField(default=0)
    rings_count = models.PositiveIntegerField(default=0)
    is_proven = models.BooleanField(default=False)
    progress = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now, editable=False)
    alive_at = models.DateTimeField(default=timezone.now, help_text="The last sign of progress.")
    finished = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name_plural = "ring searches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_live=True, finished__isnull=True)
                | models.Q(is_live__isnull=True, finished__isnull=False),
                name="ring_search_lives_until_finished",
            )
        ]

    def __str__(self) -> str:
        return f"Search {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:ring_search", args=[self.pk])


class Ring(models.Model):
    """A multilateral exchange: each organisation gives to the next. A chain starts with a gift."""

    search = models.ForeignKey(RingSearch, on_delete=models.PROTECT, related_name="rings")
    is_chain = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=RingState.choices, default=RingState.FOUND, db_index=True
    )
    value = models.PositiveIntegerField()
    new_links = models.PositiveSmallIntegerField(default=0)
    holds_ring = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.TextField(max_length=600, blank=True)

    class Meta:
        ordering = ["-created", "pk"]
        verbose_name_plural = "rings"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="proposed")
                | models.Q(proposed_at__isnull=False, expires_at__isnull=False),
                name="proposed_ring_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="started") | models.Q(started_at__isnull=False),
                name="started_ring_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Chain' if self.is_chain else 'Ring'} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:ring", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether answers are still awaited."""
        return self.state == RingState.PROPOSED


class RingArc(models.Model):
    """One gift of a ring: an offer that meets a need, from one organisation to the next."""

    ring = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="arcs")
    position = models.PositiveSmallIntegerField()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="ring_arcs")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="ring_arcs")
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ring_gifts")
    taker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ring_gets")
    hours = models.PositiveIntegerField(default=0, help_text="0 where the offer does not say.")
    value = models.PositiveIntegerField()
    is_new_link = models.BooleanField(default=False)
    match = models.ForeignKey(
        Match, on_delete=models.SET_NULL, null=True, blank=True, related_name="ring_arcs"
    )
    introduction = models.ForeignKey(
        Introduction, on_delete=models.SET_NULL, null=True, blank=True, related_name="ring_arcs"
    )

    class Meta:
        ordering = ["ring", "position"]
        verbose_name_plural = "ring arcs"
        constraints = [
            models.UniqueConstraint(fields=["ring", "position"], name="ring_arc_in_its_place"),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="ring_arc_joins_two"
            ),
        ]

    def __str__(self) -> str:
        return f"Arc {self.position} of ring {self.ring_id}"


class RingPart(models.Model):
    """One party of a ring, and its answer. ``holds``: it is asked now, and in no other ring meanwhile."""

    ring = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="ring_parts"
    )
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    may_name = models.BooleanField(
        default=False, help_text="Its name may stand on the public page once the ring has started."
    )
    decline_reason = models.TextField(max_length=600, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    holds = models.BooleanField(default=False)
    if_out = models.JSONField(default=list, blank=True, help_text="What goes on without it.")

    class Meta:
        ordering = ["ring", "position"]
        verbose_name_plural = "ring parts"
        constraints = [
            models.UniqueConstraint(fields=["ring", "organisation"], name="ring_part_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(holds=True),
                name="one_waiting_ring_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"Part of organisation {self.organisation_id} in ring {self.ring_id}"


class KnownLink(models.Model):
    """Two organisations that worked together before, noted by a custodian.

    Not public, unlike what the two say of themselves (``profiles.Relation``). It only keeps the
    search from counting their link as new.
    """

    one = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name_plural = "known links"
        constraints = [
            models.UniqueConstraint(
                Least("one", "other"), Greatest("one", "other"), name="known_link_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")), name="known_link_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"Link between organisations {self.one_id} and {self.other_id}"
