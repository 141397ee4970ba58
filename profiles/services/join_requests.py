"""Asking to speak for an organisation. A domain that matches suggests; a lead decides."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import activity, delivery, states
from common.states import IllegalMove

from .. import domains, policies
from ..choices import JOIN_MOVES, HowJoined, JoinState, Role
from ..models import JoinRequest, Membership, Organisation, User
from ..queries.addresses import confirmed_addresses
from .memberships import enter, hold, leads_of

MOST_WAITING = 5
REST_AFTER_TAKING_BACK = timedelta(days=30)
REMIND_AFTER = (timedelta(days=5), timedelta(days=14))


class CannotAsk(ValueError):
    """Why a request cannot go out, in words."""


@transaction.atomic
def ask_to_join(organisation: Organisation, *, by: User, note: str = "") -> JoinRequest:
    """Ask its leads. Asking twice is asking once.

    Raises PermissionDenied for whoever may not see it or belongs to it, CannotAsk when ``by`` has
    asked too many already.
    """
    if not policies.may_ask_to_join(by, organisation):
        raise PermissionDenied("You cannot ask to join this organisation.")
    mine = JoinRequest.objects.filter(user=by, state=JoinState.WAITING)
    known = mine.filter(organisation=organisation).first()
    if known is not None:
        return known
    lately = timezone.now() - REST_AFTER_TAKING_BACK
    if JoinRequest.objects.filter(
        user=by, organisation=organisation, state=JoinState.WITHDRAWN, asked_at__gt=lately
    ).exists():
        raise CannotAsk("You took your request back a while ago. Its leads can still invite you.")
    if mine.count() >= MOST_WAITING:
        raise CannotAsk(f"You have asked {MOST_WAITING} organisations. Wait for one to answer.")
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(organisation=organisation, user=by, note=note)
    except IntegrityError:
        return mine.get(organisation=organisation)
    activity.record("profiles.join_asked", by=by, about=organisation, request_id=request.pk)
    _tell_leads(request, "")
    return request


@transaction.atomic
def approve_join(request: JoinRequest, *, by: User, role: str = Role.MEMBER) -> Membership:
    """Let them in, and tell them. Raises PermissionDenied, IllegalMove when it was answered."""
    hold(request.organisation)
    _demand(request, by)
    states.move(request, JoinState.APPROVED, moves=JOIN_MOVES)
    _settle(request, by)
    membership = enter(
        request.organisation, user=request.user, role=role, how=HowJoined.ASKED, granted_by_id=by.pk
    )
    _tell_asker(request, "profiles_join_approved")
    return membership


@transaction.atomic
def decline_join(request: JoinRequest, *, by: User) -> None:
    """Say no, kindly. Raises PermissionDenied, IllegalMove when it was answered."""
    _demand(request, by)
    states.move(request, JoinState.DECLINED, moves=JOIN_MOVES)
    _settle(request, by)
    _tell_asker(request, "profiles_join_declined")


@transaction.atomic
def withdraw_join(request: JoinRequest, *, by: User) -> None:
    """Take one's own request back. Raises PermissionDenied, IllegalMove."""
    if request.user_id != by.pk:
        raise PermissionDenied("This is somebody else’s request.")
    states.move(request, JoinState.WITHDRAWN, moves=JOIN_MOVES)
    _settle(request, by)


def suggested_for(user: User):
    """Public organisations at whose domain the user has a confirmed address: three at most."""
    found = {domains.of_address(row) for row in confirmed_addresses(user)} - domains.PROVIDERS
    if not found:
        return []
    rows = Organisation.objects.public().exclude(email_domains="").exclude(memberships__user=user)
    return [
        row for row in rows if any(domains.is_own(domain, row.email_domains) for domain in found)
    ][:3]


def own_domain(request: JoinRequest) -> str:
    """The organisation's domain at which the asker has a confirmed address, as of now; or empty."""
    rows: Iterable[EmailAddress] = request.user.emailaddress_set.all()  # type: ignore[attr-defined]
    for row in rows:
        domain = domains.of_address(row.email)
        if row.verified and domains.is_own(domain, request.organisation.email_domains):
            return domain
    return ""


def remind_leads() -> int:
    """Ask the leads again after 5 and after 14 days; returns how many requests."""
    now = timezone.now()
    count = 0
    for number, after in enumerate(REMIND_AFTER, start=1):
        due = JoinRequest.objects.filter(
            state=JoinState.WAITING, asked_at__lte=now - after, expires_at__gt=now
        )
        for request in due.select_related("organisation", "user")[:500]:
            last = request.reminded_at
            if last is not None and last >= request.asked_at + after:
                continue
            with transaction.atomic():
                rows = JoinRequest.objects.filter(pk=request.pk, reminded_at=last)
                if rows.update(reminded_at=now):
                    _tell_leads(request, f":{number}")
                    count += 1
    return count


def expire_requests() -> int:
    """Release what no lead answered, and tell the asker kindly; returns how many."""
    due = JoinRequest.objects.filter(
        state=JoinState.WAITING, expires_at__lte=timezone.now()
    ).select_related("organisation", "user")
    count = 0
    for request in due[:500]:
        with transaction.atomic():
            try:
                states.move(request, JoinState.EXPIRED, moves=JOIN_MOVES)
            except IllegalMove:
                continue
            _settle(request, None)
            _tell_asker(request, "profiles_join_expired")
            count += 1
    return count


def _demand(request: JoinRequest, by: User) -> None:
    if request.user_id == by.pk or not policies.may_manage_members(by, request.organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")


def _settle(request: JoinRequest, by: User | None) -> None:
    request.settled_at = timezone.now()
    request.save(update_fields=["settled_at"])
    activity.record(
        f"profiles.join_{request.state}", by=by, about=request.organisation, request_id=request.pk
    )


def _tell_leads(request: JoinRequest, again: str) -> None:
    for membership in leads_of(request.organisation).select_related("user"):
        delivery.notify(
            "profiles_join_asked",
            to=membership.user,
            key=f"request:{request.pk}{again}",
            organisation=request.organisation.name,
            who=request.user.name or "Somebody",
            until=request.expires_at,
            link=f"{request.organisation.get_absolute_url()}people/",
        )


def _tell_asker(request: JoinRequest, kind: str) -> None:
    delivery.notify(
        kind,
        to=request.user,
        key=f"request:{request.pk}",
        organisation=request.organisation.name,
        link=request.organisation.get_absolute_url(),
    )
