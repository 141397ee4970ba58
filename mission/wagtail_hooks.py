"""Where custodians edit the mission's records: they add and change, nothing is deleted."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from common.admin_lists import SafeIndexView
from common.editor_forms import RecordForm
from common.policies import is_custodian, requires

from .forms import DistrictForm, NodeForm, PriorityForm
from .models import District, Node, Priority, Strand, Theme, TheoryRow, Versioned
from .versions import keep_what_is_live

TITLE_PANELS = [FieldPanel("title"), FieldRowPanel([FieldPanel("slug"), FieldPanel("order")])]


@requires(is_custodian, row="P121")
class VersionedEditView(EditView):
    """Every change is a version, and what was there before the first one is kept as well."""

    overwrite_revision = None  # a version that is kept is not written over

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # There are no drafts here: saving while somebody types would publish half sentences.
        self.autosave_enabled = False

    def save_instance(self) -> Versioned:
        keep_what_is_live(self.object)
        return super().save_instance()


class RecordViewSet(SnippetViewSet):
    """What all of the rooms share."""

    index_view_class = SafeIndexView
    # Not the search index: a plain look-up reads any sign.
    search_backend_name = None
    copy_view_enabled = False
    add_to_admin_menu = False


class VersionedViewSet(RecordViewSet):
    """A room whose records keep their versions."""

    edit_view_class = VersionedEditView


class StrandViewSet(VersionedViewSet):
    model = Strand
    sort_order_field = "order"
    icon = "list-ul"
    list_display = ["title", "short", "order"]
    search_fields = ["title", "summary"]
    edit_handler = ObjectList(
        [*TITLE_PANELS, FieldPanel("short"), FieldPanel("summary")], base_form_class=RecordForm
    )


class PriorityViewSet(VersionedViewSet):
    model = Priority
    sort_order_field = "order"
    icon = "tick"
    list_display = ["title", "short", "order"]
    search_fields = ["title", "summary"]
    edit_handler = ObjectList(
        [
            *TITLE_PANELS,
            FieldPanel("short"),
            FieldPanel("summary"),
            FieldPanel("strands", widget=CheckboxSelectMultiple),
        ],
        base_form_class=PriorityForm,
    )


class TheoryRowViewSet(VersionedViewSet):
    model = TheoryRow
    sort_order_field = "order"
    icon = "table"
    list_display = ["title", "order"]
    search_fields = ["title"]
    edit_handler = ObjectList(TITLE_PANELS, base_form_class=RecordForm)


class NodeViewSet(VersionedViewSet):
    model = Node
    icon = "arrow-right"
    list_display = ["title", "row", "column", "order"]
    list_filter = ["row", "column"]
    search_fields = ["title", "text"]
    list_export = ["title", "slug", "row", "column", "text"]
    edit_handler = ObjectList(
        [
            *TITLE_PANELS,
            MultiFieldPanel([FieldPanel("row"), FieldPanel("column")], heading="Where it stands"),
            FieldPanel("text"),
            FieldPanel("leads_to", widget=CheckboxSelectMultiple),
        ],
        base_form_class=NodeForm,
    )


class ThemeViewSet(RecordViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "description"]
    search_fields = ["name", "description"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")],
        base_form_class=RecordForm,
    )


class DistrictViewSet(RecordViewSet):
    model = District
    icon = "site"
    list_display = ["name", "code", "short", "in_combined_authority"]
    list_filter = ["in_combined_authority"]
    search_fields = ["name", "code"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("order")]),
            FieldRowPanel([FieldPanel("code"), FieldPanel("short")]),
            FieldPanel("in_combined_authority"),
            FieldPanel("neighbours", widget=CheckboxSelectMultiple),
        ],
        base_form_class=DistrictForm,
    )


class MissionGroup(SnippetViewSetGroup):
    menu_label = "Mission"
    menu_icon = "doc-full-inverse"
    menu_order = 300
    items = (
        StrandViewSet,
        PriorityViewSet,
        TheoryRowViewSet,
        NodeViewSet,
        ThemeViewSet,
        DistrictViewSet,
    )


register_snippet(MissionGroup)
