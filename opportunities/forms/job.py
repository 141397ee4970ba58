"""The two steps of a job: what it is, and its terms. People apply at the employer's own form."""

from decimal import Decimal
from typing import Any

from django import forms

from common.forms import OneLine, PlainText
from mission.models import Theme
from profiles.forms import DateField

from ..choices import PayBasis, PayPeriod, PayVerdict
from ..employer_links import REFUSED, employer_form
from ..models import Opportunity
from ..models.checks import pay_judgement
from .steps import StepForm, WhereForm


class JobForm(StepForm):
    """What somebody would do, and where they apply."""

    title = OneLine(
        label="What is the job called?",
        max_length=120,
        help_text="Such as: Open data officer.",
        error_messages={"required": "Give it a short title."},
    )
    description = PlainText(
        label="What would they do?",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="In plain words, and what they need to know or be able to do.",
        error_messages={"required": "Say what they would do."},
    )
    employer_form_url = OneLine(
        label="Where do people apply?",
        max_length=200,
        widget=forms.URLInput,
        validators=[employer_form],
        help_text="The address of your own form or page, such as https://example.org/jobs/12.",
        error_messages={"required": REFUSED},
    )
    themes = forms.ModelMultipleChoiceField(
        label="What is it about?",
        queryset=Theme.objects.all(),
        # By slug: a number too large for the database would be a server error.
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    many = ("themes",)


class JobTermsForm(WhereForm):
    """Pay, which must be stated; where; and until when."""

    field_order = ("pay_amount", "pay_period", "hours_per_week", "pattern", "district")

    pay_amount = forms.DecimalField(
        label="What does it pay, in pounds?",
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        help_text="Such as 31067, or 14.20. The lowest that you would pay.",
        error_messages={
            "required": "Say what it pays. Work without a stated pay is not shown.",
            "invalid": "Give an amount in pounds, such as 31067 or 14.20.",
        },
    )
    pay_period = forms.ChoiceField(
        label="For what?",
        choices=[("", "Choose"), *PayPeriod.choices],
        error_messages={"required": "Choose what the amount is for."},
    )
    hours_per_week = forms.IntegerField(
        label="How many hours a week?",
        required=False,
        min_value=1,
        max_value=60,
        help_text="With these we can hold a yearly pay against the minimum wage.",
    )
    starts = DateField(label="When does it start?", required=False)
    closes = DateField(
        label="Until when may people apply?",
        help_text="It closes by itself after that day.",
        error_messages={"required": "Give the closing date."},
    )

    def __init__(self, *args: Any, draft: Opportunity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for name in ("pay_amount", "pay_period", "hours_per_week", "starts"):
                setattr(self.draft, name, cleaned[name])
            self.draft.pay_basis = PayBasis.PAID
            judgement = pay_judgement(self.draft)
            if judgement is not None and judgement.verdict == PayVerdict.NOT_LAWFUL:
                self.add_error("pay_amount", judgement.reason)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"pay_basis": PayBasis.PAID}
