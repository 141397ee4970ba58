"""The two steps that only a placement has."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.forms import OneLine, PlainText
from mission.models import Theme
from profiles.choices import Stage
from profiles.forms import DateField
from profiles.models import Organisation

from ..choices import FundingStatus, PayBasis, PayException, PayPeriod, PayVerdict
from ..models import Opportunity
from ..models.checks import pay_judgement
from .steps import StepForm

UNPAID = (PayBasis.VOLUNTARY, PayBasis.EXPENSES)
PAY = ("pay_basis", "pay_amount", "pay_period", "pay_exception", "hours_per_week")


class WorkForm(StepForm):
    """What somebody on a placement would do and learn."""

    title = OneLine(
        label="Give it a short title",
        max_length=120,
        help_text="Such as: Make the bus stop audit usable.",
        error_messages={"required": "Give it a short title."},
    )
    description = PlainText(
        label="What would they do?",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Say what they would do."},
    )
    learns = PlainText(
        label="What would they learn?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what they would learn."},
    )
    result = PlainText(
        label="What would a good result look like?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    themes = forms.ModelMultipleChoiceField(
        label="What is it about?",
        queryset=Theme.objects.all(),
        # By slug: a number too large for the database would be a server error.
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tentative = forms.BooleanField(
        label="We are not sure yet: it depends on something",
        required=False,
        help_text="Then it is shown as such. Nobody can apply until you make it firm.",
    )
    many = ("themes",)


class MaybeForm(StepForm):
    """What has to happen first, and by when they hope to know."""

    depends_on = PlainText(
        label="What does it depend on?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: whether our bid to the lottery is successful.",
        error_messages={"required": "Say what it depends on."},
    )
    decide_by = DateField(
        label="By which day do you hope to know?",
        help_text="We remind you a week before and on the day. Two weeks later it closes by itself.",
        error_messages={"required": "Say by which day you hope to know."},
    )

    def clean_decide_by(self) -> datetime.date:
        """A day ahead of us."""
        day = self.cleaned_data["decide_by"]
        if day < timezone.localdate():
            raise ValidationError("This day has passed. Choose a later one.")
        return day


class TermsForm(StepForm):
    """Pay, hours, who may apply and who looks after them."""

    pay_basis = forms.ChoiceField(
        label="How is it paid?",
        choices=PayBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is paid."},
    )
    pay_amount = forms.DecimalField(
        label="How much, in pounds?",
        required=False,
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        help_text="Such as 13.20.",
        error_messages={"invalid": "Give an amount in pounds, such as 13.20."},
    )
    pay_period = forms.ChoiceField(
        label="For what?", choices=[("", "Choose"), *PayPeriod.choices], required=False
    )
    funding_source = OneLine(
        label="Who pays for it?",
        max_length=160,
        required=False,
        help_text="A placement names its source of funding, such as a university bursary.",
    )
    funding_status = forms.ChoiceField(
        label="Is the money there?",
        choices=FundingStatus.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="People see this, so that nobody counts on what is not there yet.",
    )
    pay_exception = forms.ChoiceField(
        label="If it is less than the minimum wage: why may it be?",
        choices=PayException.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="The law knows few reasons. A charity or public body may have volunteers; a "
        "course may require practice. All others are paid the minimum wage.",
    )
    hours_per_week = forms.IntegerField(
        label="How many hours a week?", required=False, min_value=1, max_value=60
    )
    seats = forms.IntegerField(label="How many places?", min_value=1, max_value=500, initial=1)
    stages = forms.MultipleChoiceField(
        label="Who may apply?",
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none if anybody may.",
    )
    supervisor = forms.EmailField(
        label="E-mail address of the supervisor",
        max_length=254,
        help_text="Somebody of your organisation who signs in here. It can be you. We ask them, "
        "and the placement is published once they have accepted.",
        error_messages={
            "required": "Give the supervisor’s e-mail address.",
            "invalid": "Give an e-mail address with an @ in it, such as name@example.org.",
        },
    )

    def __init__(self, *args: Any, draft: Opportunity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.organisation: Organisation = draft.organisation
        self.chosen_supervisor: Any = None

    def clean_supervisor(self) -> str:
        address = self.cleaned_data["supervisor"].strip().lower()
        found = (
            self.organisation.memberships.filter(user__email=address, user__is_active=True)
            .select_related("user")
            .first()
        )
        if found is None:
            raise ValidationError(
                f"Nobody of {self.organisation} signs in with this address. "
                "A lead can add them on the organisation’s page."
            )
        self.chosen_supervisor = found.user
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("pay_amount") is not None and not cleaned.get("pay_period"):
            self.add_error("pay_period", "Choose what the amount is for.")
        if cleaned.get("pay_basis") in (PayBasis.PAID, PayBasis.FUNDED) and not cleaned.get(
            "funding_source"
        ):
            self.add_error("funding_source", "Say who pays for it.")
        if cleaned.get("pay_basis") in UNPAID and not cleaned.get("pay_exception"):
            self.add_error("pay_exception", "Say why it may go without pay.")
        if not self.errors:
            self._refuse_what_is_not_lawful(cleaned)
        return cleaned

    def _refuse_what_is_not_lawful(self, cleaned: dict[str, Any]) -> None:
        # The draft as it would be: its dates are asked on a later page, and judged again there.
        for name in PAY:
            setattr(self.draft, name, cleaned.get(name))
        judgement = pay_judgement(self.draft)
        if judgement is not None and judgement.verdict == PayVerdict.NOT_LAWFUL:
            about = "pay_exception" if cleaned["pay_basis"] in UNPAID else "pay_amount"
            self.add_error(about, judgement.reason)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "supervisor"}
