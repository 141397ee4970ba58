"""Links that were there before, noted by a custodian so that a new link counts as new."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from common import activity, hibernation
from profiles.models import Organisation, User
from profiles.services.relations import rescore_organisations

from ...models import KnownLink
from ...policies import rings as policies


class AlreadyNoted(ValueError):
    """These two are noted already."""


@transaction.atomic
def note_link(*, one: Organisation, other: Organisation, by: User) -> KnownLink:
    """Note that two organisations worked together before; seen by custodians only.

    Raises PermissionDenied unless ``by`` is a custodian without a part in either, AlreadyNoted, Asleep
    while the Forum sleeps.
    """
    if not policies.may_note_link(by, one, other):
        raise PermissionDenied("A custodian without a part in either of the two notes this.")
    hibernation.demand_awake()
    if one.pk == other.pk:
        raise AlreadyNoted("Choose two different organisations.")
    try:
        with transaction.atomic():
            link = KnownLink.objects.create(one=one, other=other, noted_by=by)
    except IntegrityError:
        raise AlreadyNoted(f"{one.name} and {other.name} are noted already.") from None
    activity.record("matching.link_noted", by=by, about=link, one_id=one.pk, other_id=other.pk)
    rescore_organisations(one.pk, other.pk)
    return link


@transaction.atomic
def drop_link(link: KnownLink, *, by: User) -> None:
    """Take a note back. Raises PermissionDenied as :func:`note_link`."""
    if not policies.may_note_link(by, link.one, link.other):
        raise PermissionDenied("A custodian without a part in either of the two decides this.")
    activity.record("matching.link_dropped", by=by, about=link)
    ids = (link.one_id, link.other_id)
    link.delete()
    rescore_organisations(*ids)
