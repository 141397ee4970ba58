"""Applicants of a round who want to go to one placement together: each by their own yes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .rounds import Round, RoundEntrant


class RoundTeam(models.Model):
    """Applicants who are considered together, at the placements that all of them ranked."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="teams")
    key = models.CharField(max_length=12, editable=False)
    """What the published instance calls it: random, so that it tells nothing."""
    or_alone = models.BooleanField(default=True)
    """Whether each is considered alone where no placement can take them together."""
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["round", "pk"]
        verbose_name_plural = "round teams"
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="round_team_key_once")]

    def __str__(self) -> str:
        return f"Team {self.key} of round {self.round_id}"


class RoundTeamMember(models.Model):
    """Somebody asked into a team of a round; in it from their own yes until they leave."""

    team = models.ForeignKey(RoundTeam, on_delete=models.CASCADE, related_name="members")
    entrant = models.ForeignKey(RoundEntrant, on_delete=models.CASCADE, related_name="teams")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    yes_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Since when they are out: they said no, or left."""

    class Meta:
        ordering = ["team", "pk"]
        verbose_name_plural = "round team members"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "entrant"],
                condition=Q(ended_at__isnull=True),
                name="round_team_member_once",
            ),
            models.UniqueConstraint(
                fields=["entrant"],
                condition=Q(ended_at__isnull=True, yes_at__isnull=False),
                name="round_team_one_each",
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk} of team {self.team_id}"
