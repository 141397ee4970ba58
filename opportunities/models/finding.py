"""What lists remember: which opportunities changed, so that counts follow; and what people look for."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from ..choices import Alerts, Kind


def new_token() -> int:
    """Sixty-two bits that nobody had before."""
    return secrets.randbits(62)


class ListChange(models.Model):
    """Something about an opportunity changed that lists show; without one, about any of them.

    Only ever added to: two who publish at the same time wait for nobody. The token tells a row from
    one that had its number and was rolled back.
    """

    token = models.BigIntegerField(default=new_token, editable=False)
    opportunity_id = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "list changes"

    def __str__(self) -> str:
        return f"Change {self.pk} of opportunity {self.opportunity_id or 'any'}"


class SavedSearch(models.Model):
    """What somebody looks for, under a name of theirs, and whether to write when something new fits."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    query = models.CharField(max_length=2000, blank=True)
    said = models.CharField(max_length=400)
    alerts = models.CharField(max_length=6, choices=Alerts.choices, default=Alerts.WEEKLY)
    looked_until = models.DateTimeField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_search_once"),
        ]
        indexes = [models.Index(fields=["alerts", "looked_until"], name="saved_search_due")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list that it finds now."""
        name = f"opportunities:{self.kind}s" if self.kind else "opportunities:list"
        return reverse(name) + (f"?{self.query}" if self.query else "")
