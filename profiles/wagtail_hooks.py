"""Offers in Wagtail: moderated public records. People are never here; organisations have the desk."""

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Offer


class OfferViewSet(SnippetViewSet):
    """Offers, with drafts, comments, compare and the workflow that come with a snippet."""

    model = Offer
    icon = "pick"
    menu_label = "Offers"
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["title", "kind", "organisation", "live", "first_published_at"]
    list_filter = ["kind", "live", "district"]
    list_export = ["title", "kind", "organisation", "summary", "district", "starts", "ends"]
    search_fields = ["title", "summary"]
    # Wagtail's SQLite search cannot read one double quote; a plain look-up can.
    search_backend_name = None
    inspect_view_enabled = True
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("title", help_text="One line that somebody could say aloud."),
                FieldPanel("kind"),
                FieldPanel("organisation", help_text="Empty when an individual gives it."),
                FieldPanel("summary", help_text="What somebody would get, in one sentence."),
                FieldPanel("description", help_text="No names of people: this is public."),
            ],
            heading="What is offered",
        ),
        InlinePanel("skills", label="Skill", heading="Skills it brings", max_num=25),
        MultiFieldPanel(
            [
                FieldPanel("district", help_text="Empty means anywhere in the region."),
                FieldPanel("remote"),
                FieldPanel("starts"),
                FieldPanel("ends", help_text="It leaves the lists by itself after this day."),
                FieldPanel("hours"),
                FieldPanel("capacity", help_text="How many groups it can help."),
            ],
            heading="When, where, how much",
        ),
        MultiFieldPanel(
            [
                FieldPanel("in_return", help_text="What they would like back, in their words."),
                FieldPanel("themes"),
            ],
            heading="In return",
        ),
    ]


register_snippet(OfferViewSet)
