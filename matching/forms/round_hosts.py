"""How many people a host of a round takes in all, each of its supervisors, and at least each placement."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.stale import ChangingForm


class LimitsForm(ChangingForm):
    """``supervisors`` and ``places`` are (key, name, what is saved) in the order of the page."""

    quota = forms.IntegerField(
        label="How many people the organisation takes over all its placements",
        min_value=1,
        max_value=999,
        required=False,
        help_text="Empty for as many as its placements have seats.",
    )

    def __init__(
        self,
        *args: Any,
        quota: int | None,
        supervisors: Sequence[tuple[int, str, int | None]],
        places: Sequence[tuple[int, str, int]],
        **kwargs: Any,
    ) -> None:
        saved = {f"supervisor_{pk}": number for pk, _, number in supervisors}
        saved |= {f"least_{pk}": least for pk, _, least in places}
        super().__init__(*args, initial={"quota": quota, **saved}, **kwargs)
        for pk, name, _ in supervisors:
            self.fields[f"supervisor_{pk}"] = forms.IntegerField(
                label=f"How many people {name} takes, over all placements they supervise",
                min_value=1,
                max_value=999,
                required=False,
                help_text="Empty for no limit of their own.",
            )
        for pk, title, _ in places:
            self.fields[f"least_{pk}"] = forms.IntegerField(
                label=f"The smallest number of people with which “{title}” runs",
                min_value=1,
                max_value=99,
                help_text="With fewer it does not run, and its applicants are considered elsewhere.",
            )
        self.fields["version"].initial = self.fingerprint

    @property
    def least(self) -> dict[int, int]:
        """From each placement's key to the smallest number with which it runs."""
        return {
            int(name.removeprefix("least_")): number
            for name, number in self.content.items()
            if name.startswith("least_")
        }

    @property
    def supervisors(self) -> dict[int, int | None]:
        """From each supervisor's key to their number; None for no limit."""
        return {
            int(name.removeprefix("supervisor_")): number
            for name, number in self.content.items()
            if name.startswith("supervisor_")
        }
