"""Erasing an account: closed at once, taken out of everything by the worker, told once at the end."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef

from common import activity, delivery, erasing, outbox
from common.models import Work

from ..choices import Role
from ..models import Membership, Organisation, User
from .memberships import hand_on, hold

ERASE = "profiles.erase"
FAREWELL = "profiles_erased"


def led_alone(user: User):
    """The organisations that would have no lead without ``user``, with whether others belong."""
    others = Membership.objects.filter(organisation=OuterRef("pk"), user__is_active=True).exclude(
        user=user
    )
    mine = Organisation.objects.filter(memberships__user=user, memberships__role=Role.LEAD)
    return (
        mine.filter(~Exists(others.filter(role=Role.LEAD)))
        .annotate(others=Exists(others))
        .order_by("name")
    )


@transaction.atomic
def ask_to_be_erased(
    user: User, *, by: User, successors: Mapping[int, Membership] | None = None
) -> None:
    """Close the account now and put its erasure down as work.

    ``successors`` names, for an organisation that ``user`` alone leads, the member who goes on;
    without one the custodians are told and find a lead. Raises PermissionDenied for anybody else's
    account, and for a superuser's, which is removed on the command line.
    """
    if by.pk != user.pk or user.is_superuser:
        raise PermissionDenied("Only you can have your account erased.")
    for organisation_id, heir in (successors or {}).items():
        membership = Membership.objects.select_related("organisation").get(
            user=user, organisation_id=organisation_id
        )
        hold(membership.organisation)
        found = hand_on(membership, heir)
        delivery.notify(
            "profiles_handed_over",
            to=found.user,
            key=f"erased:{membership.pk}",
            organisation=membership.organisation.name,
            giver="The lead before you, who has left the Forum,",
            link=membership.organisation.get_absolute_url(),
        )
    close_for_erasure(user)
    activity.record("profiles.erasure_asked", by=by, about=user)


def close_for_erasure(user: User) -> None:
    """No door opens to them any more, and nobody sees them; the worker does the rest."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    outbox.put(ERASE, key=f"user:{user.pk}", user_id=user.pk)


def is_being_erased(user: User) -> bool:
    """Whether the worker has it to do: nobody opens the account again, also where the work is stuck."""
    return Work.objects.unfinished().filter(kind=ERASE, key=f"user:{user.pk}").exists()


@transaction.atomic
def erase(user_id: int) -> bool:
    """Take a user out of everything, and write to them once that it is done.

    Whether there was anybody: doing it twice is doing it once. Only a closed account is erased.
    """
    user = User.objects.select_for_update().filter(pk=user_id, is_active=False).first()
    if user is None:
        return False
    address = user.email
    leaving = erasing.erase(user)
    counts = {name.replace(".", "_"): number for name, number in leaving.counts.items() if number}
    activity.record("profiles.erased", by=None, about=User(pk=user_id), removed=counts)
    # After the sweep, and forgotten as soon as it is sent: see its kind.
    delivery.notify_address(FAREWELL, address=address, key=delivery.new_key())
    return True
