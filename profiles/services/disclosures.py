"""Opening a person to a viewer because of something between them, and ending it with its cause."""

import datetime
from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
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
def end_disclosures(cause: str, *, keep: Collection[int] = ()) -> int:
    """End what ``cause`` opened, now, but for the viewers to ``keep``. Returns how many ended."""
    return _in_force(cause).exclude(viewer__in=keep).update(until=timezone.now())


def open_viewers(cause: str, scope: str) -> set[int]:
    """The keys of those to whom ``cause`` keeps ``scope`` open now."""
    return set(_in_force(cause).filter(scope=scope).values_list("viewer_id", flat=True))


def _in_force(cause: str) -> QuerySet[Disclosure]:
    in_force = Q(until__isnull=True) | Q(until__gt=timezone.now())
    return Disclosure.objects.filter(in_force, cause=cause)


def note_look(person: Person, *, viewer: User | AnonymousUser, scopes: frozenset[str]) -> None:
    """Log that somebody used what a disclosure opened to them: once a day for each scope.

    Each reading of the CV is noted, because whose file it is may ask when it was taken. Looking at
    one's own profile, or at what the person shows to everybody, is not noted.
    """
    if not scopes or viewer.pk is None or policies.is_own(viewer, person):
        return
    since = timezone.now() - datetime.timedelta(days=1)
    rows = activity.entries_about(person).filter(verb=LOOKED, actor_id=viewer.pk, at__gte=since)
    noted = {facts.get("scope") for facts in rows.values_list("facts", flat=True)} - {Scope.CV}
    for scope in sorted(set(scopes) - {Scope.CARD} - noted):
        activity.record(LOOKED, by=viewer, about=person, scope=str(scope))
