"""Suspending an organisation: its page, opportunities and offers leave the public site until it is undone."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import activity, delivery

from .. import policies
from ..choices import Role
from ..models import Membership, Offer, Organisation, OrganisationState, User
from ..signals import offer_closed, offer_published, organisation_restored, organisation_suspended
from .standing import NothingToDo


@transaction.atomic
def suspend_organisation(organisation: Organisation, *, by: User, reason: str) -> Organisation:
    """Hide it with all that it asks for and gives. Nothing is deleted or closed; its leads are told why.

    Raises PermissionDenied unless ``by`` is a custodian from outside it, NothingToDo.
    """
    _demand(policies.may_suspend(by, organisation))
    rows = OrganisationState.objects.filter(organisation=organisation, suspended_at__isnull=True)
    if not rows.update(suspended_at=timezone.now(), suspended_by_id=by.pk, suspended_reason=reason):
        raise NothingToDo("It is suspended already.")
    entry = activity.record("profiles.organisation_suspended", by=by, about=organisation)
    tell(
        _leads(organisation),
        organisation,
        "profiles_organisation_suspended",
        entry.pk,
        reason=reason,
    )
    leave_the_site(organisation)
    return organisation


@transaction.atomic
def restore_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Undo :func:`suspend_organisation`: what was public is public again, and is matched anew.

    Raises PermissionDenied as there, NothingToDo.
    """
    _demand(policies.may_suspend(by, organisation))
    rows = OrganisationState.objects.filter(organisation=organisation, suspended_at__isnull=False)
    if not rows.update(suspended_at=None, suspended_by_id=None, suspended_reason=""):
        raise NothingToDo("It is not suspended.")
    entry = activity.record("profiles.organisation_restored", by=by, about=organisation)
    tell(_leads(organisation), organisation, "profiles_organisation_restored", entry.pk)
    return_to_the_site(organisation)
    return organisation


def leave_the_site(organisation: Organisation) -> None:
    """Say to who listens that it is public no more; its row says so already."""
    for pk in _live_offers(organisation):
        offer_closed.send(Offer, offer_id=pk)
    organisation_suspended.send(Organisation, organisation_id=organisation.pk)
    organisation.state.refresh_from_db()


def return_to_the_site(organisation: Organisation) -> None:
    """Say that it may be public again: heard as “look again”, so another bar still holds."""
    for pk in _live_offers(organisation):
        offer_published.send(Offer, offer_id=pk)
    organisation_restored.send(Organisation, organisation_id=organisation.pk)
    organisation.state.refresh_from_db()


def _live_offers(organisation: Organisation) -> list[int]:
    rows = Offer.objects.filter(organisation=organisation, live=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def tell(
    members: QuerySet[Membership],
    organisation: Organisation,
    kind: str,
    entry_id: int,
    **context: str,
) -> None:
    """A mail to each of these members whose sign-in is in use."""
    for membership in members.filter(user__is_active=True).select_related("user"):
        delivery.notify(
            kind,
            to=membership.user,
            key=f"entry:{entry_id}",
            organisation=organisation.name,
            link=organisation.get_absolute_url(),
            **context,
        )


def _leads(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.filter(role=Role.LEAD)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied("A custodian from outside the organisation decides this.")
