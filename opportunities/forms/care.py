"""The questions about personal data and people at risk, of a challenge that has to do with them."""

from typing import Any, cast

from django import forms

from common.forms import OneLine, PlainText

from ..care import Question, questions_for
from ..models import Challenge, Opportunity
from .steps import StepForm


class CareForm(StepForm):
    """Only what this challenge is asked. Answers to what is no longer asked are dropped."""

    def __init__(self, *args: Any, draft: Opportunity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = questions_for(draft)
        for question in self.asked:
            self.fields[question.key] = _field(question)

    @classmethod
    def initial_from(cls, draft: Opportunity) -> dict[str, Any]:
        return {**cast(Challenge, draft).ethics, "revision": draft.latest_revision_id}

    @property
    def values(self) -> dict[str, Any]:
        return {"ethics": {question.key: self.content[question.key] for question in self.asked}}


def _field(question: Question) -> forms.Field:
    required = {"required": f"{question.label} Answer this, in a few words."}
    if question.choices:
        return forms.ChoiceField(
            label=question.label,
            help_text=question.hint,
            choices=question.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one of these."},
        )
    if question.most <= 160:
        return OneLine(
            label=question.label,
            help_text=question.hint,
            max_length=question.most,
            error_messages=required,
        )
    return PlainText(
        label=question.label,
        help_text=question.hint,
        max_length=question.most,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=required,
    )
