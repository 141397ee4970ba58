"""Inviting somebody by mail to speak for an organisation: once, for one address, for 14 days."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import activity, delivery, states
from common.states import IllegalMove

from .. import domains, links, policies
from ..choices import INVITATION_MOVES, HowJoined, InvitationState, Role
from ..models import Invitation, Membership, Organisation, User
from ..queries.addresses import confirmed_addresses
from .memberships import enter, hold

MOST_WAITING = 30
MOST_A_DAY = 40
REMIND_AFTER = timedelta(days=7)


class CannotInvite(ValueError):
    """Why an invitation cannot go out, in words."""


class InvitationOver(IllegalMove):
    """The invitation was used, taken back, or has run out."""

    def __init__(self, current: str, message: str) -> None:
        super().__init__(current, InvitationState.ACCEPTED, message)


@transaction.atomic
def invite(
    organisation: Organisation, *, by: User, address: str, role: str = Role.MEMBER
) -> Invitation:
    """Mail an invitation. The answer is the same whether or not the address is known here.

    Inviting an address that has a waiting invitation keeps that one and gives it the new role.
    Raises PermissionDenied unless ``by`` leads it or is a custodian from outside, CannotInvite for an
    organisation that is not confirmed, or when too many wait.
    """
    hold(organisation)
    if not policies.may_manage_members(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    organisation.state.refresh_from_db()
    if not organisation.is_verified:
        raise CannotInvite("A custodian confirms an organisation first. Then it can invite people.")
    address = address.strip().lower()
    if not policies.leads(by, organisation) and address in confirmed_addresses(by):
        raise CannotInvite("A custodian lets nobody in to speak who is themselves.")
    known = _waiting(organisation).filter(address=address).first()
    if known is not None:
        return _keep(known, role, by)
    if _waiting(organisation).count() >= MOST_WAITING:
        raise CannotInvite(
            f"{MOST_WAITING} invitations wait for an answer. Take some back before you send more."
        )
    today = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, sent_at__gt=today).count() >= MOST_A_DAY:
        raise CannotInvite(f"You have sent {MOST_A_DAY} invitations today. Go on tomorrow.")
    domain = domains.of_address(address)
    own = domains.is_own(domain, organisation.email_domains)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organisation=organisation,
                address=address,
                role=role,
                invited_by=by,
                trusted_domain=domain if own else "",
            )
    except IntegrityError:
        return _waiting(organisation).get(address=address)
    activity.record("profiles.invited", by=by, about=organisation, invitation_id=invitation.pk)
    _write("profiles_invited", invitation)
    return invitation


def _waiting(organisation: Organisation):
    return Invitation.objects.filter(organisation=organisation, state=InvitationState.WAITING)


def _keep(invitation: Invitation, role: str, by: User) -> Invitation:
    if invitation.is_over:
        invitation.expires_at = Invitation._meta.get_field("expires_at").get_default()
        _write("profiles_invited", invitation, again=f":{invitation.expires_at:%Y%m%d}")
    invitation.role = role
    invitation.invited_by = by
    invitation.save(update_fields=["role", "invited_by", "expires_at"])
    return invitation


def _write(kind: str, invitation: Invitation, *, again: str = "") -> None:
    delivery.notify_address(
        kind,
        address=invitation.address,
        key=f"invitation:{invitation.pk}{again}",
        organisation=invitation.organisation.name,
        role=invitation.get_role_display().lower(),
        address_words=invitation.address,
        until=invitation.expires_at,
        link=link_of(invitation),
    )


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Membership:
    """Take an invitation up, once.

    Raises PermissionDenied unless it went to an address ``by`` has confirmed, InvitationOver when it
    was used, taken back or has run out, or when the address left the organisation's own domains.
    """
    organisation = invitation.organisation
    hold(organisation)
    invitation.refresh_from_db()
    if not policies.is_addressed_to(by, invitation):
        raise PermissionDenied("This invitation went to another address.")
    if invitation.invited_by_id == by.pk and not policies.leads(by, organisation):
        raise PermissionDenied("Nobody lets themselves in.")
    over = why_over(invitation)
    if over:
        raise InvitationOver(invitation.state, over)
    states.move(invitation, InvitationState.ACCEPTED, moves=INVITATION_MOVES)
    _settle(invitation)
    membership = enter(
        organisation,
        user=by,
        role=invitation.role,
        how=HowJoined.INVITED,
        granted_by_id=invitation.invited_by_id,
    )
    activity.record(
        "profiles.invitation_accepted",
        by=by,
        about=organisation,
        invitation_id=invitation.pk,
        role=str(membership.role),
    )
    _tell_inviter(invitation, "profiles_invitation_accepted", who=by.name)
    return membership


def why_over(invitation: Invitation) -> str:
    """Why an invitation can no longer be taken up, in words; empty while it can."""
    name = invitation.organisation.name
    if invitation.state == InvitationState.ACCEPTED:
        return "This invitation was used already. It is good once."
    if invitation.state == InvitationState.WITHDRAWN:
        return f"{name} has taken this invitation back."
    if invitation.state == InvitationState.DECLINED:
        return "You said no to this invitation. Ask for a new one if you have changed your mind."
    if invitation.state == InvitationState.EXPIRED or invitation.is_over:
        return f"This invitation ran out after 14 days. Ask {name} for a new one."
    if invitation.invited_by_id is None:
        return f"Whoever invited you has left the Forum. Ask {name} for a new invitation."
    own = invitation.organisation.email_domains
    if invitation.trusted_domain and not domains.is_own(invitation.trusted_domain, own):
        return (
            f"{name} no longer uses addresses at {invitation.trusted_domain}. "
            "Ask for an invitation to your new address."
        )
    if invitation.organisation.state.closed_at:
        return f"{name} is closed."
    if not invitation.organisation.is_verified:
        return f"{name} waits to be confirmed by a custodian. Come back when it is."
    return ""


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: User) -> None:
    """Say no, and tell whoever invited. Raises PermissionDenied, IllegalMove."""
    if not policies.is_addressed_to(by, invitation):
        raise PermissionDenied("This invitation went to another address.")
    states.move(invitation, InvitationState.DECLINED, moves=INVITATION_MOVES)
    _settle(invitation)
    activity.record("profiles.invitation_declined", by=by, about=invitation.organisation)
    _tell_inviter(invitation, "profiles_invitation_declined")


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back. Raises PermissionDenied, IllegalMove when it has been answered."""
    if not policies.may_manage_members(by, invitation.organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    states.move(invitation, InvitationState.WITHDRAWN, moves=INVITATION_MOVES)
    _settle(invitation)
    activity.record("profiles.invitation_withdrawn", by=by, about=invitation.organisation)


def waiting_for(user: User):
    """Invitations that wait for an answer of this user, at any address they have confirmed."""
    return Invitation.objects.filter(
        address__in=confirmed_addresses(user),
        state=InvitationState.WAITING,
        expires_at__gt=timezone.now(),
    ).select_related("organisation__state")


def link_of(invitation: Invitation) -> str:
    """Where an invitation is answered."""
    return f"/invitations/{links.make(links.INVITATION, invitation.pk)}/"


def remind_invited() -> int:
    """Write once more at half time; returns how many."""
    now = timezone.now()
    due = Invitation.objects.filter(
        state=InvitationState.WAITING,
        reminded_at__isnull=True,
        sent_at__lte=now - REMIND_AFTER,
        expires_at__gt=now,
    ).select_related("organisation__state")
    count = 0
    for invitation in due[:500]:
        with transaction.atomic():
            taken = due.model.objects.filter(pk=invitation.pk, reminded_at__isnull=True)
            if taken.update(reminded_at=now) and not why_over(invitation):
                _write("profiles_invitation_reminder", invitation)
                count += 1
    return count


def expire_invitations() -> int:
    """Close what has run out, and tell whoever invited; returns how many."""
    due = Invitation.objects.filter(
        state=InvitationState.WAITING, expires_at__lte=timezone.now()
    ).select_related("organisation", "invited_by")
    count = 0
    for invitation in due[:500]:
        with transaction.atomic():
            try:
                states.move(invitation, InvitationState.EXPIRED, moves=INVITATION_MOVES)
            except IllegalMove:
                continue
            _settle(invitation)
            _tell_inviter(invitation, "profiles_invitation_expired")
            count += 1
    return count


def _settle(invitation: Invitation) -> None:
    invitation.settled_at = timezone.now()
    invitation.save(update_fields=["settled_at"])


def _tell_inviter(invitation: Invitation, kind: str, **words: object) -> None:
    delivery.notify(
        kind,
        to=invitation.invited_by,
        key=f"invitation:{invitation.pk}",
        organisation=invitation.organisation.name,
        address=invitation.address,
        link=f"{invitation.organisation.get_absolute_url()}people/",
        **words,
    )
