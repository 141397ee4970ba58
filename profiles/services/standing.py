"""Hiding a profile and closing an account, each with its undo; the person is told why by mail."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import activity, delivery

from .. import policies
from ..models import ClosedAccount, HiddenProfile, Offer, Person, User
from ..signals import offer_published, person_changed
from .erasing import is_being_erased


class NothingToDo(ValueError):
    """It is so already."""


@transaction.atomic
def hide_profile(person: Person, *, by: User, reason: str) -> HiddenProfile:
    """Take a profile out of every list, search and match; only the person and custodians see it.

    Raises PermissionDenied unless ``by`` is a custodian and it is not theirs, NothingToDo.
    """
    _demand(policies.may_hide(by, person))
    hidden, made = HiddenProfile.objects.get_or_create(
        person=person, defaults={"by_id": by.pk, "reason": reason}
    )
    if not made:
        raise NothingToDo("This profile is hidden already.")
    entry = activity.record("profiles.profile_hidden", by=by, about=person)
    _tell(person.user, "profiles_hidden", entry.pk, reason=reason)
    _rematch(person.user, person)
    return hidden


@transaction.atomic
def show_profile(person: Person, *, by: User) -> None:
    """Undo :func:`hide_profile`: the person's own choice of who sees it holds again.

    Raises PermissionDenied as there, NothingToDo.
    """
    _demand(policies.may_hide(by, person))
    if not HiddenProfile.objects.filter(person=person).delete()[0]:
        raise NothingToDo("This profile is not hidden.")
    person.refresh_from_db()
    entry = activity.record("profiles.profile_shown", by=by, about=person)
    _tell(person.user, "profiles_shown", entry.pk)
    _rematch(person.user, person)


@transaction.atomic
def close_account(user: User, *, by: User, reason: str) -> ClosedAccount:
    """End every sign-in of somebody: they are signed out, hidden and matched no more. Nothing is lost.

    Raises PermissionDenied unless :func:`profiles.policies.may_close_account`, NothingToDo.
    """
    _demand(policies.may_close_account(by, user))
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise NothingToDo("This account is closed already.")
    user.is_active = False
    # Saved as well, so that who listens to accounts (a lead may have gone) hears of it.
    user.save(update_fields=["is_active"])
    closed, _ = ClosedAccount.objects.update_or_create(
        user=user, defaults={"by_id": by.pk, "reason": reason}
    )
    entry = activity.record("profiles.account_closed", by=by, about=user)
    # To the address: mails to a closed account are held back.
    delivery.notify_address(
        "profiles_account_closed", address=user.email, key=f"entry:{entry.pk}", reason=reason
    )
    _rematch(user, Person.objects.filter(user=user).first())
    return closed


@transaction.atomic
def reopen_account(user: User, *, by: User) -> None:
    """Undo :func:`close_account`. Raises PermissionDenied as there, NothingToDo.

    An account that its owner asked to have erased stays closed.
    """
    _demand(policies.may_close_account(by, user))
    if is_being_erased(user):
        raise NothingToDo("This account is being erased, as was asked.")
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise NothingToDo("This account is in use.")
    user.is_active = True
    ClosedAccount.objects.filter(user=user).delete()
    entry = activity.record("profiles.account_reopened", by=by, about=user)
    _tell(user, "profiles_account_reopened", entry.pk)
    _rematch(user, Person.objects.filter(user=user).first())


def _rematch(user: User | None, person: Person | None) -> None:
    """The person, and what they give by themselves, come into the matching or leave it."""
    if person is not None:
        person_changed.send(Person, person_id=person.pk)
    own = Offer.objects.filter(organisation__isnull=True, state__owner=user, live=True)
    for pk in own.order_by("pk").values_list("pk", flat=True) if user else ():
        # Heard as “look again”: whether it is public is read anew.
        offer_published.send(Offer, offer_id=pk)


def _tell(user: User | None, kind: str, entry_id: int, **context: str) -> None:
    if user is not None:
        delivery.notify(kind, to=user, key=f"entry:{entry_id}", **context)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied("A custodian who is not concerned decides this.")
