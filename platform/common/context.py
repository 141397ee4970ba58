"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def forum(request: HttpRequest) -> dict[str, Any]:
    """The site's name and address, and whether this is a demonstration."""
    return {
        "site_name": settings.SITE_NAME,
        "base_url": settings.PUBLIC_BASE_URL,
        "forum_demo": settings.FORUM_DEMO,
    }
