"""Invitations and requests to speak for an organisation, for whoever has to answer them."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from common.needs_me import Entry, Source, register

from . import links
from .choices import InvitationState, JoinState, Role
from .models import Invitation, JoinRequest


def invitations(user: Any) -> QuerySet:
    """Those to any address that the user has proved to be theirs."""
    own = EmailAddress.objects.filter(user=user, verified=True).values(low=Lower("email"))
    return (
        Invitation.objects.filter(
            address__in=own, state=InvitationState.WAITING, expires_at__gt=timezone.now()
        )
        .select_related("organisation")
        .order_by("expires_at", "pk")
    )


def _invitation(row: Invitation) -> Entry:
    return Entry(
        title=f"Answer an invitation: {row.organisation}",
        why="They would like you to speak for them here.",
        by=row.expires_at,
        url=f"/invitations/{links.make(links.INVITATION, row.pk)}/",
    )


def join_requests(user: Any) -> QuerySet:
    """Those to organisations that the user leads."""
    return (
        JoinRequest.objects.filter(
            state=JoinState.WAITING,
            organisation__memberships__user=user,
            organisation__memberships__role=Role.LEAD,
        )
        .select_related("organisation")
        .order_by("expires_at", "pk")
    )


def _join_request(row: JoinRequest) -> Entry:
    return Entry(
        title=f"Somebody asks to speak for {row.organisation}",
        why="Only its leads can say yes or no.",
        by=row.expires_at,
        url=reverse("profiles:join_request", args=[row.organisation.slug, row.pk]),
    )


register(Source("invitations", "you", rows=invitations, entry=_invitation))
register(Source("join_requests", "host", rows=join_requests, entry=_join_request))
