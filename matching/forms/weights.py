"""The form over the numbers of a draft."""

from typing import Any

from django import forms

from common.forms import OneLine
from common.stale import ChangingForm

from ..models import WeightTrial
from ..words.weights import GROUPS, WEIGHTS


class WeightsForm(ChangingForm):
    """Every weight as a number field, and why they change."""

    def __init__(self, *args: Any, trial: WeightTrial, **kwargs: Any) -> None:
        from ..engine.weights import number_names, range_of

        self.trial = trial
        names = number_names()
        values = {**{name: trial.values[name] for name in names}, "why": trial.why}
        super().__init__(*args, initial=values, **kwargs)
        now = trial.based_on.values
        for name in names:
            words = WEIGHTS[name]
            low, high = range_of(name)
            counts = f"Now {now[name]:,}, from {low:,} to {high:,} {words.unit}".strip()
            self.fields[name] = forms.IntegerField(
                label=words.label,
                help_text=f"{words.does} {counts}.",
                min_value=low,
                max_value=high,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
            )
        self.fields["why"] = OneLine(
            label="Why",
            help_text="A sentence that everybody can read once these count.",
            max_length=300,
            required=False,
        )

    @property
    def numbers(self) -> dict[str, int]:
        """The weights that were typed."""
        return {name: value for name, value in self.content.items() if name in WEIGHTS}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields under the headings of the public page, the sentence last."""
        return [
            {"title": title, "fields": [self[n] for n, w in WEIGHTS.items() if w.group == title]}
            for title in GROUPS
        ]
