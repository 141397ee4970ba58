"""Opening a person to a viewer because of something between them, and ending it with its cause."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import activity

from .. import policies
from ..choices import LOOKED, Scope
from ..models import Disclosure, Person, User


@transaction.atomic
def disclose(
    person: Person,
    *,
    viewer: User,
    scope: str,
    cause: str,
    until: datetime.datetime | None = None,
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


def note_look(person: Person, *, viewer: User | AnonymousUser, scopes: frozenset[str]) -> None:
    """Log that somebody used what a disclosure opened to them: once a day for each scope.

    Looking at one's own profile, or at what the person shows to everybody, is not noted.
    """
    if not scopes or viewer.pk is None or policies.is_own(viewer, person):
        return
    since = timezone.now() - datetime.timedelta(days=1)
    rows = activity.entries_about(person).filter(verb=LOOKED, actor_id=viewer.pk, at__gte=since)
    noted = {facts.get("scope") for facts in rows.values_list("facts", flat=True)}
    for scope in sorted(set(scopes) - {Scope.CARD} - noted):
        activity.record(LOOKED, by=viewer, about=person, scope=str(scope))
