"""Who it is for: the first step, for whoever speaks for no organisation or for several."""

from typing import Any, cast

from django import forms

from mission.models import District
from profiles.choices import OrganisationKind
from profiles.forms import NameField
from profiles.forms.organisations import MayBeHere
from profiles.models import Organisation

NEW = "new"


class OrganisationForm(MayBeHere):
    """Who posts it: one of the user's organisations, or one registered now."""

    organisation = forms.ChoiceField(
        label="Who is it for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is for."},
    )
    name = NameField(
        label="Name of the organisation",
        max_length=160,
        required=False,
        help_text="As people know it, such as Sowe Valley Pantry.",
    )
    kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    district = forms.ModelChoiceField(
        label="Where is it based?",
        queryset=District.objects.all(),
        required=False,
        empty_label="The whole region, or elsewhere",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = list(Organisation.objects.spoken_for_by(user).order_by("name")[:100])
        if self.mine:
            cast(forms.ChoiceField, self.fields["organisation"]).choices = [
                *((row.slug, row.name) for row in self.mine),
                (NEW, "Another one, which I add below"),
            ]
        else:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("organisation", NEW if not self.mine else "")
        if chosen != NEW:
            cleaned["name"] = ""
        if chosen == NEW:
            if not cleaned.get("name") and "name" not in self.errors:
                self.add_error("name", "Give the name of the organisation.")
            if not cleaned.get("kind") and "kind" not in self.errors:
                self.add_error("kind", "Choose what kind of organisation it is.")
        return cleaned
