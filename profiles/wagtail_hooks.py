"""Offers and organisations in Wagtail: public records. People are never here.

Organisations are looked at, filtered and exported here. They are changed on their own pages, where the
rules are asked: a new name needs a new confirmation, and nobody decides about their own.
"""

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets.button import HeaderButton, ListingButton
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from common.admin_lists import SafeIndexView

from .models import Offer, Organisation


class OfferViewSet(SnippetViewSet):
    """Offers, with drafts, comments, compare and the workflow that come with a snippet."""

    model = Offer
    index_view_class = SafeIndexView
    icon = "pick"
    menu_label = "Offers"
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["title", "kind", "organisation", "live", "first_published_at"]
    list_filter = ["kind", "live", "district"]
    list_export = [
        *("title", "kind", "organisation", "summary", "district", "starts", "ends"),
        *("hours", "seats", "module"),
    ]
    search_fields = ["title", "summary"]
    # Wagtail's SQLite search cannot read one double quote; a plain look-up can.
    search_backend_name = None
    inspect_view_enabled = True
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("title", help_text="One line that somebody could say aloud."),
                FieldPanel("kind", help_text="What sort of help it is."),
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
                FieldPanel("remote", help_text="Whether it can be had from anywhere."),
                FieldPanel(
                    "starts", help_text="From which day it can be asked for; empty means now."
                ),
                FieldPanel("ends", help_text="It leaves the lists by itself after this day."),
                FieldPanel("hours", help_text="How many hours in all, where they can be counted."),
                FieldPanel("capacity", help_text="How many groups it can help."),
                FieldPanel("seats", help_text="Seats, or students of a cohort."),
                FieldPanel("module", help_text="For a cohort: which module or course."),
            ],
            heading="When, where, how much",
        ),
        MultiFieldPanel(
            [
                FieldPanel("in_return", help_text="What they would like back, in their words."),
                FieldPanel("themes", help_text="What it is about, so that it is found."),
            ],
            heading="In return",
        ),
    ]


register_snippet(OfferViewSet)


class OrganisationList(SafeIndexView):
    """The list, with the way to take in a table beside its title."""

    @cached_property
    def header_buttons(self):
        """Wagtail's own, and ours."""
        take_in = HeaderButton(
            label="Take in a table",
            url=reverse("profiles:organisations_import"),
            icon_name="upload",
        )
        return [*super().header_buttons, take_in]


class OrganisationViewSet(SnippetViewSet):
    """Organisations, to look at: custodians hold the right to view, and no other."""

    model = Organisation
    index_view_class = OrganisationList
    icon = "group"
    menu_label = "Organisations"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "kind", "district", "hosting", "is_verified", "created"]
    list_filter = ["kind", "district", "hosting", "priorities", "themes", "is_demo"]
    list_export = [
        *("name", "kind", "district", "summary", "website", "email_domains", "hosting"),
        *("is_verified", "created"),
    ]
    export_headings = {"is_verified": "Confirmed"}
    search_fields = ["name", "summary", "website"]
    # Wagtail's SQLite search cannot read one double quote; a plain look-up can.
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields = [
        *("name", "kind", "district", "summary", "website", "email_domains", "hosting"),
        *("priorities", "themes", "logo", "is_verified", "created"),
    ]
    copy_view_enabled = False

    def get_queryset(self, request):
        """With what the list shows of each, in the same query."""
        return Organisation.objects.select_related("district", "state")


register_snippet(OrganisationViewSet)


@hooks.register("register_snippet_listing_buttons")
def organisation_buttons(snippet, user, next_url=None):
    """From the list to where an organisation is changed, confirmed and joined with another."""
    if isinstance(snippet, Organisation):
        for label, name, icon in (
            ("Open its page", "profiles:organisation", "view"),
            ("Change it", "profiles:organisation_edit", "edit"),
            ("Confirm it", "profiles:organisation_verify", "check"),
            ("Join another with it", "profiles:organisation_merge", "resubmit"),
        ):
            yield ListingButton(label, reverse(name, args=[snippet.slug]), icon_name=icon)
