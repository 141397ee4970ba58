"""The pages and links that come with the site; editors change them afterwards."""

from .about import ABOUT, CONTACT, OPEN_DATA
from .front import HOME, MISSION, THEORY, VISION
from .links import FOOTER_LINKS, MAIN_LINKS
from .lists import DECIDE, NEWS, PARTNERS, STORIES
from .promises import ACCESSIBILITY, COOKIES, PRIVACY
from .shapes import Written

PAGES: tuple[Written, ...] = (
    MISSION,
    VISION,
    THEORY,
    ABOUT,
    CONTACT,
    OPEN_DATA,
    ACCESSIBILITY,
    PRIVACY,
    COOKIES,
    STORIES,
    NEWS,
    PARTNERS,
    DECIDE,
)

__all__ = ["FOOTER_LINKS", "HOME", "MAIN_LINKS", "PAGES", "Written"]
