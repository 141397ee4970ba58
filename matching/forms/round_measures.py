"""What is typed to take the results of a round back, or to let them stand."""

from django import forms

from common.forms import ForumForm, PlainText


class TakingBackForm(ForumForm):
    """Why published results should count no more."""

    reason = PlainText(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everybody in the round reads it, and so does whoever reads the published results. "
        "Name nobody.",
    )


class DecideForm(ForumForm):
    """A second person's answer; only a no needs words."""

    reason = PlainText(
        label="Why the results stand, if you refuse",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
