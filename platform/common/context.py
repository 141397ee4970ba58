"""What every page knows."""

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from common import hibernation, needs_me

OWN_PAGES = ("/me/", "/me/now/")


def forum(request: HttpRequest) -> dict[str, Any]:
    """The site's name and address, whether this is a demonstration, and how many things need the reader."""
    return {
        "site_name": settings.SITE_NAME,
        "base_url": settings.PUBLIC_BASE_URL,
        "forum_demo": settings.FORUM_DEMO,
        "asleep": hibernation.notice,
        "needs_me": functools.cache(lambda: _waits(request)),
    }


def _waits(request: HttpRequest) -> int:
    """Counted on the two pages that say so; elsewhere as last counted, so that no other page pays for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    if request.path in OWN_PAGES:
        return needs_me.count(user)
    return needs_me.remembered(user)
