"""Papers and slides, and which of them somebody may read."""

from collections.abc import Iterable

from common.policies import is_custodian
from profiles.choices import Scan

from ..models import Paper
from ..policies.meetings import is_member
from ..timetable import Slot


def stored_papers() -> set[str]:
    """The names of all files that papers point at."""
    return set(Paper.objects.exclude(stored="").values_list("stored", flat=True))


def papers_for(user, agenda: Iterable[Slot]) -> tuple[list[Paper], int]:
    """The papers of an agenda that ``user`` may read, in its order; how many are for members only.

    What waits for the virus scanner is not there yet.
    """
    found = [paper for slot in agenda for paper in slot.item.all_papers]
    if not is_custodian(user):
        found = [paper for paper in found if paper.scan != Scan.WAITING]
    closed = [paper for paper in found if paper.members_only]
    if not closed or _reads_all(user):
        return found, 0
    return [paper for paper in found if not paper.members_only], len(closed)


def _reads_all(user) -> bool:
    return is_custodian(user) or is_member(user)
