"""Pages that custodians write, and the links around them."""

from .laid import LaidPage
from .navigation import FooterLink, MainLink, Navigation
from .news import NewsIndex, NewsPage
from .pages import HomePage, MissionPage, StandardPage, TheoryPage, VisionPage
from .partners import PartnersPage
from .stories import StoryIndex, StoryPage

__all__ = [
    "FooterLink",
    "HomePage",
    "LaidPage",
    "MainLink",
    "MissionPage",
    "Navigation",
    "NewsIndex",
    "NewsPage",
    "PartnersPage",
    "StandardPage",
    "StoryIndex",
    "StoryPage",
    "TheoryPage",
    "VisionPage",
]
