"""What limits a host in a round beyond the seats of its placements: who looks after how many."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .rounds import RoundHost


class RoundSupervisor(models.Model):
    """How many people one supervisor of a host takes over all the placements they look after.

    Without a row a supervisor has no limit of their own, and the engine never hears of them.
    """

    host = models.ForeignKey(RoundHost, on_delete=models.CASCADE, related_name="supervisors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="round_quotas"
    )
    quota = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=12, editable=False)
    """What the published instance calls them: random, so that it tells nothing."""

    class Meta:
        ordering = ["host", "pk"]
        verbose_name_plural = "round supervisors"
        constraints = [
            models.UniqueConstraint(fields=["host", "user"], name="round_supervisor_once"),
            models.UniqueConstraint(fields=["host", "key"], name="round_supervisor_key_once"),
            models.CheckConstraint(condition=Q(quota__gte=1), name="round_supervisor_quota"),
        ]

    def __str__(self) -> str:
        return f"Supervisor {self.key} of host {self.host_id}"
