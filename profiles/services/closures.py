"""Closing an organisation that is here no more: it leaves the public site, and can be opened again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity

from .. import policies
from ..models import Organisation, OrganisationState, User
from ..ties import ties_of
from .standing import NothingToDo
from .suspensions import leave_the_site, return_to_the_site, tell


class StillTied(ValueError):
    """Something has to end first."""


@transaction.atomic
def close_organisation(organisation: Organisation, *, by: User, reason: str) -> Organisation:
    """Take it off the public site with all that it asks for and gives; its members are told why.

    Nothing is deleted. Raises PermissionDenied unless :func:`profiles.policies.may_close_organisation`,
    :class:`StillTied` while a placement of its own is live, NothingToDo.
    """
    _demand(by, organisation)
    # Locked, so that of two who close it one does.
    OrganisationState.objects.select_for_update().get(organisation=organisation)
    ties = ties_of(organisation.pk)
    if ties:
        named = ", ".join(f"“{tie.title}”" for tie in ties[:3])
        raise StillTied(f"End its live placements first: {named}.")
    rows = OrganisationState.objects.filter(organisation=organisation, closed_at__isnull=True)
    if not rows.update(closed_at=timezone.now(), closed_by_id=by.pk, closed_reason=reason):
        raise NothingToDo("It is closed already.")
    entry = activity.record("profiles.organisation_closed", by=by, about=organisation)
    tell(
        organisation.memberships.all(),
        organisation,
        "profiles_organisation_closed",
        entry.pk,
        reason=reason,
    )
    leave_the_site(organisation)
    return organisation


@transaction.atomic
def reopen_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Undo :func:`close_organisation`: what was public is public again, unless it is suspended.

    Raises PermissionDenied as there, NothingToDo.
    """
    _demand(by, organisation)
    rows = OrganisationState.objects.filter(organisation=organisation, closed_at__isnull=False)
    if not rows.update(closed_at=None, closed_by_id=None, closed_reason=""):
        raise NothingToDo("It is not closed.")
    entry = activity.record("profiles.organisation_reopened", by=by, about=organisation)
    tell(organisation.memberships.all(), organisation, "profiles_organisation_reopened", entry.pk)
    return_to_the_site(organisation)
    return organisation


def _demand(by: User, organisation: Organisation) -> None:
    if not policies.may_close_organisation(by, organisation):
        raise PermissionDenied(
            "A lead of the organisation, or a custodian from outside it, does that."
        )
