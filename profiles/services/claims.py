"""What those whom a custodian entered do with it: correct it, have it erased, or take it up."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import activity

from .. import policies
from ..choices import AgreedTo, ClaimKind, HowAgreed
from ..models import Claimable, NotAgain, Organisation, Person, User
from .agreements import agree
from .join_requests import ask_to_join
from .met import fingerprint, forget
from .organisations import register_organisation
from .people import make_person, update_person


class ClaimOver(ValueError):
    """It was taken up, deleted or taken back meanwhile, or has run out."""

    def __init__(self) -> None:
        super().__init__("This is no longer here: it was taken up or deleted, or it ran out.")


class CannotClaim(ValueError):
    """Why it cannot be taken up now, in words."""


@transaction.atomic
def correct_claimable(claimable: Claimable, **fields) -> Claimable:
    """Change what is held. Whoever calls holds the link that went to the address. Raises ClaimOver."""
    row = _held(claimable)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    activity.record("profiles.met_corrected", by=None, about=row, fields=sorted(fields))
    return row


@transaction.atomic
def delete_claimable(claimable: Claimable) -> None:
    """Erase everything that is held, with its mails. The address is not entered again for a year.

    Whoever calls holds the link that went to the address. Raises ClaimOver.
    """
    row = _held(claimable)
    NotAgain.objects.get_or_create(fingerprint=fingerprint(row.address))
    activity.record("profiles.met_deleted", by=None, about=row)
    for other in Claimable.objects.filter(address=row.address):
        forget(other)


@transaction.atomic
def claim(claimable: Claimable, *, by: User) -> Person | Organisation:
    """Make it one's own: a private profile, or an organisation to lead. The entry is erased.

    Who has a profile already keeps it: only what is empty there is filled. An organisation that is
    here meanwhile is asked to let them in. Raises PermissionDenied for anybody else than the one it
    went to, ClaimOver, or a ValueError in words.
    """
    row = _held(claimable)
    if not policies.may_claim(by, row):
        raise PermissionDenied("This went to another address.")
    agree(by, AgreedTo.TERMS, how=HowAgreed.CLAIM)
    thing: Person | Organisation
    thing = _take_person(row, by) if row.kind == ClaimKind.PERSON else _take_organisation(row, by)
    activity.record("profiles.claimed", by=by, about=row, kind=str(row.kind), thing=thing.pk)
    forget(row)
    return thing


def _held(claimable: Claimable) -> Claimable:
    """The row as it is now, for this transaction alone."""
    row = Claimable.objects.select_for_update(of=("self",)).filter(pk=claimable.pk).first()
    if row is None or row.is_over:
        raise ClaimOver
    return row


def _take_person(row: Claimable, by: User) -> Person:
    person = Person.objects.filter(user=by).first()
    if person is None:
        return make_person(
            user=by,
            by=by,
            name=row.name,
            stage=row.stage,
            summary=row.summary,
            district=row.district,
        )
    known = {"summary": row.summary, "district": row.district}
    empty = {field: value for field, value in known.items() if value and not getattr(person, field)}
    return update_person(person, by=by, **empty) if empty else person


def _take_organisation(row: Claimable, by: User) -> Organisation:
    here = Organisation.objects.filter(name__iexact=row.organisation_name).first()
    if here is None:
        return register_organisation(
            by=by,
            name=row.organisation_name,
            kind=row.organisation_kind,
            district=row.district,
            summary=row.summary,
            website=row.website,
        )
    if not policies.speaks_for(by, here):
        if not policies.may_ask_to_join(by, here):
            raise CannotClaim(
                "Somebody else has added an organisation with this name, and it waits to be confirmed. "
                "Write to the Forum, or correct the name first."
            )
        ask_to_join(here, by=by)
    return here
