"""The custodians' room for opportunities in Wagtail: lists, filters, exports, drafts, decisions."""

import json

from django import forms
from django.contrib import messages
from django.db.models import Choices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from common.admin_lists import SafeIndexView
from common.editor_forms import RecordForm
from profiles.choices import InReturn, Stage

from .bulk_close import CloseBulkAction
from .models import Challenge, Job, MinimumRate, Opportunity, Placement
from .models.checks import what_parties_lack, what_text_lacks, what_to_look_at

SEVERAL = forms.CheckboxSelectMultiple


class KeysWidget(forms.CheckboxSelectMultiple):
    """Ticks for a JSON list of keys."""

    def format_value(self, value):
        """The keys, whatever form the JSON field hands them over in."""
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except json.JSONDecodeError:
                value = []
        return super().format_value(value)

    def value_from_datadict(self, data, files, name):
        """What JSONField's form field reads: a JSON text."""
        keys = super().value_from_datadict(data, files, name) or []
        return json.dumps([str(key) for key in keys])


def _choices(name: str, choices: type[Choices], help_text: str) -> FieldPanel:
    """A list of keys, ticked rather than typed as JSON."""
    return FieldPanel(name, widget=KeysWidget(choices=choices.choices), help_text=help_text)


TEXT = [
    FieldPanel(
        "organisation", help_text="Who posts it. It has to be confirmed before this goes live."
    ),
    FieldPanel("title", help_text="Short. A question is often best."),
    FieldPanel(
        "summary", help_text="One sentence for the list. Without it the list shows the first words."
    ),
    FieldPanel("description", help_text="What the problem is, or what somebody would do."),
    FieldPanel("benefit", help_text="Who would be better off, and how."),
    FieldPanel("data_note", help_text="What data there is. Never anybody’s details."),
    FieldPanel("sensitivity", help_text="Who may see the data."),
    FieldPanel("result", help_text="What a good result looks like."),
]
TERMS = [
    MultiFieldPanel(
        [
            FieldPanel("district", help_text="Leave it empty when it can be done from anywhere."),
            FieldPanel("pattern", help_text="On site, hybrid or remote."),
            FieldPanel("starts", help_text="The first possible day."),
            FieldPanel(
                "ends", help_text="The day it has to be finished. It then closes by itself."
            ),
            FieldPanel("closes", help_text="Until when people may come forward."),
            FieldPanel("days_of_effort", help_text="About how many days of work."),
            FieldPanel("hours_per_week", help_text="For placements and jobs."),
            FieldPanel("seats", help_text="How many people it takes. Never fewer than have come."),
        ],
        heading="Where and when",
    ),
    MultiFieldPanel(
        [
            FieldPanel("pay_basis", help_text="Paid, funded, expenses or voluntary."),
            FieldPanel("pay_amount", help_text="In pounds, without the sign."),
            FieldPanel("pay_period", help_text="What the amount is for."),
            FieldPanel("pay_exception", help_text="Why it may be below the minimum wage."),
            FieldPanel("funding_status", help_text="Is the money there?"),
            FieldPanel("funding_source", help_text="Who pays. A placement names its source."),
            _choices("stages", Stage, "Who may apply. Tick none if anybody may."),
            FieldPanel(
                "touches_vulnerable", help_text="The work meets children or adults at risk."
            ),
        ],
        heading="Pay and people",
    ),
    MultiFieldPanel(
        [
            _choices("gives_back", InReturn, "What the other side gets."),
            FieldPanel("gives_back_note", help_text="Anything else they get, in words."),
        ],
        heading="In return",
    ),
]
SKILLS = [
    InlinePanel(
        "requirements",
        label="Skill",
        heading="Skills",
        help_text="Each skill once, with the level asked for.",
        panels=[
            FieldPanel("skill", help_text="From the Forum’s vocabulary."),
            FieldPanel("level", help_text="Awareness, working, practitioner or expert."),
            FieldPanel("essential", help_text="Untick it for what is only good to have."),
        ],
    )
]
MISSION = [
    FieldPanel("themes", widget=SEVERAL, help_text="What it is about."),
    FieldPanel("priorities", widget=SEVERAL, help_text="Which priorities of the vision it serves."),
    FieldPanel("strands", widget=SEVERAL, help_text="Which strands of the mission."),
    FieldPanel("nodes", help_text="Which cells of the theory of change."),
]


class PublishForm(WagtailAdminModelForm):
    """What custodians edit: a text that may not be published is refused in the form, and kept."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        approves = self.data.get("workflow-action-name") == "approve"
        if self.errors or not (approves or "action-publish" in self.data):
            return
        for sentence in what_text_lacks(self.instance):
            self.add_error(None, sentence)


def _tabs(*own: FieldPanel) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList([*TEXT, *own], heading="Text"),
            ObjectList(TERMS, heading="Terms"),
            ObjectList(SKILLS, heading="Skills"),
            ObjectList(MISSION, heading="Mission"),
        ],
        base_form_class=PublishForm,
    )


class OpportunityViewSet(SnippetViewSet):
    """What the three kinds share."""

    index_view_class = SafeIndexView
    list_display = ["title", "organisation", "district", "closes", "live", "first_published_at"]
    list_filter = ["organisation", "district", "pattern", "pay_basis", "live", "is_demo"]
    list_export = [
        "title",
        "organisation",
        "summary",
        "district",
        "pattern",
        "starts",
        "ends",
        "closes",
        "pay_basis",
        "live",
        "first_published_at",
    ]
    # Not the search index: on SQLite one double quote in its box is a database error.
    search_backend_name = None
    search_fields = ["title", "summary", "description"]
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["opportunity_ptr", "latest_revision", "live_revision"]
    copy_view_enabled = False
    add_to_admin_menu = False


class ChallengeViewSet(OpportunityViewSet):
    model = Challenge
    icon = "help"
    menu_label = "Challenges"
    edit_handler = _tabs(
        FieldPanel("tried", help_text="What they have tried already."),
        FieldPanel("answers_questions", help_text="The role of whoever answers, not a name."),
    )


class PlacementViewSet(OpportunityViewSet):
    model = Placement
    icon = "user"
    menu_label = "Placements"
    edit_handler = _tabs(FieldPanel("learns", help_text="What somebody learns there."))


class JobViewSet(OpportunityViewSet):
    model = Job
    icon = "clipboard-list"
    menu_label = "Jobs"
    edit_handler = _tabs(
        FieldPanel("employer_form_url", help_text="People apply at the employer’s own form.")
    )


class MinimumRateViewSet(SnippetViewSet):
    """The published minimum wages. Older rates stay: what started then is judged by them."""

    model = MinimumRate
    icon = "table"
    menu_label = "Minimum wages"
    list_display = ["band", "pounds", "starts"]
    list_filter = ["band"]
    list_export = ["band", "pounds", "starts"]
    add_to_admin_menu = False
    edit_handler = ObjectList(
        [FieldPanel("band"), FieldPanel("pounds"), FieldPanel("starts")],
        base_form_class=RecordForm,
    )


class OpportunitiesGroup(SnippetViewSetGroup):
    """One entry of the menu."""

    items = (ChallengeViewSet, PlacementViewSet, JobViewSet, MinimumRateViewSet)
    menu_label = "Opportunities"
    menu_icon = "snippet"
    menu_order = 200


register_snippet(OpportunitiesGroup)
hooks.register("register_bulk_action", CloseBulkAction)


@hooks.register("before_edit_snippet")
def say_what_stops_publishing(request: HttpRequest, instance: object) -> HttpResponse | None:
    """Say why something cannot be published yet, before ``Opportunity.publish`` refuses it."""
    if not isinstance(instance, Opportunity):
        return None
    if request.method != "POST":
        stops = what_parties_lack(instance) + what_text_lacks(instance)
        for sentence in stops:
            messages.warning(request, f"Before it can be published: {sentence}")
        for sentence in what_to_look_at(instance):
            messages.warning(request, sentence)
        return None
    approves = request.POST.get("workflow-action-name") == "approve"
    if "action-publish" not in request.POST and not approves:
        return None
    # What is written may be mended in this very request, so the form looks at that.
    if stops := what_parties_lack(instance):
        messages.error(request, f"Not published. {' '.join(stops)}")
        return redirect(request.get_full_path())
    if instance.conflicts_with(request.user):
        messages.error(request, "Not published. Somebody without a part in this has to publish it.")
        return redirect(request.get_full_path())
    return None
