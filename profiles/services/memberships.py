"""Who speaks for an organisation: roles, leaving, handing over. The only writer of memberships.

Each verb first takes the organisation's row, and asks the policy while holding it: of two leads who
demote each other at the same moment, the second is no lead any more.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery
from common.states import IllegalMove

from .. import policies
from ..choices import RANK, HowJoined, InvitationState, Role
from ..models import (
    Invitation,
    Membership,
    OfferState,
    Organisation,
    OrganisationState,
    Person,
    User,
)
from ..signals import member_left, members_changed, person_changed
from .rescues import settle_rescue


class LastLead(ValueError):
    """Nobody would lead the organisation any more."""

    def __str__(self) -> str:
        return "An organisation needs a lead. Hand over to a colleague first."


def hold(organisation: Organisation) -> None:
    """Take the organisation's row until the transaction ends: one change of members at a time."""
    OrganisationState.objects.select_for_update().get(organisation=organisation)


def leads_of(organisation: Organisation):
    """The memberships that lead it, of sign-ins in use."""
    return organisation.memberships.filter(role=Role.LEAD, user__is_active=True)


def enter(
    organisation: Organisation, *, user: User, role: str, how: str, granted_by_id: int | None
) -> Membership:
    """Make ``user`` a member, or raise the role of one who is; never lower it. The caller holds."""
    membership, made = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        defaults={"role": role, "how": how, "granted_by_id": granted_by_id},
    )
    if not made and RANK[role] > RANK[membership.role]:
        membership.role = role
        membership.granted_by_id = granted_by_id
        membership.save(update_fields=["role", "granted_by_id"])
    if membership.role == Role.LEAD:
        settle_rescue(organisation, by_id=granted_by_id)
    members_changed.send(Membership, organisation_id=organisation.pk)
    _rescore(user.pk)
    return membership


@transaction.atomic
def add_member(
    organisation: Organisation, *, user: User, role: str = Role.MEMBER, by: User
) -> Membership:
    """Let ``user`` speak for ``organisation`` at once, or give a member another role.

    For records that are brought in; people are invited, or ask. Raises PermissionDenied unless
    ``by`` leads it or is a custodian from outside, LastLead when it would lose its only lead.
    """
    hold(organisation)
    if not policies.may_edit_organisation(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    known = organisation.memberships.filter(user=user).first()
    if known is not None and RANK[role] < RANK[known.role]:
        return change_role(known, role, by=by)
    membership = enter(organisation, user=user, role=role, how=HowJoined.ADDED, granted_by_id=by.pk)
    activity.record(
        "profiles.member_added", by=by, about=organisation, member_id=user.pk, role=str(role)
    )
    return membership


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User) -> Membership:
    """Give a member another role, and tell them.

    Raises PermissionDenied unless ``by`` leads the organisation or is a custodian from outside (one's
    own role can only be lowered), LastLead, IllegalMove when the member has left meanwhile.
    """
    organisation = membership.organisation
    hold(organisation)
    membership = _fresh(membership)
    if not policies.may_change_role(by, membership, role):
        raise PermissionDenied("Only another lead of this organisation can do that.")
    if role == membership.role:
        return membership
    if membership.role == Role.LEAD:
        _demand_another_lead(membership)
        if membership.user_id != by.pk:
            _take_back_invitations(membership)
    before, membership.role = membership.role, role
    if RANK[role] > RANK[before]:
        membership.granted_by_id = by.pk
    membership.save(update_fields=["role", "granted_by_id"])
    if role == Role.LEAD:
        settle_rescue(organisation, by_id=by.pk)
    members_changed.send(Membership, organisation_id=organisation.pk)
    entry = activity.record(
        "profiles.role_changed",
        by=by,
        about=organisation,
        member_id=membership.user_id,
        before=str(before),
        role=str(role),
    )
    if membership.user_id != by.pk:
        _tell("profiles_role_changed", membership, key=f"change:{entry.pk}", role=Role(role).label)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> None:
    """End somebody's membership, and tell them. What they may do for it ends at once.

    Raises PermissionDenied unless ``by`` leads the organisation or is a custodian from outside,
    LastLead, IllegalMove when the member has left meanwhile.
    """
    organisation = membership.organisation
    hold(organisation)
    membership = _fresh(membership)
    if not policies.may_remove_member(by, membership):
        raise PermissionDenied("Only another lead of this organisation can do that.")
    if membership.role == Role.LEAD:
        _demand_another_lead(membership)
    _take_back_invitations(membership)
    entry = activity.record(
        "profiles.member_removed", by=by, about=organisation, member_id=membership.user_id
    )
    _tell("profiles_member_removed", membership, key=f"removal:{entry.pk}")
    _end(membership)


@transaction.atomic
def leave(organisation: Organisation, *, by: User, successor: Membership | None = None) -> None:
    """End one's own membership. The last lead hands over to a member, who is told.

    Raises LastLead without one, PermissionDenied when ``by`` is no member or the successor is none.
    """
    hold(organisation)
    membership = Membership.objects.filter(organisation=organisation, user=by).first()
    if membership is None:
        raise PermissionDenied("You do not belong to this organisation.")
    heir = None
    if successor is not None:
        heir = hand_on(membership, successor)
    if membership.role == Role.LEAD:
        _demand_another_lead(membership)
    entry = activity.record(
        "profiles.member_left",
        by=by,
        about=organisation,
        successor_id=heir.user_id if heir else None,
    )
    if heir is not None:
        _tell("profiles_handed_over", heir, key=f"leaving:{entry.pk}", giver=by.name)
    _end(membership, heir=heir)


def hand_on(membership: Membership, successor: Membership) -> Membership:
    """Make another member the lead who goes on. The caller holds the organisation and tells them.

    Raises PermissionDenied when the successor belongs elsewhere, is closed, or there is no lead to give.
    """
    heir = _fresh(successor)
    if (
        heir.organisation_id != membership.organisation_id
        or heir.pk == membership.pk
        or not heir.user.is_active
        or membership.role != Role.LEAD
    ):
        raise PermissionDenied("Hand over to somebody who belongs to this organisation.")
    heir.role = Role.LEAD
    heir.granted_by_id = membership.user_id
    heir.save(update_fields=["role", "granted_by_id"])
    settle_rescue(membership.organisation, by_id=membership.user_id)
    return heir


def end_erased(membership: Membership) -> None:
    """End the membership of somebody who is erased: what was in their hands goes to the next lead.

    Without one the organisation is flagged to the custodians by the row's own going.
    """
    hold(membership.organisation)
    _take_back_invitations(membership)
    _end(membership)


def _end(membership: Membership, *, heir: Membership | None = None) -> None:
    """Delete the row, and give what was in its hands to whoever goes on."""
    organisation, user_id = membership.organisation, membership.user_id
    others = leads_of(organisation).exclude(user_id=user_id).order_by("since", "pk")
    heir_id = heir.user_id if heir else others.values_list("user_id", flat=True).first()
    membership.delete()
    OfferState.objects.filter(offer__organisation=organisation, submitted_by_id=user_id).update(
        submitted_by_id=heir_id
    )
    member_left.send(Membership, organisation_id=organisation.pk, user_id=user_id, heir_id=heir_id)
    _rescore(user_id)


def _demand_another_lead(membership: Membership) -> None:
    if not leads_of(membership.organisation).exclude(pk=membership.pk).exists():
        raise LastLead


def _fresh(membership: Membership) -> Membership:
    found = Membership.objects.filter(pk=membership.pk).select_related("organisation", "user")
    row = found.first()
    if row is None:
        raise IllegalMove("gone", "changed", "They have left the organisation meanwhile.")
    return row


def _take_back_invitations(membership: Membership) -> None:
    """A lead who is put out must not come back through an invitation of their own."""
    Invitation.objects.filter(
        organisation=membership.organisation,
        invited_by_id=membership.user_id,
        state=InvitationState.WAITING,
    ).update(state=InvitationState.WITHDRAWN, settled_at=timezone.now())


def _tell(kind: str, membership: Membership, *, key: str, **words: object) -> None:
    delivery.notify(
        kind,
        to=membership.user,
        key=key,
        organisation=membership.organisation.name,
        link=membership.organisation.get_absolute_url(),
        **words,
    )


def _rescore(user_id: int) -> None:
    """The matcher reads who belongs where."""
    person_id = Person.objects.filter(user_id=user_id).values_list("pk", flat=True).first()
    if person_id is not None:
        person_changed.send(Person, person_id=person_id)
