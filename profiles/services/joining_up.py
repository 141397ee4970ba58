"""Making one organisation of two: what belonged to the one that goes belongs to the one that stays.

Whatever points at an organisation is found from the models themselves, so what higher apps add moves too.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Revision, RevisionMixin

from common import activity, delivery

from .. import domains, policies
from ..choices import Role
from ..models import Membership, Organisation, OrganisationState, User
from ..signals import members_changed
from .relations import rescore_organisations

FILLED = ("district", "summary", "website", "hosting", "logo")
STRENGTH: list[str] = ["member", "supervisor", "lead"]


class SameOrganisation(ValueError):
    """An organisation cannot be joined with itself."""


@transaction.atomic
def merge_organisations(kept: Organisation, gone: Organisation, *, by: User) -> Organisation:
    """Move everything of ``gone`` to ``kept``, fill what ``kept`` lacks, and delete ``gone``.

    Its old address leads to the one that stays, and its leads are told. Raises PermissionDenied unless
    ``by`` is a custodian who belongs to neither, :class:`SameOrganisation`.
    """
    if kept.pk == gone.pk:
        raise SameOrganisation("Choose another organisation: this is the same one.")
    if not (policies.may_verify(by, kept) and policies.may_verify(by, gone)):
        raise PermissionDenied("A custodian from outside both organisations decides this.")
    # In the order of keys, so that two merges at once wait for each other.
    list(Organisation.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk"))
    leads = [row.user for row in gone.memberships.filter(role=Role.LEAD).select_related("user")]
    old_name, old_path = gone.name, gone.get_absolute_url()
    _join_memberships(kept, gone)
    for relation in _pointing_at_organisations():
        _move(relation, kept, gone)
    _fill(kept, gone)
    activity.record("profiles.organisations_merged", by=by, about=kept, gone_id=gone.pk)
    gone_pk = gone.pk
    gone.delete()
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old_path),
        defaults={"redirect_link": kept.get_absolute_url(), "is_permanent": True},
    )
    for lead in leads:
        delivery.notify(
            "profiles_organisations_merged",
            to=lead,
            key=f"organisation:{gone_pk}",
            gone=old_name,
            organisation=kept.name,
            path=kept.get_absolute_url(),
        )
    members_changed.send(Membership, organisation_id=kept.pk)
    rescore_organisations(kept.pk)
    return kept


def what_would_move(gone: Organisation) -> list[tuple[str, int]]:
    """How many rows of each kind belong to ``gone``: the preview of a merge."""
    found = []
    for relation in _pointing_at_organisations():
        if getattr(relation.model._meta, "auto_created", False):
            continue
        count = relation.model._base_manager.filter(**{relation.name: gone}).count()
        if count:
            found.append((str(relation.model._meta.verbose_name_plural), count))
    return sorted(found)


def _pointing_at_organisations() -> Iterator[models.ForeignKey]:
    """Every foreign key to an organisation that is a column of its own model, but for its state."""
    for model in apps.get_models(include_auto_created=True):
        if model is OrganisationState:
            continue
        for column in model._meta.local_fields:
            if isinstance(column, models.ForeignKey) and column.related_model is Organisation:
                yield column


def _join_memberships(kept: Organisation, gone: Organisation) -> None:
    """Who belongs to both keeps the stronger role."""
    roles = dict(gone.memberships.values_list("user", "role"))
    for membership in Membership.objects.filter(organisation=kept, user__in=roles):
        stronger = max(membership.role, roles[membership.user_id], key=STRENGTH.index)
        if stronger != membership.role:
            membership.role = stronger
            membership.save(update_fields=["role"])


def _move(column: models.ForeignKey, kept: Organisation, gone: Organisation) -> None:
    """Row by row: what ``kept`` has already (a member, a tag, a register's number) is let go."""
    rows: Any = column.model._base_manager
    for pk in list(rows.filter(**{column.name: gone.pk}).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                rows.filter(pk=pk).update(**{column.name: kept.pk})
        except IntegrityError:
            rows.filter(pk=pk).delete()
        else:
            _move_revisions(column, pk, kept.pk)


def _move_revisions(column: models.ForeignKey, pk: Any, kept_pk: int) -> None:
    """A waiting or old text would bring the organisation that is gone back when it is published."""
    drafted = [
        model
        for model in apps.get_models()
        if issubclass(model, column.model) and issubclass(model, RevisionMixin)
    ]
    if not drafted:
        return
    types = [found.pk for found in ContentType.objects.get_for_models(*drafted).values()]
    for revision in Revision.objects.filter(content_type__in=types, object_id=str(pk)):
        if revision.content.get(column.name) not in (None, kept_pk):
            revision.content[column.name] = kept_pk
            revision.save(update_fields=["content"])


def _fill(kept: Organisation, gone: Organisation) -> None:
    """Take over what ``kept`` does not say of itself, and every domain."""
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
            setattr(gone, name, None if name in ("district", "logo") else "")
    longest = Organisation._meta.get_field("email_domains").max_length
    own = kept.email_domains
    for domain in domains.listed(gone.email_domains):
        more = f"{own}\n{domain}".strip()
        if not domains.is_own(domain, own) and (longest is None or len(more) <= longest):
            own = more
    kept.email_domains = own
    kept.save()
