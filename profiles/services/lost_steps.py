"""A second step that somebody lost is taken off by two custodians: one asks, another one does."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery

from .. import policies
from ..models import LostStep, User
from .standing import NothingToDo


def open_lost_steps():
    """What waits for a second custodian, oldest first."""
    rows = LostStep.objects.filter(until__gt=timezone.now(), user__is_active=True)
    return rows.select_related("user").order_by("asked_at")


@transaction.atomic
def ask_to_clear_step(user: User, *, by: User, how_known: str) -> LostStep:
    """Ask a colleague to take somebody's second step off; the person is told and can object.

    Raises PermissionDenied unless ``by`` may help them, NothingToDo where there is no second step.
    """
    if not policies.may_help(by, user):
        raise PermissionDenied("A custodian who is not concerned helps here.")
    if not Authenticator.objects.filter(user=user).exists():
        raise NothingToDo("This account has no second step.")
    LostStep.objects.filter(user=user).delete()
    step = LostStep.objects.create(user=user, asked_by_id=by.pk, how_known=how_known)
    entry = activity.record("profiles.step_asked", by=by, about=user)
    delivery.notify("profiles_step_asked", to=user, key=f"entry:{entry.pk}", until=step.until)
    return step


@transaction.atomic
def clear_step(user: User, *, by: User) -> int:
    """Take every app, key and spare code off. Returns how many went.

    Raises PermissionDenied unless ``by`` may help them and is not who asked, NothingToDo where nobody asked.
    """
    step = open_lost_steps().select_for_update(of=("self",)).filter(user=user).first()
    if step is None:
        raise NothingToDo("Nobody asks for this, or it is older than three days.")
    if not policies.may_clear_step(by, step):
        raise PermissionDenied("Another custodian than the one who asked does this.")
    gone, _ = Authenticator.objects.filter(user=user).delete()
    step.delete()
    entry = activity.record("profiles.step_cleared", by=by, about=user)
    delivery.notify("profiles_step_cleared", to=user, key=f"entry:{entry.pk}")
    return gone


@transaction.atomic
def keep_step(user: User, *, by: User) -> None:
    """Drop the question: the person found it, objected, or nobody is sure. Raises PermissionDenied."""
    if not policies.may_help(by, user):
        raise PermissionDenied("A custodian who is not concerned decides this.")
    if LostStep.objects.filter(user=user).delete()[0]:
        activity.record("profiles.step_kept", by=by, about=user)
