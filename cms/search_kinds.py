"""What of the pages the one search finds: the live ones that anybody may read."""

from typing import Any

from wagtail.models import Page

from common.search import search
from common.search_kinds import Kind, register


def search_pages(text: str, user: Any) -> Any:
    """Live pages without a lock, whoever asks: what only some may read is not in the search."""
    found: Any = search(Page.objects.live().public().filter(depth__gt=1), text)
    return found.specific()


register(Kind(name="pages", title="Pages", search=search_pages, order=90))
