"""Papers and slides, and which of them somebody may read."""

from common.policies import is_custodian

from ..models import Meeting, Paper
from ..policies.meetings import is_member


def stored_papers() -> set[str]:
    """The names of all files that papers point at."""
    return set(Paper.objects.exclude(stored="").values_list("stored", flat=True))


def papers_for(user, meeting: Meeting) -> tuple[list[Paper], int]:
    """The papers of a meeting that ``user`` may read, in the order of the agenda; how many are held back."""
    rows = Paper.objects.filter(item__meeting=meeting).order_by("item__order", "item_id", "pk")
    found = list(rows)
    closed = [paper for paper in found if paper.members_only]
    if not closed or _reads_all(user):
        return found, 0
    return [paper for paper in found if not paper.members_only], len(closed)


def _reads_all(user) -> bool:
    return is_custodian(user) or is_member(user)
