"""Files of outcomes."""

from ..models import Outcome


def stored_files() -> set[str]:
    """The names of all files that outcomes point at."""
    return set(Outcome.objects.exclude(stored="").values_list("stored", flat=True))
