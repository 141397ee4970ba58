"""How many introductions a custodian sees to at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

USUAL, MOST = 10, 50


class Broker(models.Model):
    """A custodian's own limit: a hard one, for an hour a week does not stretch."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="broker",
        primary_key=True,
    )
    most = models.PositiveSmallIntegerField(default=USUAL)

    class Meta:
        verbose_name_plural = "brokers"
        constraints = [
            models.CheckConstraint(condition=Q(most__gte=0, most__lte=MOST), name="broker_limit")
        ]

    def __str__(self) -> str:
        return f"Broker {self.user_id}, {self.most} at most"
