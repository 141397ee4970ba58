"""Reading the text that was last written, in few queries however much it asks for."""

from typing import Any

from django.db import models
from modelcluster.models import model_from_serializable_data

from skills.models import Skill


class ReadsRevisions(models.Model):
    """Mixin before Wagtail's: what the row has read already is not read again for its revision."""

    class Meta:
        abstract = True

    def get_latest_revision_as_object(self) -> Any:
        """The text last written, over this row as it is in memory: read the row anew to be sure."""
        latest = self.get_latest_revision()  # type: ignore[attr-defined]
        if latest is None or self._meta.model_name != self.kind:  # type: ignore[attr-defined]
            return super().get_latest_revision_as_object()  # type: ignore[misc]
        return self.with_content_json(latest.content)

    @classmethod
    def from_serializable_data(cls, data: Any, check_fks: bool = True, strict_fks: bool = False):
        """Read a revision, with its skills looked up together: one by one they are two queries each.

        What else it points at is kept by the row itself, or put right by ``with_content_json``.
        """
        asked = data.get("requirements", [])
        skills = Skill.objects.in_bulk({row["skill"] for row in asked}) if asked else {}
        rest = {name: value for name, value in data.items() if name != "requirements"}
        found = super().from_serializable_data(  # type: ignore[misc]
            rest, check_fks=False, strict_fks=strict_fks
        )
        requirement = cls._meta.get_field("requirements").related_model
        rows = []
        for row in asked:
            if row["skill"] in skills:
                known = model_from_serializable_data(requirement, row, check_fks=False)
                known.skill = skills[row["skill"]]
                rows.append(known)
        if "requirements" in data:
            found.requirements = rows
        return found

    def with_content_json(self, content: Any) -> Any:
        """The text of a revision, with what this row has read of its organisation, area and state."""
        draft = super().with_content_json(content)  # type: ignore[misc]
        read = self._state.fields_cache
        for name in ("organisation", "district"):
            if name in read and getattr(self, f"{name}_id") == getattr(draft, f"{name}_id"):
                setattr(draft, name, read[name])
        if "state" in read:
            draft._state.fields_cache["state"] = read["state"]
        return draft

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Wagtail's preview is the page itself."""
        return "opportunities/opportunity_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What that page knows without a reader."""
        return {"opportunity": self, "request": request, "preview": True}
