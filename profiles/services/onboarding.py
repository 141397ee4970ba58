"""The first three minutes: what brings somebody here, where they stand, and when they are through."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity

from .. import policies
from ..choices import Purpose
from ..models import KeptText, Onboarding, Person, User


@transaction.atomic
def set_purposes(user: User, purposes: Iterable[str], *, by: User) -> Onboarding:
    """Say what one comes for. Raises PermissionDenied for another, ValueError for no known purpose."""
    if by.pk != user.pk:
        raise PermissionDenied("People say for themselves what brings them here.")
    chosen = [purpose for purpose in Purpose.values if purpose in set(purposes)]
    if not chosen:
        raise ValueError("Choose at least one.")
    row, _ = Onboarding.objects.update_or_create(user=user, defaults={"purposes": chosen})
    activity.record("profiles.purposes_set", by=by, about=user, purposes=chosen)
    return row


def reach_step(user: User, step: str) -> None:
    """Note the page somebody has come to, so that they can go on there."""
    Onboarding.objects.update_or_create(user=user, defaults={"step": step})


def finish_onboarding(user: User) -> None:
    """Note that somebody is through; the first time counts."""
    Onboarding.objects.get_or_create(user=user)
    Onboarding.objects.filter(user=user, finished_at=None).update(
        finished_at=timezone.now(), step="done"
    )


@transaction.atomic
def keep_text(person: Person, text: str, *, by: User) -> None:
    """Keep a pasted text for oneself; an empty one throws away what was kept.

    Raises PermissionDenied unless it is the person's own.
    """
    if not policies.may_edit_person(by, person):
        raise PermissionDenied("Only you can keep a text with your profile.")
    if text.strip():
        KeptText.objects.update_or_create(
            person=person, defaults={"text": text, "kept_at": timezone.now()}
        )
    else:
        KeptText.objects.filter(person=person).delete()
    activity.record("profiles.text_kept", by=by, about=person, kept=bool(text.strip()))
