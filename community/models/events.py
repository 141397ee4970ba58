"""Events of the Forum and of others: drafted by anybody, published by custodians.

Moderation is Wagtail's. What changes while an event is live lies in :class:`EventState`, because
publishing a revision restores every field it holds.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from modelcluster.fields import ParentalManyToManyField
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
from common.slugs import insert_with_slug
from mission.models import Node, Priority, Strand, Theme
from profiles.models import Interest, Membership, Organisation

from ..choices.events import EventLifecycle
from ..querysets.events import EventQuerySet
from .gatherings import Gathering

TAKEN_WORDS = frozenset({"mine", "new", "export", "feed", "calendar"})
"""Addresses beside those of events."""


class Event(
    Moderated,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
    Gathering,
):
    """Something to come to: of the Forum, of a partner, or of somebody else in the region."""

    slug = models.SlugField(max_length=180, unique=True, editable=False)
    description = models.TextField(max_length=8000, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    organiser = models.CharField(
        max_length=160, blank=True, help_text="Who holds it, where it is no organisation here."
    )
    link = models.URLField(max_length=500, blank=True, help_text="Its own page or its tickets.")
    price = models.CharField(
        max_length=80, blank=True, help_text="Empty means free. Otherwise as people say it."
    )
    themes = ParentalManyToManyField(Theme, blank=True, related_name="events")
    strands = ParentalManyToManyField(Strand, blank=True, related_name="events")
    priorities = ParentalManyToManyField(Priority, blank=True, related_name="events")
    nodes = ParentalManyToManyField(Node, blank=True, related_name="events")

    objects = EventQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("description"),
        index.FilterField("live"),
    ]

    class Meta:
        ordering = ["starts", "pk"]
        verbose_name_plural = "events"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="event_ends_after_start"
            )
        ]
        indexes = [
            models.Index(fields=["live", "ends"], name="event_live_ends"),
            models.Index(fields=["live", "starts"], name="event_live_starts"),
        ]

    def save(self, *args, **kwargs) -> None:
        """Keep what nobody types: the address, from the first title."""
        if self.slug:
            super().save(*args, **kwargs)
            return
        word = slugify(self.title)
        taken = word in TAKEN_WORDS or word.isdigit()
        insert_with_slug(
            self,
            f"{self.title} event" if taken else self.title,
            save=lambda: super(Event, self).save(*args, **kwargs),
        )

    def get_absolute_url(self) -> str:
        return reverse("community:event", args=[self.slug])

    def conflicts_with(self, user) -> bool:
        """Whether ``user`` may not decide about it: their own, or their organisation's."""
        if user.pk in (self.state.owner_id, self.state.submitted_by_id):
            return True
        if self.state.owner_id is None and self._first_author() == user.pk:
            return True
        if self.organisation_id is None:
            return False
        if Membership.objects.filter(user=user, organisation=self.organisation_id).exists():
            return True
        return Interest.objects.filter(user=user, about=self.organisation_id).exists()

    def _first_author(self) -> int | None:
        """Who made it in the editor, where nobody drafted it on the site."""
        return self.revisions.order_by("created_at", "pk").values_list("user_id", flat=True).first()

    @property
    def is_free(self) -> bool:
        return not self.price

    @property
    def held_by(self) -> str:
        """Who holds it, by name."""
        return self.organisation.name if self.organisation else self.organiser

    def get_preview_template(self, request, mode_name) -> str:
        return "community/event_detail.html"

    def get_preview_context(self, request, mode_name) -> dict:
        # Words stand on models, so they are asked for late.
        from mission.points import points_of

        from .. import event_words as words

        return {
            "event": self,
            "request": request,
            "facts": words.facts(self),
            "times": words.times(self.starts, self.ends),
            "summary": words.summary(self),
            "themes": self.themes.all(),
            "points": points_of(self),
        }


class EventState(models.Model):
    """What changes about an event without anybody editing it. Only services write it."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="state", primary_key=True
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events_owned",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events_submitted",
    )
    lifecycle = models.CharField(
        max_length=10, choices=EventLifecycle.choices, default=EventLifecycle.PLANNED
    )
    called_off_why = models.CharField(max_length=300, blank=True)
    uid = models.CharField(
        max_length=255, unique=True, help_text="Of its calendar entry, for ever."
    )
    sequence = models.PositiveIntegerField(default=0, help_text="Of its calendar entry.")
    changed_at = models.DateTimeField(help_text="When what a calendar shows last changed.")
    shown = models.CharField(
        max_length=64, blank=True, help_text="A fingerprint of what a calendar shows."
    )
    together = models.CharField(
        max_length=32,
        blank=True,
        db_index=True,
        help_text="The same for dates of one series, and for drafts of one flier.",
    )

    class Meta:
        verbose_name_plural = "event states"

    def __str__(self) -> str:
        return f"State of event {self.event_id}"
