"""Stories and good practice: what was done, what came of it, and how others can use it again."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.addresses import validate_elsewhere
from cms.choices import StoryKind
from cms.editor_forms import StoryForm
from cms.queries.written import listing, story_rows
from cms.seo import article_data
from mission.models import Node, Priority, Strand
from opportunities.models import Opportunity

from .pages import BodyPage, ForumPage

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class StoryIndex(ForumPage):
    """Where the stories are, newest first."""

    template = "cms/story_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.StoryPage"]
    max_count = 1

    class Meta:
        verbose_name = "list of stories"
        verbose_name_plural = "lists of stories"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        stories = StoryPage.objects.child_of(self)
        return context | listing(
            request, stories, field="kind", choices=StoryKind.choices, rows=story_rows
        )


class StoryPage(BodyPage):
    """What somebody did with data, told so that others can do it too."""

    kind = models.CharField(
        max_length=10,
        choices=StoryKind.choices,
        default=StoryKind.STORY,
        help_text="Good practice says how to do it. A story says what happened.",
    )
    method = RichTextField(
        blank=True,
        features=FEATURES,
        verbose_name="what was done",
        help_text="The steps, so that somebody elsewhere could repeat them.",
    )
    outcome = RichTextField(
        blank=True,
        features=FEATURES,
        verbose_name="what came of it",
        help_text="What is different now, and for whom. Say it too where it did not work.",
    )
    reuse = RichTextField(
        blank=True,
        features=FEATURES,
        verbose_name="reuse this",
        help_text="What others may take, under which licence, and what they have to change.",
    )
    code_link = models.URLField(
        max_length=300,
        blank=True,
        validators=[validate_elsewhere],
        verbose_name="link to the code",
        help_text="Where the code or the method is published, starting with https://",
    )
    data_link = models.URLField(
        max_length=300,
        blank=True,
        validators=[validate_elsewhere],
        verbose_name="link to the data",
        help_text="Where the data can be had, starting with https://",
    )
    opportunity = models.ForeignKey(
        Opportunity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Its address on this site, such as /challenges/where-the-bus-stops/, "
        "where one began it.",
    )
    strands = ParentalManyToManyField(
        Strand, blank=True, related_name="stories", help_text="Strands of the mission it serves."
    )
    priorities = ParentalManyToManyField(
        Priority, blank=True, related_name="stories", help_text="Priorities it is an example of."
    )
    nodes = ParentalManyToManyField(
        Node,
        blank=True,
        related_name="stories",
        verbose_name="steps of the theory of change",
        help_text="Steps for which it is evidence. Tick only what it shows.",
    )
    is_demo = models.BooleanField(default=False, editable=False)

    base_form_class = StoryForm
    search_fields = [
        *BodyPage.search_fields,
        index.SearchField("method"),
        index.SearchField("outcome"),
        index.SearchField("reuse"),
    ]
    content_panels = [
        *ForumPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("body", help_text="What the problem was and who had it, before what was done."),
        MultiFieldPanel(
            [FieldPanel("method"), FieldPanel("outcome"), FieldPanel("reuse")], heading="The case"
        ),
        MultiFieldPanel([FieldPanel("code_link"), FieldPanel("data_link")], heading="Take it"),
        MultiFieldPanel(
            [
                FieldPanel("strands"),
                FieldPanel("priorities"),
                FieldPanel("nodes"),
                FieldPanel("opportunity"),
            ],
            heading="What it points at",
        ),
    ]
    template = "cms/story_page.html"
    parent_page_types = ["cms.StoryIndex"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["page_kind"] = self.get_kind_display()
        context["work"] = Opportunity.objects.public().filter(pk=self.opportunity_id).first()
        context["strands"] = list(self.strands.all())
        context["priorities"] = list(self.priorities.all())
        context["nodes"] = list(self.nodes.all())
        context["structured_data"] = article_data(self, kind="Article")
        return context
