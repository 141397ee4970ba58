"""Which request or verb stands for each row of the matrix, and which rows have nothing yet.

Each part of the site has a file of its own.
"""

from .matrix import Row
from .matrix_rows_accounts import ACCOUNTS
from .matrix_rows_applications import APPLICATIONS
from .matrix_rows_applying import APPLYING_ROWS
from .matrix_rows_bookings import BOOKINGS
from .matrix_rows_consultations import CONSULTATIONS
from .matrix_rows_events import EVENTS
from .matrix_rows_impact import IMPACT
from .matrix_rows_joining import JOINING
from .matrix_rows_matching import MATCHING
from .matrix_rows_meetings import MEETINGS
from .matrix_rows_mission import MISSION
from .matrix_rows_notes import NOTES
from .matrix_rows_offers import OFFERS
from .matrix_rows_organisations import ORGANISATIONS
from .matrix_rows_people import PEOPLE
from .matrix_rows_posting import POSTING
from .matrix_rows_profiles import PROFILES
from .matrix_rows_rings import RINGS
from .matrix_rows_rounds import ROUND_ROWS
from .matrix_rows_seats import SEATS
from .matrix_rows_site import SITE

ROWS: dict[str, Row] = {
    **ACCOUNTS,
    **ORGANISATIONS,
    **JOINING,
    **PROFILES,
    **PEOPLE,
    **OFFERS,
    **POSTING,
    **APPLYING_ROWS,
    **APPLICATIONS,
    **SEATS,
    **MATCHING,
    **MEETINGS,
    **NOTES,
    **BOOKINGS,
    **SITE,
    **MISSION,
    **EVENTS,
    **CONSULTATIONS,
    **ROUND_ROWS,
    **IMPACT,
    **RINGS,
}

LATER = "open data, moderation of reports, operations"


def _rows(about: str, *numbers: int | range) -> dict[str, str]:
    flat = [n for one in numbers for n in (one if isinstance(one, range) else (one,))]
    return {f"P{number:03}": about for number in flat}


NOT_YET: dict[str, str] = {
    **_rows(LATER, range(143, 148), range(155, 161), range(164, 167), 170, 171),
}
