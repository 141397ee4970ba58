"""Where custodians edit the vocabulary."""

from django.db import transaction
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet

from common.policies import is_custodian, requires
from skills.forms import SkillForm
from skills.models import Skill

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("kind"),
            FieldPanel("description"),
        ],
        heading="The skill",
    ),
    InlinePanel(
        "aliases",
        heading="Words people use for it",
        label="word or phrase",
        help_text="Search and suggestions find the skill by these. A word may lead to two skills.",
    ),
    InlinePanel(
        "outgoing",
        panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("target")])],
        heading="Other skills",
        label="link",
        help_text="“Is part of” counts most of the way in matching, “goes with” about a third.",
    ),
    MultiFieldPanel(
        [FieldPanel("uri_exact"), FieldPanel("uri_close")],
        heading="In the European classification (ESCO)",
        classname="collapsed",
    ),
    MultiFieldPanel(
        [FieldPanel("fate"), FieldPanel("other")],
        heading="Retire, bring back or merge",
        classname="collapsed",
    ),
]


@requires(is_custodian)
class SkillEditView(EditView):
    """Saves, then retires or merges through the services, in one transaction."""

    def save_instance(self):
        with transaction.atomic():
            skill = super().save_instance()
            self.form.decide_fate(by=self.request.user)
        return skill


class SkillViewSet(ModelViewSet):
    model = Skill
    icon = "tag"
    menu_label = "Skills"
    menu_order = 310
    add_to_admin_menu = True
    edit_view_class = SkillEditView
    list_display = ["name", "kind", "status", "updated"]
    list_filter = ["kind", "status"]
    list_export = ["name", "slug", "kind", "description", "status", "uri_exact", "uri_close"]
    list_per_page = 50
    search_fields = ["name", "description"]
    search_backend_name = None
    ordering = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList(PANELS, base_form_class=SkillForm)


@hooks.register("register_admin_viewset")
def register_skills() -> SkillViewSet:
    return SkillViewSet("vocabulary", url_prefix="vocabulary")
