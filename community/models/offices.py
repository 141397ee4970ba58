"""Who holds which office of the Forum, and for how long."""

from django.conf import settings
from django.db import models

from ..querysets.offices import OfficeQuerySet


class OfficeHolder(models.Model):
    """One term of one person in an office: chair, treasurer, steward. Named only with their yes.

    A plain model and no page: pages have histories in which a name would stay.
    """

    role = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="offices",
    )
    starts = models.DateField()
    ends = models.DateField()
    named = models.BooleanField(default=False)
    said = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "role", "starts", "pk"]
        verbose_name_plural = "office-holders"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="office_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(named=False) | ~models.Q(said=""),
                name="office_named_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.shown_name}"

    @property
    def shown_name(self) -> str:
        """What everybody may read."""
        return self.name if self.named else "Not named here"
