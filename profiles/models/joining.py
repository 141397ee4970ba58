"""How people come to speak for an organisation: invited, or asking; and what when nobody leads it."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import InvitationState, JoinState, Role, WhyRescue
from .organisations import Organisation

GOOD_FOR = datetime.timedelta(days=14)
LEADS_HAVE = datetime.timedelta(days=21)


def _invitation_ends() -> datetime.datetime:
    return timezone.now() + GOOD_FOR


def _request_ends() -> datetime.datetime:
    return timezone.now() + LEADS_HAVE


class Invitation(models.Model):
    """An offer to speak for an organisation, good once, for one address, for 14 days.

    ``trusted_domain`` is the domain of the address where it was one of the organisation's own when
    the invitation was written: it must be so still when it is taken up.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    address = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(
        max_length=10, choices=InvitationState.choices, default=InvitationState.WAITING
    )
    trusted_domain = models.CharField(max_length=253, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="invitations_sent",
    )
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=_invitation_ends)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name_plural = "invitations"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"],
                condition=models.Q(state="waiting"),
                name="invitation_waiting_once",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk} to {self.organisation_id}"

    @property
    def is_over(self) -> bool:
        """Whether its time has run out, whether or not the clock has noticed."""
        return self.expires_at <= timezone.now()


class JoinRequest(models.Model):
    """Somebody asking to speak for an organisation. A lead decides, within 21 days."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=JoinState.choices, default=JoinState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=_request_ends)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "requests to join"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state="waiting"),
                name="join_request_waiting_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} asks to join {self.organisation_id}"


class Rescue(models.Model):
    """An organisation flagged to the custodians because nobody can lead it. One open at a time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="rescues")
    why = models.CharField(max_length=6, choices=WhyRescue.choices)
    words = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        verbose_name_plural = "rescues"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(settled_at__isnull=True),
                name="rescue_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"Rescue of {self.organisation_id}"
