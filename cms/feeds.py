"""The news as an Atom feed, whole or one category of it."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from .choices import NewsCategory
from .models import NewsPage
from .queries.written import readable

IN_FEED = 30


class NewsFeed(Feed):
    """The newest pieces under one list of news."""

    feed_type = Atom1Feed
    author_name = settings.SITE_NAME

    def __init__(self, index: Any) -> None:
        self.index = index

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        wanted = request.GET.get("category", "")
        return wanted if wanted in NewsCategory.values else ""

    def title(self, category: str) -> str:
        about = f", {NewsCategory(category).label}" if category else ""
        return f"{self.index.title}{about}: {settings.SITE_NAME}"

    def subtitle(self, category: str) -> str:
        return self.index.intro

    def link(self, category: str) -> str:
        return self.index.get_url() or "/"

    def items(self, category: str) -> list[Any]:
        found = readable(NewsPage.objects.child_of(self.index))
        if category:
            found = found.filter(category=category)
        return list(found[:IN_FEED])

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return item.summary

    def item_link(self, item: Any) -> str:
        return item.get_url() or "/"

    def item_guid(self, item: Any) -> str:
        # The key stays when an editor gives the page another address.
        return f"{settings.PUBLIC_BASE_URL}/#news-{item.pk}"

    def item_categories(self, item: Any) -> list[str]:
        return [item.get_category_display()]

    def item_pubdate(self, item: Any) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> Any:
        return item.last_published_at or item.first_published_at
