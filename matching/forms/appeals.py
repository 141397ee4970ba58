"""What somebody writes who challenges a result, and what a custodian answers."""

from django import forms

from common.forms import ForumForm, PlainText

from ..choices import Finding


class AppealForm(ForumForm):
    """What seems wrong."""

    words = PlainText(
        label="What seems wrong?",
        help_text="In your own words: what you expected, and why. A custodian reads it; the other "
        "side does not.",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AnswerForm(ForumForm):
    """What a custodian found, for whoever asked."""

    finding = forms.ChoiceField(
        label="What did you find?", choices=Finding.choices, widget=forms.RadioSelect
    )
    answer = PlainText(
        label="Your answer",
        help_text="Who asked reads it. Name nobody else, and say what they could change.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
