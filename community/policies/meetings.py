"""Who may do what with meetings, their agendas and papers? Pure predicates."""

from common.policies import is_custodian
from profiles.choices import Scan
from profiles.policies import is_signed_in, speaks_for
from profiles.querysets import in_good_standing


def may_hold_meetings(user) -> bool:
    """Custodians. Whoever runs the server has no part in it."""
    return is_custodian(user) and not user.is_superuser


def may_see_meeting(user, meeting) -> bool:
    """Everybody, once it was announced; custodians before."""
    return meeting.is_announced or is_custodian(user)


def is_member(user) -> bool:
    """Whether they speak for an organisation that was checked."""
    if not is_signed_in(user):
        return False
    return user.memberships.filter(in_good_standing("organisation__")).exists()


def may_read_paper(user, paper) -> bool:
    """Whoever sees the meeting; what is for members, by members and custodians.

    While a virus scanner has not looked at it, custodians only, who lay it there.
    """
    if not may_see_meeting(user, paper.item.meeting):
        return False
    if paper.scan == Scan.WAITING and not is_custodian(user):
        return False
    return not paper.members_only or is_custodian(user) or is_member(user)


def may_write_update(user, meeting, organisation) -> bool:
    """Whoever speaks for an organisation that was checked, until the meeting's deadline."""
    return meeting.takes_updates and organisation.is_verified and speaks_for(user, organisation)


def may_show_contact(user, item) -> bool:
    """Whoever presents it, and nobody for them."""
    return is_signed_in(user) and item.owner_id == user.pk
