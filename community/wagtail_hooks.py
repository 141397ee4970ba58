"""Events in Wagtail: public records, with drafts, comments, compare and the workflow."""

from django import forms
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from common.admin_lists import SafeIndexView
from common.moderation import in_conflict
from common.policies import SignedInRequest

from .models import Event
from .services.events import give_state

SEVERAL = forms.CheckboxSelectMultiple


class EventViewSet(SnippetViewSet):
    """Events: what members drafted, and what custodians write themselves for a colleague to publish."""

    model = Event
    index_view_class = SafeIndexView
    icon = "calendar-alt"
    menu_label = "Events"
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["title", "starts", "held_by", "district", "live", "first_published_at"]
    list_filter = ["starts", "mode", "district", "themes", "live", "is_demo"]
    list_export = [
        *("title", "starts", "ends", "mode", "place", "address", "district", "held_by"),
        *("price", "link", "summary", "live", "first_published_at"),
    ]
    export_headings = {"held_by": "Held by"}
    search_fields = ["title", "summary", "organiser", "place"]
    # Wagtail's SQLite search cannot read one double quote; a plain look-up can.
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["latest_revision", "live_revision"]
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("title", help_text="What it is, in a few words, without the date."),
                FieldPanel("summary", help_text="One sentence for lists, mails and calendars."),
                FieldPanel(
                    "description", help_text="Everybody reads this: no names without their leave."
                ),
            ],
            heading="What it is",
        ),
        MultiFieldPanel(
            [
                FieldPanel("starts", help_text="In Birmingham’s time."),
                FieldPanel("ends", help_text="In Birmingham’s time, after the start."),
                FieldPanel("mode", help_text="In person, online, or both."),
                FieldPanel("place", help_text="The room and the building. Never a link to join."),
                FieldPanel("address", help_text="Street and town, for maps."),
                FieldPanel("district", help_text="Empty when it is online or outside the region."),
                FieldPanel("ways", help_text="Trains, buses, steps, lifts, whom to ask."),
            ],
            heading="When and where",
        ),
        MultiFieldPanel(
            [
                FieldPanel("organisation", help_text="Who holds it, where it is one of ours."),
                FieldPanel("organiser", help_text="Otherwise the name of a group or a company."),
                FieldPanel("link", help_text="Its own page, or where tickets are."),
                FieldPanel("price", help_text="Empty means free. Otherwise as people say it."),
            ],
            heading="Who holds it, and what it costs",
        ),
        MultiFieldPanel(
            [
                FieldPanel("themes", widget=SEVERAL, help_text="What it is about."),
                FieldPanel("strands", widget=SEVERAL, help_text="Which strands of the mission."),
                FieldPanel("priorities", widget=SEVERAL, help_text="Which priorities it serves."),
                FieldPanel("nodes", help_text="Which steps of the theory of change."),
            ],
            heading="What it serves",
        ),
    ]

    def get_queryset(self, request):
        """With what the list shows of each, in the same query."""
        return Event.objects.select_related("organisation", "district")


register_snippet(EventViewSet)


@hooks.register("after_create_snippet")
def made_by(request: SignedInRequest, instance: object) -> HttpResponse | None:
    """Whoever writes an event here is its author, so somebody else publishes it."""
    if isinstance(instance, Event):
        give_state(instance, owner=request.user)
    return None


@hooks.register("construct_snippet_action_menu")
def leave_publishing_to_others(menu_items: list, request: HttpRequest, context: dict) -> None:
    """No button that would be refused: whoever writes an event, or has a part in it, sends it in."""
    if context.get("model") is not Event:
        return
    instance = context.get("instance")
    own = instance is None or instance.pk is None or in_conflict(instance, request.user)
    if own:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]
