"""Which addresses are looked at in the demo region, and as whom: each part has a file of its own."""

from collections.abc import Callable, Iterator

from profiles.models import User

from .visits_applications import of_applicants, of_hosts
from .visits_bookings import of_booking
from .visits_desk import of_desk
from .visits_notes import of_notes
from .visits_posting import of_trustee
from .visits_public import of_anybody
from .visits_rest import of_the_rest
from .visits_second import of_second_looks
from .visits_student import of_student

MISSING = (
    "/no-such-page/",
    "/accessibilty/",
    "/claim/any/",
    "/teams/any/",
    "/meetings/not-named/nonsense/",
)
"""Whose answer is that there is no such page."""
DARK = (
    "/",
    "/stories/nine-stops-that-were-not-there/",
    "/opportunities/",
    "/matches/",
    "/theory-of-change/",
    "/challenges/new/",
    "/desk/",
)
"""Looked at in dark colours too."""

WALKS: tuple[Callable[[], Iterator[tuple[User | None, str]]], ...] = (
    of_anybody,
    of_trustee,
    of_student,
    of_applicants,
    of_hosts,
    of_desk,
    of_notes,
    of_booking,
    of_the_rest,
    of_second_looks,
)
