"""Registering organisations, confirming them, and saying who speaks for them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery
from common.slugs import unique_slug
from mission.models import District

from .. import policies
from ..choices import Role
from ..models import Membership, Organisation, OrganisationState, User


class NameTaken(ValueError):
    """There is already an organisation with this name."""


@transaction.atomic
def register_organisation(
    *,
    by: User,
    name: str,
    kind: str,
    district: District | None = None,
    summary: str = "",
    website: str = "",
    is_demo: bool = False,
) -> Organisation:
    """Add an organisation, not yet verified, with ``by`` as its lead.

    Raises :class:`NameTaken` when one with this name exists, whatever its case.
    """
    name = " ".join(name.split())
    if Organisation.objects.filter(name__iexact=name).exists():
        raise NameTaken(
            f"“{name}” is already here. Ask one of its leads to add you, or write to the Forum."
        )
    organisation = Organisation.objects.create(
        name=name,
        slug=unique_slug(Organisation, name),
        kind=kind,
        district=district,
        summary=summary,
        website=website,
        is_demo=is_demo,
    )
    OrganisationState.objects.create(organisation=organisation)
    Membership.objects.create(user=by, organisation=organisation, role=Role.LEAD)
    activity.record("profiles.organisation_registered", by=by, about=organisation)
    return organisation


@transaction.atomic
def update_organisation(organisation: Organisation, *, by: User, **fields) -> Organisation:
    """Change the public text. Changing the name asks for a new verification.

    Raises PermissionDenied unless ``by`` leads it or is a custodian from outside.
    """
    if not policies.may_edit_organisation(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    renamed = "name" in fields and fields["name"] != organisation.name
    for field, value in fields.items():
        setattr(organisation, field, value)
    organisation.save()
    if renamed:
        OrganisationState.objects.filter(organisation=organisation).update(
            verified_at=None, verified_by_id=None
        )
        organisation.refresh_from_db()
    activity.record(
        "profiles.organisation_changed", by=by, about=organisation, fields=sorted(fields)
    )
    return organisation


@transaction.atomic
def verify_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Confirm that an organisation is what it says. Doing it twice changes nothing.

    Raises PermissionDenied unless ``by`` is a custodian who does not belong to it.
    """
    if not policies.may_verify(by, organisation):
        raise PermissionDenied("A custodian from outside the organisation decides this.")
    changed = OrganisationState.objects.filter(
        organisation=organisation, verified_at__isnull=True
    ).update(verified_at=timezone.now(), verified_by_id=by.pk)
    if changed:
        activity.record("profiles.organisation_verified", by=by, about=organisation)
        for membership in organisation.memberships.filter(role=Role.LEAD).select_related("user"):
            delivery.notify(
                "profiles_organisation_verified",
                to=membership.user,
                key=f"organisation:{organisation.pk}",
                organisation=organisation,
            )
    organisation.state.refresh_from_db()
    return organisation


@transaction.atomic
def add_member(
    organisation: Organisation, *, user: User, role: str = Role.MEMBER, by: User
) -> Membership:
    """Let ``user`` speak for ``organisation``. Adding a member again changes their role.

    Raises PermissionDenied unless ``by`` leads it or is a custodian from outside.
    """
    if not policies.may_edit_organisation(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    membership, _ = Membership.objects.update_or_create(
        user=user, organisation=organisation, defaults={"role": role}
    )
    activity.record(
        "profiles.member_added", by=by, about=organisation, member_id=user.pk, role=str(role)
    )
    return membership
