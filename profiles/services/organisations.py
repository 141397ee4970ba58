"""Registering organisations, changing them and confirming them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery
from common.slugs import insert_with_slug
from mission.models import District

from .. import domains, policies
from ..choices import HowJoined, Role
from ..models import Membership, Organisation, OrganisationState, User
from ..signals import organisation_verified
from .rescues import flag_if_leaderless


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
    email_domains: str = "",
    is_demo: bool = False,
) -> Organisation:
    """Add an organisation, not yet verified, with ``by`` as its lead.

    Raises :class:`NameTaken` when one with this name exists, whatever its case.
    """
    name = " ".join(name.split())
    organisation = Organisation(
        name=name,
        kind=kind,
        district=district,
        summary=summary,
        website=website,
        email_domains=email_domains,
        is_demo=is_demo,
    )
    insert_with_slug(organisation, name, check=lambda: _refuse_a_taken(name))
    OrganisationState.objects.create(organisation=organisation)
    Membership.objects.create(
        user=by,
        organisation=organisation,
        role=Role.LEAD,
        how=HowJoined.FOUNDED,
        granted_by_id=by.pk,
    )
    activity.record("profiles.organisation_registered", by=by, about=organisation)
    return organisation


def _refuse_a_taken(name: str) -> None:
    if Organisation.objects.filter(name__iexact=name).exists():
        raise NameTaken(
            f"“{name}” is already here. Ask one of its leads to add you, or write to the Forum."
        )


@transaction.atomic
def update_organisation(organisation: Organisation, *, by: User, **fields) -> Organisation:
    """Change the public text. A new name asks for a new verification.

    A new e-mail domain of a confirmed organisation is not trusted until a custodian confirms it; until
    then the organisation stays what it is, with the domains it had.

    Raises PermissionDenied unless ``by`` leads it or is a custodian from outside.
    """
    if not policies.may_edit_organisation(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    saved = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    renamed = "name" in fields and fields["name"] != saved.name
    if "email_domains" in fields:
        fields["email_domains"], waiting = _trusted(saved, fields["email_domains"], by)
        OrganisationState.objects.filter(organisation=saved).update(domains_asked=waiting)
    for field, value in fields.items():
        setattr(organisation, field, value)
    # Only what was given: the rest of the row may have been read a while ago.
    organisation.save(update_fields=list(fields))
    if renamed:
        OrganisationState.objects.filter(organisation=organisation).update(
            verified_at=None, verified_by_id=None
        )
        organisation.refresh_from_db()
    organisation.state.refresh_from_db()
    activity.record(
        "profiles.organisation_changed", by=by, about=organisation, fields=sorted(fields)
    )
    return organisation


def _trusted(saved: Organisation, wanted: str, by: User) -> tuple[str, str]:
    """Which domains count from now on, and what waits for a custodian: all of them, or nothing."""
    known = domains.listed(saved.email_domains)
    new = [domain for domain in domains.listed(wanted) if domain not in known]
    if not new or not saved.state.verified_at or not policies.leads(by, saved):
        return wanted, ""
    # What is taken off the list is trusted no longer, whoever confirms the rest.
    return "\n".join(one for one in domains.listed(wanted) if one in known), wanted


@transaction.atomic
def settle_domains(organisation: Organisation, *, by: User, trust: bool) -> Organisation:
    """Trust the e-mail domains that an organisation asked for, or leave it as it is, and tell its leads.

    Raises PermissionDenied unless ``by`` is a custodian who does not belong to it.
    """
    if not policies.may_verify(by, organisation):
        raise PermissionDenied("A custodian from outside the organisation decides this.")
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    asked = held.state.domains_asked
    if not asked:
        return organisation
    if trust:
        Organisation.objects.filter(pk=held.pk).update(email_domains=asked)
    OrganisationState.objects.filter(organisation=held).update(domains_asked="")
    entry = activity.record("profiles.domains_settled", by=by, about=organisation, trusted=trust)
    for membership in organisation.memberships.filter(role=Role.LEAD).select_related("user"):
        delivery.notify(
            "profiles_domains_settled",
            to=membership.user,
            key=f"domains:{entry.pk}",
            organisation=organisation.name,
            asked=", ".join(domains.listed(asked)),
            trusted=trust,
            link=organisation.get_absolute_url(),
        )
    organisation.refresh_from_db()
    organisation.state.refresh_from_db()
    return organisation


@transaction.atomic
def note_about(organisation: Organisation, *, by: User, notes: str) -> None:
    """Keep how custodians came to confirm it; only they read it. The same words change nothing.

    Raises PermissionDenied unless ``by`` is a custodian who does not belong to it.
    """
    if not policies.may_verify(by, organisation):
        raise PermissionDenied("A custodian from outside the organisation decides this.")
    rows = OrganisationState.objects.filter(organisation=organisation).exclude(notes=notes)
    if rows.update(notes=notes):
        activity.record("profiles.organisation_noted", by=by, about=organisation)


@transaction.atomic
def verify_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Confirm that an organisation is what it says. Doing it twice changes nothing.

    Raises PermissionDenied unless ``by`` is a custodian who does not belong to it.
    """
    if not policies.may_verify(by, organisation):
        raise PermissionDenied("A custodian from outside the organisation decides this.")
    now = timezone.now()
    changed = OrganisationState.objects.filter(
        organisation=organisation, verified_at__isnull=True
    ).update(verified_at=now, verified_by_id=by.pk)
    if changed:
        activity.record("profiles.organisation_verified", by=by, about=organisation)
        organisation_verified.send(Organisation, organisation_id=organisation.pk)
        flag_if_leaderless(organisation.pk)
        for membership in organisation.memberships.filter(role=Role.LEAD).select_related("user"):
            delivery.notify(
                "profiles_organisation_verified",
                to=membership.user,
                key=f"organisation:{organisation.pk}:{now:%Y%m%d%H%M%S}",
                organisation=organisation,
            )
    organisation.state.refresh_from_db()
    return organisation
