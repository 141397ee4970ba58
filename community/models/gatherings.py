"""What an event and a meeting have in common: when, where and how people take part."""

from django.core.exceptions import ValidationError
from django.db import models

from mission.models import District

from ..choices.gatherings import Mode

PLACE_LENGTH, ADDRESS_LENGTH, WAYS_LENGTH = 160, 300, 1500


class Gathering(models.Model):
    """A time, a place and a way to take part. The link to join is never here: it is for those booked."""

    title = models.CharField(max_length=160, help_text="What it is, in a few words.")
    summary = models.CharField(
        max_length=240, blank=True, help_text="One sentence for lists, mails and calendars."
    )
    starts = models.DateTimeField(help_text="In Birmingham's time.")
    ends = models.DateTimeField(help_text="In Birmingham's time.")
    mode = models.CharField(max_length=9, choices=Mode.choices, default=Mode.IN_PERSON)
    place = models.CharField(
        max_length=PLACE_LENGTH, blank=True, help_text="The room and the building."
    )
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    ways = models.TextField(
        max_length=WAYS_LENGTH,
        blank=True,
        verbose_name="getting there",
        help_text="Trains, buses, steps, lifts, and whom to ask about access.",
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "It ends before it starts. Check both times."})
        if self.mode == Mode.IN_PERSON and not self.place:
            raise ValidationError({"place": "Say where it is, or that it is online."})
