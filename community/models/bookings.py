"""Bookings: who comes. Personal throughout, and deleted some days after the event."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from profiles.models import Organisation

from ..choices.bookings import HOLDS_PLACE, BookingState, Diet
from ..querysets.bookings import BookingQuerySet
from .booking_sheets import BookingSheet, SheetPart

NAME_LENGTH, DIET_LENGTH, ACCESS_LENGTH, ORGANISATION_LENGTH = 120, 120, 500, 120


class Booking(models.Model):
    """One person's place, or wish for one. A guest has an address in place of an account.

    What they need to eat and to take part is read by themselves, and by others only without a name.
    """

    sheet = models.ForeignKey(BookingSheet, on_delete=models.CASCADE, related_name="bookings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="bookings",
    )
    guest_address = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    organisation_name = models.CharField(max_length=ORGANISATION_LENGTH, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=9, choices=BookingState.choices, default=BookingState.ASKED)
    walk_in = models.BooleanField(default=False)
    diet = models.CharField(max_length=10, choices=Diet.choices, blank=True)
    diet_text = models.CharField(max_length=DIET_LENGTH, blank=True)
    access_needs = models.TextField(max_length=ACCESS_LENGTH, blank=True)
    meets = models.BooleanField(default=False)
    """Whether they want to be told whom to meet over lunch, and be named to those few."""
    asked_at = models.DateTimeField()
    asked_times = models.PositiveSmallIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True)
    promoted_at = models.DateTimeField(null=True, blank=True)
    attended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["sheet", "state"], name="booking_sheet_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "user"],
                condition=Q(user__isnull=False) & ~Q(state="cancelled"),
                name="booking_live_once_a_user",
            ),
            models.UniqueConstraint(
                fields=["sheet", "guest_address"],
                condition=~Q(guest_address="") & ~Q(state="cancelled"),
                name="booking_live_once_an_address",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(guest_address=""),
                name="booking_of_a_user_or_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"Booking {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("community:my_booking", args=[self.pk])

    @property
    def holds_place(self) -> bool:
        return self.state in HOLDS_PLACE

    @property
    def is_live(self) -> bool:
        return self.state != BookingState.CANCELLED


class BookingPart(models.Model):
    """That somebody stays for a part of the day."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="chosen")
    part = models.ForeignKey(SheetPart, on_delete=models.CASCADE, related_name="chosen")

    class Meta:
        ordering = ["part__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "part"], name="part_once_a_booking")
        ]

    def __str__(self) -> str:
        return f"Part {self.part_id} of booking {self.booking_id}"


def new_nonce() -> str:
    return uuid.uuid4().hex


class CalendarKey(models.Model):
    """What makes the address of somebody's own calendar; another one ends the address before it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calendar_key",
        primary_key=True,
    )
    nonce = models.CharField(max_length=32, default=new_nonce)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "calendar keys"

    def __str__(self) -> str:
        return f"Calendar of account {self.user_id}"
