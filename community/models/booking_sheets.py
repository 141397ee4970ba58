"""Booking sheets: what can be booked at an event or a meeting, and what is counted of it.

Plain rows, never on a Wagtail record: the link to join would otherwise stay in its revisions.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ..querysets.bookings import BookingSheetQuerySet
from .events import Event
from .gatherings import Gathering
from .meetings import Meeting

PART_LENGTH = 80


class BookingSheet(models.Model):
    """Places at one event or one meeting. Only services write ``taken``; a constraint keeps it in bounds."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="booking_sheet"
    )
    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="booking_sheet"
    )
    places = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: no limit.")
    taken = models.PositiveIntegerField(default=0, editable=False)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True, help_text="Empty: when it starts.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Closed by hand.")
    called_off_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    asks_diet = models.BooleanField(default=False)
    asks_access = models.BooleanField(default=True)
    join_link = models.URLField(max_length=500, blank=True)
    purge_days = models.PositiveSmallIntegerField(default=28)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)

    objects = BookingSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, meeting__isnull=True)
                | Q(event__isnull=True, meeting__isnull=False),
                name="sheet_of_one_gathering",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(taken__lte=F("places")),
                name="sheet_taken_within_places",
            ),
        ]

    def __str__(self) -> str:
        return f"Bookings for {self.gathering}"

    def get_absolute_url(self) -> str:
        return reverse("community:book", args=[self.pk])

    @property
    def desk_url(self) -> str:
        return reverse("community:desk_sheet", args=[self.pk])

    @property
    def gathering(self) -> Gathering:
        """The event or the meeting."""
        found = self.event or self.meeting
        assert found is not None
        return found

    @property
    def host(self):
        """The organisation that holds it; None where there is none here."""
        return self.event.organisation if self.event else self.meeting.host

    @property
    def closes(self):
        """When the last booking is taken."""
        starts = self.gathering.starts
        return min(self.closes_at, starts) if self.closes_at else starts

    @property
    def is_public(self) -> bool:
        """Whether the event is published, or the meeting announced."""
        if self.event:
            return self.event.live
        return self.meeting is not None and self.meeting.announced_at is not None

    @property
    def is_off(self) -> bool:
        """Whether the gathering does not take place."""
        return self.called_off_at is not None

    @property
    def is_over(self) -> bool:
        return self.gathering.ends <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.gathering.starts <= timezone.now()

    @property
    def takes_bookings(self) -> bool:
        """Whether somebody can book, join the waiting list or change what they booked."""
        now = timezone.now()
        if self.is_off or self.closed_at or not self.is_public:
            return False
        return (self.opens_at is None or self.opens_at <= now) and now < self.closes

    @property
    def lunch(self) -> "SheetPart | None":
        """The part of the day where people eat together: the one called lunch, else the first with food."""
        eaten = [part for part in self.parts.all() if part.food]
        called = [part for part in eaten if "lunch" in part.title.casefold()]
        return next(iter(called or eaten), None)

    @property
    def left(self) -> int | None:
        """Places left; None where there is no limit."""
        return None if self.places is None else max(0, self.places - self.taken)


class SheetPart(models.Model):
    """A part of the day that is booked by itself: the meeting, lunch from 1 to 2 pm."""

    sheet = models.ForeignKey(BookingSheet, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=PART_LENGTH)
    places = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    food = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "title"], name="part_once_a_sheet"),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(taken__lte=F("places")),
                name="part_taken_within_places",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.taken >= self.places


class SheetReminder(models.Model):
    """A mail to those with a place, so many hours before the start; due again where that moves."""

    sheet = models.ForeignKey(BookingSheet, on_delete=models.CASCADE, related_name="reminders")
    hours = models.PositiveSmallIntegerField()
    sent_for = models.DateTimeField(null=True, blank=True, help_text="For which start it went.")

    class Meta:
        ordering = ["-hours"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "hours"], name="reminder_once_a_sheet")
        ]

    def __str__(self) -> str:
        return f"{self.hours} hours before"


class SheetCount(models.Model):
    """How many booked, waited, cancelled and came: what stays when the bookings are gone."""

    sheet = models.OneToOneField(
        BookingSheet, on_delete=models.CASCADE, related_name="count", primary_key=True
    )
    booked = models.PositiveIntegerField(default=0)
    came = models.PositiveIntegerField(default=0)
    walked_in = models.PositiveIntegerField(default=0)
    waited = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    guests = models.PositiveIntegerField(default=0)
    organisations = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "sheet counts"

    def __str__(self) -> str:
        return f"Count of sheet {self.sheet_id}"
