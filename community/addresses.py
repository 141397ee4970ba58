"""Where an event or a meeting is shown."""

from typing import Any

from django.urls import NoReverseMatch


def page_of(gathering: Any) -> str:
    """Its own page, or nothing where this site has none for its kind."""
    try:
        return gathering.get_absolute_url()
    except NoReverseMatch:
        return ""
