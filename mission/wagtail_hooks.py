"""Where custodians edit the mission's records: they add and change, nothing is deleted."""

from django.forms import CheckboxSelectMultiple
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from common.editor_forms import RecordForm

from .forms import DistrictForm, NodeForm, PriorityForm
from .models import District, Node, Priority, Strand, Theme, TheoryRow

TITLE_PANELS = [FieldPanel("title"), FieldRowPanel([FieldPanel("slug"), FieldPanel("order")])]


class StrandViewSet(ModelViewSet):
    model = Strand
    icon = "list-ul"
    list_display = ["title", "short", "order"]
    search_fields = ["title", "summary"]
    edit_handler = ObjectList(
        [*TITLE_PANELS, FieldPanel("short"), FieldPanel("summary")], base_form_class=RecordForm
    )


class PriorityViewSet(ModelViewSet):
    model = Priority
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


class TheoryRowViewSet(ModelViewSet):
    model = TheoryRow
    icon = "table"
    list_display = ["title", "order"]
    search_fields = ["title"]
    edit_handler = ObjectList(TITLE_PANELS, base_form_class=RecordForm)


class NodeViewSet(ModelViewSet):
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


class ThemeViewSet(ModelViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "description"]
    search_fields = ["name", "description"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")],
        base_form_class=RecordForm,
    )


class DistrictViewSet(ModelViewSet):
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


class MissionGroup(ModelViewSetGroup):
    menu_label = "Mission"
    menu_icon = "doc-full-inverse"
    menu_order = 300
    items = (
        StrandViewSet("strands"),
        PriorityViewSet("priorities"),
        TheoryRowViewSet("theory_rows", url_prefix="theory-rows"),
        NodeViewSet("theory_steps", url_prefix="theory-steps"),
        ThemeViewSet("themes"),
        DistrictViewSet("districts"),
    )


@hooks.register("register_admin_viewset")
def register_mission() -> MissionGroup:
    return MissionGroup()
