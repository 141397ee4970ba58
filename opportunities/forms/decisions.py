"""Ending an opportunity or giving it more time, and a custodian's decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import ForumForm, OneLine, PlainText
from profiles.forms import DateField


class EndForm(ForumForm):
    """Close it, or call it off."""

    how = forms.ChoiceField(
        label="What happened?",
        choices=[
            ("closed", "It is settled, or no longer needed"),
            ("cancelled", "It is called off"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened."},
    )
    reason = OneLine(
        label="A sentence for those concerned",
        max_length=300,
        required=False,
        help_text="They see it in the mail we send.",
    )


class LaterForm(ForumForm):
    """Until when people may come forward."""

    closes = DateField(
        label="Until when may people come forward?",
        error_messages={"required": "Give the new day."},
    )


class DecisionForm(ForumForm):
    """A custodian's decision."""

    comment = PlainText(
        label="What has to change, or why not?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The author reads this. Needed unless you approve.",
    )
    confirm_organisation = forms.BooleanField(
        label="I have checked that this organisation is what it says it is", required=False
    )

    def __init__(
        self, *args: Any, decision: str = "", ask_confirmation: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        if not ask_confirmation:
            del self.fields["confirm_organisation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.decision not in ("approve", "changes", "reject"):
            raise ValidationError("Choose one of the three decisions.")
        if self.decision != "approve" and not cleaned.get("comment") and not self.errors:
            self.add_error("comment", "Say what has to change, or why not.")
        return cleaned
