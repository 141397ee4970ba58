"""What applicants and hosts type in a placement round: an order, tiers, with whom to swap."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from common.forms import ForumForm, OneLine

TIERS = [
    ("", "Not in a tier"),
    ("1", "First tier"),
    ("2", "Second tier"),
    ("3", "Third tier"),
]


class VersionedForm(ForumForm):
    """A form over a list that was saved so many times when the page was made."""

    version = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved_now: list[tuple[str, str]] = []

    def refuse_stale(self, error: Any, saved: list[tuple[str, str]]) -> None:
        """Say so, keep what was typed beside what is saved, and let the next sending count."""
        typed: Any = self.data
        typed = typed.copy()
        typed["version"] = str(error.version)
        self.data = typed
        self.saved_now = saved
        self.add_error(None, str(error))

    @property
    def seen(self) -> int:
        """How often it had been saved when the page was made; without one (a script), never."""
        return self.cleaned_data.get("version") or 0


class RankForm(VersionedForm):
    """A number for each placement: 1 is wanted most, empty is not wanted.

    ``places`` are (key of the field's name, title) in the order of the page, ``saved`` the keys of
    what is saved, best first.
    """

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[int, str]],
        saved: Sequence[int],
        most: int,
        version: int = 0,
        **kwargs: Any,
    ) -> None:
        numbers = {pk: position for position, pk in enumerate(saved, start=1)}
        initial: dict[str, Any] = {f"number_{pk}": numbers.get(pk) for pk, _ in places}
        initial["version"] = version
        super().__init__(*args, initial=initial, **kwargs)
        self.places, self.most = list(places), most
        for pk, title in places:
            self.fields[f"number_{pk}"] = forms.IntegerField(
                label=title,
                required=False,
                min_value=1,
                max_value=999,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "max": None}),
                error_messages={
                    "invalid": f"{title}: write a whole number, or leave it empty.",
                    "min_value": f"{title}: 1 is the first number.",
                    "max_value": f"{title}: this number is larger than there are placements.",
                },
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[int, str] = {}
        for pk, title in self.places:
            number = cleaned.get(f"number_{pk}")
            if number is None:
                continue
            if number in taken:
                self.add_error(
                    f"number_{pk}",
                    f"{title} has the number {number}, and so has {taken[number]}. Give each its own.",
                )
            taken.setdefault(number, title)
        if len(taken) > self.most and not self.errors:
            self.add_error(
                None,
                f"You can rank {self.most} placements in this round, and these are {len(taken)}. "
                "Take the numbers out of those that you want least.",
            )
        return cleaned

    @property
    def order(self) -> list[int]:
        """What is numbered, best first."""
        given = [(self.cleaned_data.get(f"number_{pk}"), pk) for pk, _ in self.places]
        return [pk for number, pk in sorted((n, pk) for n, pk in given if n is not None)]


def moved(order: Iterable[int], move: str, *, known: Iterable[int]) -> list[int] | None:
    """The order after "up-<key>", "down-<key>" or "add-<key>"; None for a button that is not there."""
    way, _, number = move.partition("-")
    found = list(order)
    if not number.isdecimal() or len(number) > 18 or int(number) not in set(known):
        return None
    pk = int(number)
    if way == "add":
        return found if pk in found else [*found, pk]
    if way not in ("up", "down") or pk not in found:
        return None
    here = found.index(pk)
    there = max(0, min(len(found) - 1, here + (-1 if way == "up" else 1)))
    found.insert(there, found.pop(here))
    return found


class TiersForm(VersionedForm):
    """A tier for each applicant of one placement. ``rows`` are (key, what the host calls them, tier)."""

    def __init__(
        self,
        *args: Any,
        rows: Sequence[tuple[int, str, int | None]],
        version: int = 0,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {f"tier_{pk}": str(tier or "") for pk, _, tier in rows}
        super().__init__(*args, initial={**initial, "version": version}, **kwargs)
        for pk, name, _ in rows:
            self.fields[f"tier_{pk}"] = forms.ChoiceField(
                label=f"Tier of {name}", choices=TIERS, required=False
            )

    @property
    def tiers(self) -> dict[int, int | None]:
        """From the key of an application to the tier that was chosen; None for none."""
        return {
            int(name.removeprefix("tier_")): int(value or 0) or None
            for name, value in self.cleaned_data.items()
            if name.startswith("tier_")
        }


class KeyForm(ForumForm):
    """A page's buttons: which was pressed, so that a key stands for one act."""

    act = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    answer = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class SwapForm(ForumForm):
    """With whom to swap."""

    number = OneLine(
        label="Their number in this round",
        max_length=12,
        help_text="Agree with them first. Each finds their number at the end of their own result.",
    )
