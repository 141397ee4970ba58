"""What custodians type when they put the state of an application right."""

from typing import Any

from django import forms

from common.forms import ForumForm, PlainText


class FindForm(ForumForm):
    """An application by its number."""

    number = forms.IntegerField(
        label="Number of the application",
        min_value=1,
        max_value=2**31 - 1,
        help_text="Applicant and host find it on its page, under “At a glance”.",
    )


class ProposeForm(ForumForm):
    """Which state it should have, and why."""

    to = forms.ChoiceField(
        label="Which state should it have?",
        choices=(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the state that it should have."},
    )
    reason = PlainText(
        label="Why?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, so that the second custodian can judge it."},
        help_text="The second custodian reads it. Name nobody.",
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class RefuseForm(ForumForm):
    """A no to a proposal."""

    answer = PlainText(
        label="If you refuse: why?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever proposed it reads this.",
    )
