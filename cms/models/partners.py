"""The organisations that help to run the Forum."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from cms.fields import PartnersField
from profiles.models import Organisation

from .pages import BodyPage


class PartnersPage(BodyPage):
    """Partners in the order that editors chose; each only while it is confirmed here."""

    partners = PartnersField(
        blank=True, help_text="Ask an organisation before you call it a partner."
    )

    content_panels = [*BodyPage.content_panels, FieldPanel("partners")]
    template = "cms/partners_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name_plural = "partners pages"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chosen = [row["value"] for row in self.partners.raw_data if row["type"] == "partner"]
        shown = (
            Organisation.objects.public()
            .select_related("district")
            .in_bulk([row["organisation"] for row in chosen if row["organisation"]])
        )
        context["rows"] = [
            {
                "kind": found.get_kind_display(),
                "title": found.name,
                "url": found.get_absolute_url(),
                "summary": row.get("gives") or found.summary,
                "aside": [found.district.name] if found.district else [],
            }
            for row in chosen
            if (found := shown.get(row["organisation"]))
        ]
        return context
