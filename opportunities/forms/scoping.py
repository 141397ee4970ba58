"""What authors ask of a custodian, and what the two say to each other about a draft."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.forms import ForumForm, PlainText
from common.stale import ChangingForm


class AskForHelpForm(ForumForm):
    """A question in words, and whether an hour to talk is wished for."""

    question = PlainText(
        label="What would you like help with?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as: is this too big for one student? We do not know what to call the skills.",
        error_messages={"required": "Say what you would like help with."},
    )
    wants_hour = forms.BooleanField(
        label="We would like to talk about it for an hour",
        required=False,
        help_text="Whoever helps you says when, in their first comment.",
    )


class CommentForm(ForumForm):
    """A comment on one question, or on the whole."""

    about = forms.ChoiceField(label="About which question?", required=False)
    text = PlainText(
        label="Your comment",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They read it beside the question, and get a mail.",
        error_messages={"required": "Write the comment."},
    )

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "The whole of it"), *questions]


class AnswerCommentForm(ChangingForm):
    """What the authors say to one comment."""

    text = PlainText(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the answer."},
    )


class HandBackForm(ForumForm):
    """A last word, if any."""

    words = PlainText(
        label="What should they do next?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They get it in the mail that hands the draft back.",
    )
