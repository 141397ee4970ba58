"""Actions as they are typed, found in notes, and answered by their owners."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from profiles.forms.dates import DateField

from ..choices.notes import ActionState
from ..initials import Found, Unclear, whose
from ..models import Action, AgendaItem, Attendance, Meeting
from ..models.actions import ACTION_LENGTH, OUTCOME_LENGTH

WHOSE = "Initials or names with commas between, “all” for all members."
MOST_FOUND = 40
OWNERS_LENGTH = 1000


def owners_typed(action: Action) -> str:
    """Whose an action is, as somebody would type it."""
    marks = ["all"] if action.everyone else []
    return ", ".join([*marks, *(row.desk_name for row in action.owners.all())])


class ActionForm(ChangingForm):
    """One action: what, whose, by when, from which item."""

    text = OneLine(label="What is to be done", max_length=ACTION_LENGTH)
    owners = OneLine(label="Whose it is", max_length=OWNERS_LENGTH, help_text=WHOSE)
    due = DateField(label="By when", required=False)
    item = forms.ModelChoiceField(
        label="From which item",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="The meeting as a whole",
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        people: Sequence[Attendance],
        row: Action | None = None,
        **kwargs: Any,
    ) -> None:
        if row is not None:
            kwargs["initial"] = {
                "text": row.text,
                "owners": owners_typed(row),
                "due": row.due,
                "item": row.item_id,
            }
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]

    def clean_owners(self) -> str:
        """The text stays what was typed; who is meant is kept beside it."""
        typed = self.cleaned_data["owners"]
        try:
            self.read = whose(typed, self.people)
        except Unclear as error:
            raise ValidationError(str(error)) from None
        return typed

    def values(self) -> dict[str, Any]:
        """What is saved."""
        owners, everyone = self.read
        kept = {name: self.cleaned_data[name] for name in ("text", "due", "item")}
        return {**kept, "owners": owners, "everyone": everyone}


class FoundForm(ForumForm):
    """Every action that the notes seem to ask for, to be checked before one is saved."""

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        people: Sequence[Attendance],
        found: Sequence[tuple[int, Found]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.items = {item.pk: item for item in meeting.items.all()}
        self.number = self._typed_number() if self.is_bound else min(len(found), MOST_FOUND)
        for place in range(self.number):
            self._add(place, *(found[place] if place < len(found) else (0, Found(text=""))))
        self.values: list[dict[str, Any]] = []

    def _typed_number(self) -> int:
        missing = (place for place in range(MOST_FOUND) if f"text_{place}" not in self.data)
        return next(missing, MOST_FOUND)

    def _add(self, place: int, item: int, found: Found) -> None:
        hints = [
            f"“{mark}” could be {' or '.join(one.desk_name for one in who)}: write which."
            for mark, who in found.unsure.items()
        ]
        hints += [f"Nobody here is “{mark}”." for mark in found.unknown]
        typed = ["all"] if found.everyone else []
        typed += [one.desk_name for one in found.owners]
        typed += [*found.unsure, *found.unknown]
        self.fields[f"keep_{place}"] = forms.BooleanField(
            label=f"Save action {place + 1}", required=False, initial=True
        )
        self.fields[f"text_{place}"] = OneLine(
            label="What is to be done", max_length=ACTION_LENGTH, required=False, initial=found.text
        )
        self.fields[f"owners_{place}"] = OneLine(
            label="Whose it is",
            max_length=OWNERS_LENGTH,
            required=False,
            initial=", ".join(typed),
            help_text=" ".join(hints) or WHOSE,
        )
        self.fields[f"due_{place}"] = DateField(label="By when", required=False)
        self.fields[f"item_{place}"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=item
        )

    @property
    def lines(self) -> list[list[Any]]:
        """The fields of each action."""
        return [
            [self[f"{name}_{place}"] for name in ("keep", "text", "owners", "due", "item")]
            for place in range(self.number)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.values = []
        for place in range(self.number):
            if cleaned.get(f"keep_{place}"):
                self._read(place, cleaned)
        return cleaned

    def _read(self, place: int, cleaned: dict[str, Any]) -> None:
        if f"text_{place}" in cleaned and not cleaned[f"text_{place}"]:
            self.add_error(f"text_{place}", "Write what is to be done, or untick it.")
        if f"owners_{place}" not in cleaned:
            return
        try:
            owners, everyone = whose(cleaned[f"owners_{place}"], self.people)
        except Unclear as error:
            self.add_error(f"owners_{place}", str(error))
            return
        if not owners and not everyone:
            self.add_error(f"owners_{place}", "Say who does it, or untick it.")
        self.values.append(
            {
                "text": cleaned.get(f"text_{place}", ""),
                "owners": owners,
                "everyone": everyone,
                "due": cleaned.get(f"due_{place}"),
                "item": self.items.get(cleaned.get(f"item_{place}") or 0),
            }
        )


class HowForm(ChangingForm):
    """How an action stands, by its owner or a custodian."""

    state = forms.ChoiceField(
        label="How does it stand?", choices=ActionState.choices, widget=forms.RadioSelect
    )
    outcome = PlainText(
        label="In a sentence",
        max_length=OUTCOME_LENGTH,
        required=False,
        help_text="What came of it, or what holds it up. The custodians read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, row: Action, **kwargs: Any) -> None:
        kwargs["initial"] = {"state": row.state, "outcome": row.outcome}
        super().__init__(*args, **kwargs)
