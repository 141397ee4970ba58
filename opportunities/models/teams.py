"""People who apply together. Whoever began the application leads it and has no row here.

What opens a member to the host is a disclosure with the cause ``team:<pk>``, never this row.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from profiles.models import Person

from ..application_choices import MemberState
from .applications import Application
from .opportunities import Opportunity


class TeamMember(models.Model):
    """Somebody asked to apply together; in the team only by their own yes. Only services write it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    """That of the application, so that the database can hold one person to one team."""
    state = models.CharField(max_length=10, choices=MemberState.choices, default=MemberState.ASKED)
    address = models.EmailField(max_length=254, blank=True)
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="team_requests",
    )
    """Who was asked by profile, so that no address is told."""
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="teams"
    )
    shares_cv = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    """When they said yes to what is sent; a change of the text takes it back."""
    accepted_at = models.DateTimeField(null=True, blank=True)
    """When they said yes to the offer."""
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "opportunity"],
                condition=Q(state=MemberState.JOINED),
                name="team_member_one_alive",
            ),
            models.UniqueConstraint(
                fields=["application", "address"],
                condition=Q(state=MemberState.ASKED) & ~Q(address=""),
                name="team_address_asked_once",
            ),
            models.UniqueConstraint(
                fields=["application", "asked"],
                condition=Q(state=MemberState.ASKED),
                name="team_person_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=MemberState.JOINED) | Q(person__isnull=False),
                name="team_member_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk} of application {self.application_id}"

    @property
    def cause(self) -> str:
        """What disclosures that it opens name as their cause."""
        return f"team:{self.pk}"
