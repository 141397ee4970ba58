"""What organisations and people give, and what they would like in return."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from common.moderation import Moderated
from mission.models import District, Theme
from skills.choices import Level
from skills.models import Skill

from ..choices import OfferKind, OfferLifecycle
from ..querysets import OfferQuerySet
from .organisations import Membership, Organisation
from .relations import Interest


class Offer(
    Moderated,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Expertise, time, a venue, data or mentoring that somebody gives.

    Moderation is Wagtail's. What changes while it is live (places taken, paused, an individual owner) lies in
    :class:`OfferState`, because publishing a revision restores every field it holds.
    """

    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    kind = models.CharField(max_length=12, choices=OfferKind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )
    summary = models.CharField(max_length=240)
    description = models.TextField(max_length=5000, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )
    remote = models.BooleanField(default=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    hours = models.PositiveIntegerField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    seats = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    module = models.CharField(max_length=160, blank=True)
    who_may_ask = models.JSONField(default=list, blank=True)
    asks = models.JSONField(default=list, blank=True)
    in_return = models.TextField(max_length=1000, blank=True)
    themes = ParentalManyToManyField(Theme, blank=True, related_name="offers")
    is_demo = models.BooleanField(default=False, editable=False)

    objects = OfferQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("description"),
        index.FilterField("live"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "offers"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("profiles:offer", args=[self.slug])

    @property
    def waits_for(self) -> str:
        """Why an approved offer is shown to nobody yet, in words; empty where nothing is in its way."""
        giver = self.organisation
        if not self.live or giver is None or giver.is_verified:
            return ""
        if giver.state.suspended_at or giver.state.closed_at:
            why = "suspended" if giver.state.suspended_at else "closed"
            return f"{giver} is {why}. It is shown again with its organisation."
        return f"Shown once a custodian has confirmed {giver}."

    def conflicts_with(self, user) -> bool:
        """Whether ``user`` may not decide about this offer: their own, or their organisation's."""
        if user.pk in (self.state.owner_id, self.state.submitted_by_id):
            return True
        if Membership.objects.filter(user=user, organisation=self.organisation_id).exists():
            return True
        return Interest.objects.filter(user=user, about=self.organisation_id).exists()

    def get_preview_template(self, request, mode_name) -> str:
        return "profiles/offer_detail.html"

    def get_preview_context(self, request, mode_name) -> dict:
        return {"offer": self, "request": request}


class OfferSkill(models.Model):
    """A skill, at a level, that an offer brings."""

    offer = ParentalKey(Offer, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.PRACTITIONER)

    class Meta:
        ordering = ["-level", "pk"]
        verbose_name_plural = "offer skills"
        constraints = [models.UniqueConstraint(fields=["offer", "skill"], name="offer_skill_once")]

    def __str__(self) -> str:
        return f"{self.skill} at {self.get_level_display()}"


class OfferState(models.Model):
    """What changes about an offer without anybody editing it. Only services write it."""

    offer = models.OneToOneField(
        Offer, on_delete=models.CASCADE, related_name="state", primary_key=True
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="offers_owned",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="offers_submitted",
    )
    lifecycle = models.CharField(
        max_length=8, choices=OfferLifecycle.choices, default=OfferLifecycle.OPEN
    )
    taken = models.PositiveSmallIntegerField(default=0)
    cap = models.PositiveSmallIntegerField(default=1)
    expires_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "offer states"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("cap")), name="offer_taken_within_cap"
            )
        ]

    def __str__(self) -> str:
        return f"State of offer {self.offer_id}"
