"""News of the Forum and of the region, with a feed for readers who do not come back by themselves."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from cms.choices import NewsCategory
from cms.queries.written import listing, news_rows
from cms.seo import article_data

from .pages import BodyPage, ForumPage

FEED = "feed.atom"


class NewsIndex(ForumPage):
    """Where the news is, newest first. Its feed is one step below: ``cms.views.news_feed``."""

    template = "cms/news_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = "list of news"
        verbose_name_plural = "lists of news"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["feed_url"] = f"{self.get_url(request)}{FEED}"
        return context | listing(
            request,
            NewsPage.objects.child_of(self),
            field="category",
            choices=NewsCategory.choices,
            rows=news_rows,
        )


class NewsPage(BodyPage):
    """One piece of news."""

    category = models.CharField(
        max_length=10,
        choices=NewsCategory.choices,
        default=NewsCategory.FORUM,
        help_text="Readers can follow one category alone.",
    )
    is_demo = models.BooleanField(default=False, editable=False)

    content_panels = [
        *ForumPage.content_panels,
        FieldPanel("category"),
        FieldPanel(
            "body", help_text="What happened, for whom it matters, and what to do about it."
        ),
    ]
    template = "cms/news_page.html"
    parent_page_types = ["cms.NewsIndex"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "piece of news"
        verbose_name_plural = "news"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["page_kind"] = self.get_category_display()
        context["structured_data"] = article_data(self, kind="NewsArticle")
        return context
