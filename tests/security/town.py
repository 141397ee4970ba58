"""A small town with one of everything that a request can aim at, and somebody in every role.

``ours`` is the organisation that the member, the supervisor and the lead belong to; ``theirs`` is
another one, for the twins that must be refused.
"""

from types import SimpleNamespace

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from common.models import Work
from profiles.services import report_profile
from tests.factories.cms import make_site
from tests.factories.community_offices import OfficeHolderFactory

from .town_bookings import lay_bookings
from .town_consultations import lay_consultations
from .town_desk import lay_desk
from .town_events import lay_events
from .town_impact import lay_outcomes
from .town_matching import lay_matches
from .town_meetings import lay_meetings
from .town_notes import lay_notes
from .town_opportunities import lay_applications, lay_opportunities
from .town_organisations import lay_joining, lay_organisations
from .town_people import ROLES, lay_met, lay_offers, lay_people
from .town_placements import lay_placements
from .town_rings import lay_rings
from .town_rounds import lay_rounds

__all__ = ["ROLES", "build", "forget_content_types", "stuck_work"]


def build() -> SimpleNamespace:
    """Lay the pages, then people, organisations, offers, opportunities, matches, introductions."""
    town = SimpleNamespace(site=make_site())
    lay_organisations(town)
    lay_people(town)
    lay_joining(town)
    lay_offers(town)
    lay_opportunities(town)
    lay_matches(town)
    lay_applications(town)
    lay_placements(town)
    lay_met(town)
    lay_events(town)
    lay_meetings(town)
    lay_notes(town)
    lay_bookings(town)
    town.office = OfficeHolderFactory()
    lay_consultations(town)
    lay_rounds(town)
    lay_outcomes(town)
    lay_desk(town)
    lay_rings(town)
    town.stuck = stuck_work()
    town.report = report_profile(town.seen_by_all, by=town.student, words="It sells shoes.")
    return town


def stuck_work() -> Work:
    """A piece of work that failed for good."""
    return Work.objects.create(kind="tests.stuck", attempts=5, stuck_at=timezone.now())


def forget_content_types() -> None:
    """Ask the database afresh: a rolled back savepoint may have held the answer."""
    ContentType.objects.clear_cache()
