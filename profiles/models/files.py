"""The CV of a person. The file itself lies in the vault; this row says whose it is."""

from django.db import models
from django.utils import timezone

from ..choices import Scan
from .people import Person


class Curriculum(models.Model):
    """A person's CV: one at a time. Never searched, listed or exported to others."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="cv", primary_key=True
    )
    stored = models.CharField(max_length=64, unique=True, editable=False)
    extension = models.CharField(max_length=4)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.UNCHECKED)
    handed_in = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "CVs"

    def __str__(self) -> str:
        return f"CV of {self.person_id}"
