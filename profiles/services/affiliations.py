"""Where somebody studies or researches, confirmed by an address of that university.

The address itself is not kept: only the day on which it was confirmed. The link in the mail is
signed and bound to the person, the organisation and the address, so no row is needed for it.
"""

import datetime

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery

from .. import domains, policies
from ..models import Organisation, Person, User

SALT = "profiles.affiliation"
LINK_HOURS = 48
MAILS_A_DAY = 3
ASKED = "profiles.affiliation_asked"


class CannotConfirm(ValueError):
    """Why an affiliation cannot be confirmed, in words."""


@transaction.atomic
def set_affiliation(person: Person, organisation: Organisation | None, *, by: User) -> Person:
    """Say where one studies or researches; confirmed at once by a verified address of one's own.

    Raises PermissionDenied unless it is the person's own.
    """
    _demand_own(person, by)
    if organisation is None or person.affiliation_id != organisation.pk:
        person.affiliation_confirmed_on = None
    person.affiliation = organisation
    if organisation and _has_verified_address(by, organisation):
        person.affiliation_confirmed_on = person.affiliation_confirmed_on or timezone.localdate()
    person.save(update_fields=["affiliation", "affiliation_confirmed_on", "changed"])
    activity.record(
        "profiles.affiliation_set",
        by=by,
        about=person,
        organisation=organisation.pk if organisation else None,
        confirmed=person.affiliation_confirmed_on is not None,
    )
    return person


@transaction.atomic
def ask_confirmation(person: Person, address: str, *, by: User) -> None:
    """Send a link to an address of the university. Nothing is kept but that it was asked for.

    Raises PermissionDenied unless it is the person's own, CannotConfirm in words.
    """
    _demand_own(person, by)
    address = address.strip().lower()
    organisation = person.affiliation
    if organisation is None:
        raise CannotConfirm("Say first where you study or work.")
    if not _is_at(address, organisation):
        raise CannotConfirm(f"This is not an address of {organisation.name} that we know.")
    since = timezone.now() - datetime.timedelta(days=1)
    if activity.entries_about(person).filter(verb=ASKED, at__gte=since).count() >= MAILS_A_DAY:
        raise CannotConfirm("We sent three of these today. Try again tomorrow.")
    entry = activity.record(ASKED, by=by, about=person, organisation=organisation.pk)
    token = signing.dumps([person.pk, organisation.pk, address], salt=SALT, compress=True)
    delivery.notify_address(
        "profiles_affiliation",
        address=address,
        key=f"asked:{entry.pk}",
        organisation=organisation.name,
        link=f"/me/affiliation/{token}/",
    )


@transaction.atomic
def confirm_affiliation(token: str, *, by: User) -> Person:
    """Confirm by the link from the mail. Opening it twice confirms it once.

    Raises PermissionDenied for anybody else's link, CannotConfirm when it is too old or the person
    has chosen another place meanwhile.
    """
    try:
        person_id, organisation_id, address = signing.loads(
            token, salt=SALT, max_age=LINK_HOURS * 3600
        )
    except signing.SignatureExpired:
        raise CannotConfirm("This link is older than two days. Ask for another one.") from None
    except (signing.BadSignature, ValueError):
        raise PermissionDenied("No such link.") from None
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise PermissionDenied("No such link.")
    _demand_own(person, by)
    organisation = person.affiliation
    if organisation is None or organisation.pk != organisation_id:
        raise CannotConfirm("You have chosen another place since we sent this link.")
    if not _is_at(address, organisation):
        raise CannotConfirm(f"{organisation.name} no longer uses addresses like that one.")
    if person.affiliation_confirmed_on is None:
        person.affiliation_confirmed_on = timezone.localdate()
        person.save(update_fields=["affiliation_confirmed_on", "changed"])
        activity.record(
            "profiles.affiliation_confirmed", by=by, about=person, organisation=organisation.pk
        )
    return person


def _has_verified_address(user: User, organisation: Organisation) -> bool:
    rows = EmailAddress.objects.filter(user=user, verified=True)
    return any(_is_at(row, organisation) for row in rows.values_list("email", flat=True))


def _is_at(address: str, organisation: Organisation) -> bool:
    return domains.is_own(domains.of_address(address), organisation.email_domains)


def _demand_own(person: Person, by: User) -> None:
    if not policies.may_edit_person(by, person):
        raise PermissionDenied("Only you can change your profile.")
