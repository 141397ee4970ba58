"""Saying what joins two organisations already, and what should keep two sides apart."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from common import activity, delivery

from .. import policies
from ..models import Interest, Offer, Organisation, Person, Relation, User
from ..signals import offer_published, person_changed
from .memberships import leads_of

MOST_WAITING = 10


class AlreadySaid(ValueError):
    """This was said before."""


class CannotSay(ValueError):
    """Why nothing can be said about another organisation yet, in words."""


@transaction.atomic
def say_relation(
    organisation: Organisation, *, other: Organisation, kind: str, by: User
) -> Relation:
    """Say that two organisations know each other. The other one's leads are asked to confirm it.

    Raises PermissionDenied unless ``by`` leads the first or is a custodian from outside it, AlreadySaid
    when either of them said so before, CannotSay for an organisation that is not confirmed and while
    many wait for an answer.
    """
    if not policies.may_edit_organisation(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    if not organisation.is_verified:
        raise CannotSay("A custodian confirms an organisation first. Then it can name others.")
    said = Relation.objects.filter(organisation=organisation, confirmed_at__isnull=True)
    if said.count() >= MOST_WAITING:
        raise CannotSay(f"{MOST_WAITING} others have not answered you. Wait for one of them.")
    try:
        with transaction.atomic():
            relation = Relation.objects.create(organisation=organisation, other=other, kind=kind)
    except IntegrityError:
        raise AlreadySaid(f"Something is said about {other.name} already. See below.") from None
    activity.record("profiles.relation_said", by=by, about=organisation, other_id=other.pk)
    for membership in leads_of(other).select_related("user"):
        delivery.notify(
            "profiles_relation_said",
            to=membership.user,
            key=f"relation:{relation.pk}",
            organisation=organisation.name,
            other=other.name,
            words=relation.get_kind_display(),
            link=f"{other.get_absolute_url()}relations/",
        )
    return relation


@transaction.atomic
def confirm_relation(relation: Relation, *, by: User) -> Relation:
    """The other side agrees; from now on it is public. Doing it twice changes nothing.

    Raises PermissionDenied unless ``by`` leads the other organisation.
    """
    if not policies.leads(by, relation.other):
        raise PermissionDenied("Only a lead of the other organisation can do that.")
    if Relation.objects.filter(pk=relation.pk, confirmed_at__isnull=True).update(
        confirmed_at=timezone.now()
    ):
        activity.record("profiles.relation_confirmed", by=by, about=relation)
        rescore_organisations(relation.organisation_id, relation.other_id)
    relation.refresh_from_db()
    return relation


@transaction.atomic
def end_relation(relation: Relation, *, by: User) -> None:
    """Take it away, whoever said it. Raises PermissionDenied unless ``by`` leads one of the two."""
    sides = (relation.organisation, relation.other)
    if not any(policies.may_edit_organisation(by, side) for side in sides):
        raise PermissionDenied("Only a lead of one of the two can do that.")
    activity.record("profiles.relation_ended", by=by, about=relation)
    relation.delete()
    rescore_organisations(sides[0].pk, sides[1].pk)


def said_of(organisation: Organisation):
    """What is said of an organisation, by itself or by others."""
    rows = Relation.objects.filter(Q(organisation=organisation) | Q(other=organisation))
    return rows.select_related("organisation__state", "other__state")


def relations_of(organisation: Organisation, *, confirmed: bool = True):
    """What is said of an organisation: confirmed ones, or those that wait for the other side."""
    return said_of(organisation).filter(confirmed_at__isnull=not confirmed)


def public_relations_of(organisation: Organisation) -> list[Relation]:
    """Confirmed ones whose other side is public too; ``to`` is that other side."""
    rows = []
    for relation in relations_of(organisation):
        ours = relation.organisation_id == organisation.pk
        relation.to = relation.other if ours else relation.organisation  # type: ignore[attr-defined]
        if relation.to.is_verified:  # type: ignore[attr-defined]
            rows.append(relation)
    return rows


@transaction.atomic
def declare_interest(
    *,
    about: Organisation,
    nature: str,
    by: User,
    organisation: Organisation | None = None,
    note: str = "",
) -> Interest:
    """Declare a conflict of interest, of one's own or of an organisation one leads.

    The two are not matched from now on. Raises PermissionDenied, AlreadySaid.
    """
    if organisation is not None and not policies.leads(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    if not policies.may_see_organisation(by, about):
        raise PermissionDenied("You cannot see that organisation.")
    try:
        with transaction.atomic():
            interest = Interest.objects.create(
                user=None if organisation else by,
                organisation=organisation,
                about=about,
                nature=nature,
                note=note,
            )
    except IntegrityError:
        raise AlreadySaid(f"You have declared {about.name} already.") from None
    activity.record("profiles.interest_declared", by=by, about=interest, nature=str(nature))
    _rescore_interest(interest)
    return interest


@transaction.atomic
def end_interest(interest: Interest, *, by: User) -> None:
    """Take a declaration back. Raises PermissionDenied unless it is one's own, or one leads."""
    if not policies.owns_interest(by, interest):
        raise PermissionDenied("This is somebody else’s declaration.")
    activity.record("profiles.interest_ended", by=by, about=interest)
    _rescore_interest(interest)
    interest.delete()


def _rescore_interest(interest: Interest) -> None:
    if interest.organisation_id:
        rescore_organisations(interest.organisation_id, interest.about_id)
        return
    for pk in Person.objects.filter(user=interest.user).values_list("pk", flat=True):
        person_changed.send(Person, person_id=pk)
    for pk in Offer.objects.open().filter(state__owner=interest.user).values_list("pk", flat=True):
        offer_published.send(Offer, offer_id=pk)


def rescore_organisations(*ids: int) -> None:
    """The matcher scores again what either of them gives, and the people who belong to them."""
    for pk in Offer.objects.open().filter(organisation_id__in=ids).values_list("pk", flat=True):
        offer_published.send(Offer, offer_id=pk)
    people = Person.objects.matchable().filter(user__memberships__organisation_id__in=ids)
    for pk in people.values_list("pk", flat=True).distinct():
        person_changed.send(Person, person_id=pk)
