"""Who meets whom over lunch, and where they sit. Personal, and deleted two weeks after the event."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from community.models import Booking, BookingSheet

from .introductions import Introduction


class LunchPlan(models.Model):
    """Tables and pairs for those who stay for lunch and asked for it. The counts stay when the rest is gone."""

    sheet = models.OneToOneField(BookingSheet, on_delete=models.CASCADE, related_name="lunch_plan")
    sizes = models.JSONField(default=list, help_text="Seats at each table, as they were entered.")
    seed = models.PositiveIntegerField(default=1)
    times = models.PositiveSmallIntegerField(default=0, help_text="How often it was made.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    people = models.PositiveSmallIntegerField(default=0)
    pairs = models.PositiveSmallIntegerField(default=0)
    talked = models.PositiveSmallIntegerField(default=0)
    proposed = models.PositiveSmallIntegerField(default=0)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "lunch plans"

    def __str__(self) -> str:
        return f"Lunch of sheet {self.sheet_id}"

    def get_absolute_url(self) -> str:
        return reverse("matching:desk_lunch", args=[self.sheet_id])


class LunchSeat(models.Model):
    """One person's table, and whether they were told."""

    plan = models.ForeignKey(LunchPlan, on_delete=models.CASCADE, related_name="seats")
    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="lunch_seat")
    table = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["table", "pk"]
        verbose_name_plural = "lunch seats"

    def __str__(self) -> str:
        return f"Seat {self.pk} at table {self.table}"

    def get_absolute_url(self) -> str:
        return reverse("matching:lunch", args=[self.booking_id])


class LunchPair(models.Model):
    """Two who are suggested to each other, why in the words of each, and what came of it.

    ``arcs`` are the needs and supplies between them, as numbers: (opportunity, person, offer).
    """

    plan = models.ForeignKey(LunchPlan, on_delete=models.CASCADE, related_name="together")
    one = models.ForeignKey(LunchSeat, on_delete=models.CASCADE, related_name="as_one")
    other = models.ForeignKey(LunchSeat, on_delete=models.CASCADE, related_name="as_other")
    worth = models.PositiveIntegerField()
    why = models.JSONField(default=dict)
    arcs = models.JSONField(default=list)
    one_talked_at = models.DateTimeField(null=True, blank=True)
    other_talked_at = models.DateTimeField(null=True, blank=True)
    introduction = models.ForeignKey(
        Introduction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-worth", "pk"]
        verbose_name_plural = "lunch pairs"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="lunch_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="lunch_pair_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"Pair {self.pk} of lunch {self.plan_id}"
