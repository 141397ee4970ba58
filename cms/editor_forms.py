"""What the page editor asks beyond Wagtail's own checks."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from opportunities.models import Opportunity

from .content_checks import Remark, remarks

_ENDING = re.compile(r"([\w-]+)/?(?:[?#].*)?$")
PUBLISHING = ("action-publish", "action-submit")


class ForumPageForm(WagtailAdminPageForm):
    """Lets a draft be saved with anything; refuses to publish what keeps readers out."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(name in self.data for name in PUBLISHING):
            for remark in remarks(cleaned):
                if remark.refuses:
                    self._refuse(remark)
        return cleaned

    def _refuse(self, remark: Remark) -> None:
        self.add_error(remark.field if remark.field in self.fields else None, remark.words)


class OpportunityAddress(forms.ModelChoiceField):
    """A published opportunity, by its address on this site."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Opportunity.objects.all(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Opportunity.objects.filter(pk=value).first()
        return value.get_absolute_url() if isinstance(value, Opportunity) else value

    def to_python(self, value: Any) -> Opportunity | None:
        typed = str(value or "").strip()[:500]
        if not typed:
            return None
        ending = _ENDING.search(typed)
        found = ending and Opportunity.objects.public().filter(slug=ending[1]).first()
        if not found:
            raise ValidationError(
                "Nothing that is published has this address. Copy it from the page of the "
                "challenge, placement or job."
            )
        return found


class StoryForm(ForumPageForm):
    """A story's own look-up."""

    opportunity = OpportunityAddress(
        required=False,
        label="Challenge, placement or job",
        help_text="Its address on this site, such as /challenges/where-the-bus-stops/, "
        "where one began it.",
    )
