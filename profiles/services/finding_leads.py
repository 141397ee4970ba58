"""What a custodian does for an organisation that nobody can lead."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import activity
from common.states import IllegalMove

from .. import policies
from ..choices import Role
from ..models import Invitation, Membership, Organisation, Rescue, User
from .invitations import invite
from .memberships import change_role
from .rescues import open_rescues, settle_rescue


@transaction.atomic
def rescue_with_member(
    organisation: Organisation, *, membership: Membership, by: User, reason: str
) -> Membership:
    """Make a member the lead. Raises PermissionDenied, IllegalMove when there is nothing to mend."""
    rescue = _demand(organisation, by)
    if membership.organisation_id != organisation.pk:
        raise PermissionDenied("That person does not belong to this organisation.")
    if not membership.user.is_active:
        raise IllegalMove("closed", "lead", "That account is closed. Choose somebody else.")
    _note(rescue, reason, by)
    made = change_role(membership, Role.LEAD, by=by)
    settle_rescue(organisation, by_id=by.pk)
    return made


@transaction.atomic
def rescue_with_address(
    organisation: Organisation, *, address: str, by: User, reason: str
) -> Invitation:
    """Invite somebody to lead. The flag stays until they have said yes."""
    rescue = _demand(organisation, by)
    _note(rescue, reason, by)
    return invite(organisation, by=by, address=address, role=Role.LEAD)


def _demand(organisation: Organisation, by: User) -> Rescue:
    if not policies.may_rescue(by, organisation):
        raise PermissionDenied("A custodian from outside the organisation decides this.")
    rescue = open_rescues().filter(organisation=organisation).first()
    if rescue is None:
        raise IllegalMove(
            "led", "rescued", "This organisation has a lead, and nobody asked for help."
        )
    return rescue


def _note(rescue: Rescue, reason: str, by: User) -> None:
    rescue.reason = reason
    rescue.save(update_fields=["reason"])
    activity.record("profiles.rescue_tried", by=by, about=rescue)
