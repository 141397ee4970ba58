"""What the home page shows of the written pages: the latest news and one story, a query each."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest

from .written import news_rows, readable, story_rows

FEW = 3


def newest_news(request: HttpRequest | None = None) -> tuple[list[dict[str, Any]], str]:
    """The latest few pieces of news, as ``components/row.html`` takes them, and where all are."""
    found = readable(apps.get_model("cms", "NewsPage").objects.all())[:FEW]
    rows = news_rows(found, request)
    return rows, rows[0]["url"].rstrip("/").rpartition("/")[0] + "/" if rows else ""


def newest_story(request: HttpRequest | None = None) -> dict[str, Any] | None:
    """The latest story, for a home page on which no editor told one."""
    found = readable(apps.get_model("cms", "StoryPage").objects.all())[:1]
    return next(iter(story_rows(found, request)), None)
