"""Handing in a CV, replacing it, taking it back; and clearing what no row points at."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery, outbox

from .. import policies
from ..choices import Scan
from ..documents import inspect, scanner, vault
from ..models import Copy, Curriculum, Person, User

ORPHAN_HOURS = 24


@transaction.atomic
def set_cv(person: Person, content: bytes, *, by: User) -> Curriculum:
    """Hand in a CV; the one before is removed.

    Raises PermissionDenied unless it is the person's own, documents.Refused in words.
    """
    _demand_own(person, by)
    kind = inspect(content)
    # Locked, so that of two sent at once the file of each loser is removed.
    Person.objects.select_for_update().get(pk=person.pk)
    old = Curriculum.objects.filter(person=person).first()
    cv, _ = Curriculum.objects.update_or_create(
        person=person,
        defaults={
            # Written before the commit: a file without a row is swept, a row without a file is a lie.
            "stored": vault.put(content),
            "extension": kind.extension,
            "media_type": kind.media_type,
            "size": len(content),
            "handed_in": timezone.now(),
            "scan": Scan.WAITING if scanner.is_set() else Scan.UNCHECKED,
        },
    )
    if cv.scan == Scan.WAITING:
        outbox.put("profiles.scan_cv", key=f"scan:{cv.stored}", stored=cv.stored)
    if old is not None:
        put_removal(old.stored)
    activity.record("profiles.cv_handed_in", by=by, about=person, format=kind.extension)
    return cv


def look_for_harm(stored: str) -> bool:
    """What the scanner says of a CV that waits for it; outside of transactions, for it takes a while.

    Raises scanner.ScannerDown while there is no answer; until then only the owner can fetch it.
    """
    waits = Curriculum.objects.filter(stored=stored, scan=Scan.WAITING).exists()
    return waits and scanner.is_harmful(stored)


@transaction.atomic
def settle_scan(harmful: bool, stored: str) -> None:
    """Note that a CV is clean; a harmful one goes at once, and its owner is told."""
    waiting = Curriculum.objects.filter(stored=stored, scan=Scan.WAITING)
    if not harmful:
        waiting.update(scan=Scan.CLEAN)
        return
    cv = waiting.select_related("person__user").first()
    if cv is None:
        return
    waiting.delete()
    activity.record("profiles.cv_harmful", by=None, about=cv.person)
    if cv.person.user is not None:
        delivery.notify("profiles_cv_harmful", to=cv.person.user, key=f"file:{stored}")


@transaction.atomic
def remove_cv(person: Person, *, by: User) -> None:
    """Take the CV back. Raises PermissionDenied unless it is the person's own."""
    _demand_own(person, by)
    deleted, _ = Curriculum.objects.filter(person=person).delete()
    if deleted:
        activity.record("profiles.cv_removed", by=by, about=person)


def put_removal(stored: str) -> None:
    """Write down that a file is to go, in the transaction in which its row goes."""
    outbox.put("profiles.remove_file", key=f"file:{stored}", stored=stored)


def known_files() -> set[str]:
    """The names that a row points at: CVs, copies of people's data, and what higher apps keep."""
    cvs = Curriculum.objects.values_list("stored", flat=True)
    kept = (name for stored in vault.KEEPERS.values() for name in stored())
    return {*cvs, *kept, *Copy.objects.exclude(stored="").values_list("stored", flat=True)}


def remove_file(stored: str) -> None:
    """Delete a file from the vault, unless a row points at it after all."""
    if stored not in known_files():
        vault.remove(stored)


def sweep_vault() -> int:
    """Delete what no row has pointed at for a day: a broken upload's leavings. Returns how many."""
    before = timezone.now() - datetime.timedelta(hours=ORPHAN_HOURS)
    known = known_files()
    lost = [name for name, at in vault.names() if name not in known and at < before.timestamp()]
    for name in lost:
        vault.remove(name)
    return len(lost)


def _demand_own(person: Person, by: User) -> None:
    if not policies.may_edit_person(by, person):
        raise PermissionDenied("Only you can hand in your CV.")
