"""Opening a person to a viewer because of something between them, and ending it with its cause."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Disclosure, Person, User


@transaction.atomic
def disclose(
    person: Person, *, viewer: User, scope: str, cause: str, until: datetime | None = None
) -> Disclosure:
    """Open ``scope`` of ``person`` to ``viewer``. Doing it twice for one cause keeps one row."""
    disclosure, _ = Disclosure.objects.update_or_create(
        person=person, viewer=viewer, scope=scope, cause=cause, defaults={"until": until}
    )
    return disclosure


@transaction.atomic
def end_disclosures(cause: str) -> int:
    """End all that ``cause`` opened, now. Returns how many ended."""
    now = timezone.now()
    return (
        Disclosure.objects.filter(cause=cause)
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .update(until=now)
    )
