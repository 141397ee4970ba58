"""What search engines are told about the Forum, as data."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static


def organisation_data(home: Any) -> dict[str, Any]:
    """Schema.org's description of the Forum for the home page."""
    base = settings.PUBLIC_BASE_URL
    return {
        "@type": "Organization",
        "@id": f"{base}/#forum",
        "name": settings.SITE_NAME,
        "url": f"{base}/",
        "logo": f"{base}{static('img/mark.svg')}",
        "description": home.search_description or home.intro,
        "areaServed": {"@type": "Place", "name": "West Midlands, England"},
    }


def article_data(page: Any, *, kind: str) -> dict[str, Any]:
    """Schema.org's description of a story or a piece of news."""
    base = settings.PUBLIC_BASE_URL
    told: dict[str, Any] = {
        "@type": kind,
        "headline": page.title,
        "description": page.summary,
        "url": f"{base}{page.get_url() or '/'}",
        "publisher": {"@id": f"{base}/#forum"},
    }
    for name, moment in (
        ("datePublished", page.first_published_at),
        ("dateModified", page.last_published_at),
    ):
        if moment:
            told[name] = moment.isoformat()
    return told
