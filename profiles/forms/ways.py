"""Where somebody can get to and how: one choice for each district."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mission.models import District

from ..choices import ReachBy

ANY = "any"
CHOICES = [("", "Too far"), *ReachBy.choices, (ANY, "I can get there")]


class PlaceSelect(forms.Select):
    """How one district is reached. Its label stands beside it."""

    def __init__(self, place: str) -> None:
        super().__init__(choices=CHOICES)
        self.place = place

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["place"] = self.place
        return context


class WaysWidget(forms.MultiWidget):
    """A select for each district."""

    template_name = "profiles/ways.html"

    def __init__(self, districts: list[District]) -> None:
        self.slugs = [district.slug for district in districts]
        super().__init__({one.slug: PlaceSelect(one.name) for one in districts})

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        ways = value or {}
        return [ways[slug] or ANY if slug in ways else "" for slug in self.slugs]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class WaysField(forms.Field):
    """Districts with how each is reached: ``{district: by}``, "" for in any way."""

    def __init__(self, **kwargs: Any) -> None:
        self.districts = list(District.objects.all())
        super().__init__(required=False, widget=WaysWidget(self.districts), **kwargs)

    def clean(self, value: list[str | None]) -> dict[District, str]:
        ways = {}
        for district, by in zip(self.districts, value or [], strict=False):
            if by in (None, ""):
                continue
            if by != ANY and by not in ReachBy.values:
                raise ValidationError(f"Choose how you get to {district.name} from the list.")
            ways[district] = "" if by == ANY else str(by)
        return ways
