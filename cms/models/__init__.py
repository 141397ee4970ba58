"""Pages that custodians write, and the links around them."""

from .laid import LaidPage
from .navigation import FooterLink, MainLink, Navigation
from .pages import HomePage, MissionPage, StandardPage, TheoryPage, VisionPage

__all__ = [
    "FooterLink",
    "HomePage",
    "LaidPage",
    "MainLink",
    "MissionPage",
    "Navigation",
    "StandardPage",
    "TheoryPage",
    "VisionPage",
]
