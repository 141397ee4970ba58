"""The kinds of page custodians write. What has a life of its own is shown here, not kept here."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.editor_forms import ForumPageForm
from cms.fields import BodyField, StoryField
from cms.queries import HomeFigures, home_figures, open_by_priority, theory_page
from cms.queries.front import newest_news, newest_story
from cms.queries.meetings import mark_where, next_meeting
from cms.seo import organisation_data
from mission.queries import priorities_by_strand


class ForumPage(Page):
    """What every page of ours has: an opening line, crumbs, an address."""

    intro = models.TextField(
        max_length=400,
        blank=True,
        verbose_name="opening line",
        help_text="One or two sentences under the title. Also what search engines show.",
    )

    search_fields = [*Page.search_fields, index.SearchField("intro", boost=2)]
    title_panel = TitleFieldPanel(
        "title", help_text="What the page is, in a few words. The large line at its top."
    )
    content_panels = [title_panel, FieldPanel("intro")]
    base_form_class = ForumPageForm
    show_in_menus_default = False

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.get_url() or "/"

    @property
    def summary(self) -> str:
        """What a list of search results says under the title."""
        return self.search_description or self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["crumbs"] = self.crumbs(request)
        context["page_heading"] = self.title
        context["page_lede"] = self.intro
        return context

    def crumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """The pages above this one, down to itself. One query; none for the home page."""
        if self.depth is None or self.depth <= 2:
            return []
        above = Page.objects.ancestor_of(self).filter(depth__gt=1).order_by("depth")
        trail = [{"title": page.title, "url": page.get_url(request) or "/"} for page in above]
        return [*trail, {"title": self.title, "url": ""}]


class BodyPage(ForumPage):
    """A page with a body of blocks."""

    body = BodyField(blank=True)

    search_fields = [*ForumPage.search_fields, index.SearchField("body")]
    content_panels = [
        *ForumPage.content_panels,
        FieldPanel("body", help_text="Blocks in the order of the page. Start headings at level 2."),
    ]

    class Meta:
        abstract = True


class HomePage(ForumPage):
    """The front door: what we do, three ways in, where, how it is going, what is new."""

    opening = models.CharField(
        max_length=60,
        default="We help the West Midlands",
        help_text="The small line above the promise.",
    )
    promise = models.TextField(
        max_length=160,
        default="open up its data,\npass on what it learns\nand share the skills.",
        help_text="The large lines; it goes on from the opening. At most three lines.",
    )
    steps_title = models.CharField(
        max_length=40, default="How it works", help_text="Heading of the column beside the list."
    )
    steps = RichTextField(
        blank=True,
        features=["bold", "ol", "ul", "link"],
        help_text="What happens after somebody posts a challenge. Keep it to four steps.",
    )
    story = StoryField(blank=True, help_text="Nothing here hides the story.")

    content_panels = [
        ForumPage.title_panel,
        MultiFieldPanel(
            [FieldPanel("opening"), FieldPanel("promise"), FieldPanel("intro")], heading="Opening"
        ),
        MultiFieldPanel([FieldPanel("steps_title"), FieldPanel("steps")], heading="How it works"),
        FieldPanel("story"),
    ]
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name_plural = "home pages"

    @property
    def promise_lines(self) -> list[str]:
        return [line.strip() for line in self.promise.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        figures: HomeFigures = home_figures()
        context["figures"] = figures
        context["next_meeting"] = next_meeting()
        context["here_note"] = mark_where(figures.tiles, context["next_meeting"])
        context["news"], context["news_url"] = newest_news(request)
        context["newest_story"] = None if self.story else newest_story(request)
        context["structured_data"] = organisation_data(self)
        return context


class StandardPage(BodyPage):
    """A page of prose: about us, privacy, how to reach us."""

    template = "cms/standard_page.html"
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]

    class Meta:
        verbose_name_plural = "standard pages"


class MissionPage(BodyPage):
    """What the Forum is for: its strands, shown from the records."""

    template = "cms/mission_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name_plural = "mission pages"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        strands, lines = priorities_by_strand()
        context["strands"] = [
            {
                "strand": strand,
                "priorities": [line.priority for line in lines if (strand, True) in line.ticks],
            }
            for strand in strands
        ]
        vision = VisionPage.objects.live().first()
        context["vision_url"] = vision.get_url(request) if vision else ""
        return context


class VisionPage(BodyPage):
    """Where the Forum wants the region to be: its priorities, ticked against the strands."""

    template = "cms/vision_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name_plural = "vision pages"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        strands, lines = priorities_by_strand()
        context["strand_titles"] = [strand.short for strand in strands]
        context["priority_lines"] = [
            {
                "title": line.priority.title,
                "url": f"#{line.priority.slug}",
                "ticks": [{"label": strand.short, "on": on} for strand, on in line.ticks],
            }
            for line in lines
        ]
        open_counts = open_by_priority()
        context["priorities"] = [
            {
                "slug": line.priority.slug,
                "title": line.priority.title,
                "summary": line.priority.summary,
                "open_count": open_counts.get(line.priority.pk, 0),
            }
            for line in lines
        ]
        return context


class TheoryPage(BodyPage):
    """How we think change comes about, with what has been seen of each step."""

    template = "cms/theory_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = "theory of change page"
        verbose_name_plural = "theory of change pages"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **theory_page()}
