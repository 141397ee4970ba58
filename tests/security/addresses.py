"""Where hostile texts are sent: every list, search, form, decision and signed link of the site.

Each part of the site has a file of its own.
"""

from types import SimpleNamespace

from .addresses_answering import answering
from .addresses_applying import applying
from .addresses_bookings import booking
from .addresses_consultations import consulting
from .addresses_deciding import deciding
from .addresses_desk import at_the_desk
from .addresses_events import eventing
from .addresses_impact import telling
from .addresses_joining import joining
from .addresses_matching import explaining, introducing
from .addresses_meetings import meeting_up
from .addresses_notes import noting
from .addresses_offers import offering
from .addresses_organisations import keeping_organisations
from .addresses_pages import written
from .addresses_people import own_profile
from .addresses_placements import placed
from .addresses_posting import posting
from .addresses_reading import reading
from .addresses_rings import going_round
from .addresses_rounds import rounding
from .addresses_searching import searching
from .addresses_signing_in import signing_in
from .addresses_teams import teaming
from .hostile import Address


def addresses(town: SimpleNamespace) -> list[Address]:
    """All of them, with the keys and slugs of this town."""
    return [
        *reading(),
        *signing_in(),
        *posting(town),
        *own_profile(town),
        *offering(town),
        *keeping_organisations(town),
        *introducing(town),
        *explaining(town),
        *joining(town),
        *searching(town),
        *applying(town),
        *answering(town),
        *placed(town),
        *deciding(town),
        *teaming(town),
        *eventing(town),
        *at_the_desk(town),
        *meeting_up(town),
        *noting(town),
        *booking(town),
        *written(town),
        *consulting(town),
        *rounding(town),
        *telling(town),
        *going_round(town),
    ]
