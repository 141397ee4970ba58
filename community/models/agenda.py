"""The agenda of a meeting, the papers that lie on its items, and what members say about themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from opportunities.models import Opportunity
from profiles.choices import Scan
from profiles.models import Organisation

from ..choices.agenda import ItemKind, ItemState
from .meetings import Meeting, MeetingSeries

TITLE_LENGTH, TEXT_LENGTH, NAME_LENGTH, CONTACT_LENGTH = 160, 4000, 120, 200
UPDATE_LENGTH = 3000


class Entry(models.Model):
    """What an item of an agenda and a standing item of a series have in common."""

    order = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=TITLE_LENGTH)
    kind = models.CharField(max_length=12, choices=ItemKind.choices, default=ItemKind.ORDINARY)
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long it takes. Empty: no time of its own."
    )
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class StandingItem(Entry):
    """What is on every agenda of a series. A new meeting gets a copy of each."""

    series = models.ForeignKey(
        MeetingSeries, on_delete=models.CASCADE, related_name="standing_items"
    )

    class Meta(Entry.Meta):
        abstract = False
        verbose_name_plural = "standing items"


class AgendaItem(Entry):
    """One thing that a meeting talks about. Its number and its time are worked out, never typed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    standing = models.BooleanField(default=False)
    owner_name = models.CharField(
        max_length=NAME_LENGTH, blank=True, help_text="Who presents, as it is published."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    contact = models.CharField(max_length=CONTACT_LENGTH, blank=True)
    contact_shown = models.BooleanField(default=False, help_text="Only by their own consent.")
    state = models.CharField(max_length=9, choices=ItemState.choices, default=ItemState.PLANNED)
    moved_from = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="moved_to"
    )
    opportunity = models.ForeignKey(
        Opportunity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
    )

    class Meta(Entry.Meta):
        abstract = False
        verbose_name_plural = "agenda items"
        indexes = [models.Index(fields=["meeting", "order"], name="item_of_meeting")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "opportunity"],
                condition=Q(opportunity__isnull=False),
                name="opportunity_once_on_an_agenda",
            ),
            models.CheckConstraint(
                condition=Q(contact_shown=False) | ~Q(contact=""),
                name="item_shows_a_contact_it_has",
            ),
        ]


class Paper(models.Model):
    """A paper or slides of an item: a file on our shelf, or an address elsewhere."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(max_length=TITLE_LENGTH)
    link = models.URLField(max_length=500, blank=True)
    stored = models.CharField(max_length=64, blank=True, editable=False)
    extension = models.CharField(max_length=4, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    scan = models.CharField(
        max_length=10, choices=Scan.choices, default=Scan.UNCHECKED, editable=False
    )
    members_only = models.BooleanField(
        default=False, help_text="Only for those signed in, of an organisation that is checked."
    )
    accessible = models.BooleanField(
        default=False, help_text="Somebody checked that it can be read aloud."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "papers"
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(stored="")) | (~Q(link="") & Q(stored="")),
                name="paper_is_a_file_or_a_link",
            ),
            models.UniqueConstraint(
                fields=["stored"], condition=~Q(stored=""), name="paper_has_its_own_file"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MemberUpdate(models.Model):
    """What an organisation tells the others before a meeting: a page at most."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="updates")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="meeting_updates"
    )
    text = models.TextField(max_length=UPDATE_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["organisation__name"]
        verbose_name_plural = "members' updates"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"], name="one_update_of_each_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"Update of {self.organisation_id} for {self.meeting_id}"
