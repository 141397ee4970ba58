"""What a poster types, one thing a page, in words that a trustee would use."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from common.forms import ForumForm, OneLine, PlainText
from mission.models import District, Theme
from profiles.choices import InReturn
from profiles.forms import DateField

from ..choices import Pattern, Sensitivity
from ..examples import beside
from ..models import Opportunity


class StepForm(ForumForm):
    """One step of an opportunity. ``revision`` says which text the page showed."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    many: tuple[str, ...] = ()
    saved_now: Sequence[tuple[str, str]] = ()

    @classmethod
    def initial_from(cls, draft: Opportunity) -> dict[str, Any]:
        """What the draft holds, for this step's fields."""
        values = {
            name: getattr(draft, name)
            for name in cls.base_fields
            if name not in cls.many and hasattr(draft, name)
        }
        for name in cls.many:
            values[name] = list(getattr(draft, name).all())
        return values | {"revision": draft.latest_revision_id}

    def show_examples(self, kind: str) -> None:
        """Put an example beside each question that has one."""
        for name, field in self.fields.items():
            vars(field)["example"] = beside(kind, name)

    def show_remarks(self, remarks: Sequence[Any]) -> None:
        """Put what a helper said of a question beside it."""
        for remark in remarks:
            if field := self.fields.get(remark.about):
                vars(field).setdefault("remarks", []).append(remark)

    @property
    def values(self) -> dict[str, Any]:
        """What to save: everything but the form's own bookkeeping."""
        return {name: value for name, value in self.content.items() if name != "revision"}


class ProblemForm(StepForm):
    """The problem, in plain words."""

    title = OneLine(
        label="Give it a short title",
        max_length=120,
        help_text="A question is often best, such as: Where do our referrals come from?",
        error_messages={"required": "Give it a short title."},
    )
    description = PlainText(
        label="What is the problem?",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Say it as you would to a friend: what you do, what you cannot see or do today, "
        "and what you would like to know. We find skills in your words later.",
        error_messages={"required": "Say what the problem is, in a few sentences."},
    )
    benefit = PlainText(
        label="Who would benefit?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: 300 families in Foleshill who do not reach us yet.",
        error_messages={"required": "Say who would benefit."},
    )
    tried = PlainText(
        label="What have you tried?",
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
    many = ("themes",)


class DataForm(StepForm):
    """What there is to work with, and what good looks like."""

    data_note = PlainText(
        label="What data is there?",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as: one spreadsheet of 4,100 referrals since 2023, with messy addresses. "
        "If there is none yet, say so. Never put anybody’s details here.",
        error_messages={"required": "Say what data there is, or that there is none yet."},
    )
    sensitivity = forms.ChoiceField(
        label="Who may see the data?",
        choices=Sensitivity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may see the data."},
    )
    touches_vulnerable = forms.BooleanField(
        label="It has to do with children, or with adults at risk",
        required=False,
        help_text="In the data, or because somebody who helps would meet them.",
    )
    result = PlainText(
        label="What would a good result look like?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: a map that trustees understand, and a way to redo it each year.",
        error_messages={"required": "Say what a good result would look like."},
    )
    answers_questions = OneLine(
        label="Who answers questions about it?",
        max_length=160,
        required=False,
        help_text="The role, not a name: such as the pantry’s coordinator.",
    )


class WhereForm(StepForm):
    """Where it is done: the part that every kind of opportunity asks alike."""

    pattern = forms.ChoiceField(
        label="Where can it be done?",
        choices=[
            (Pattern.ON_SITE, "With us, on site"),
            (Pattern.HYBRID, "Some of it with us, some from anywhere"),
            (Pattern.REMOTE, "From anywhere"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it can be done."},
    )
    district = forms.ModelChoiceField(
        label="In which area?",
        queryset=District.objects.all(),
        required=False,
        empty_label="No one area",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        closes = cleaned.get("closes")
        if closes and closes < timezone.localdate():
            self.add_error("closes", "Choose today or a later day.")
        if (
            cleaned.get("pattern") in (Pattern.ON_SITE, Pattern.HYBRID)
            and not cleaned.get("district")
            and "district" not in self.errors
        ):
            self.add_error("district", "Choose the area, so that people know how far it is.")
        return cleaned


class WhenForm(WhereForm):
    """Where, when, how long, and what is given back."""

    starts = DateField(label="When could it start?", required=False)
    ends = DateField(label="When has it to be finished?", required=False)
    days_of_effort = forms.IntegerField(
        label="About how many days of work is it?",
        required=False,
        min_value=1,
        max_value=1000,
        help_text="A guess is fine.",
        error_messages={"invalid": "Give a whole number of days, such as 12."},
    )
    closes = DateField(
        label="Until when may people come forward?",
        required=False,
        help_text="It closes by itself on that day. Leave it empty to close it yourself.",
    )
    gives_back = forms.MultipleChoiceField(
        label="What could you give in return?",
        choices=InReturn.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Universities and businesses look for these.",
    )
    gives_back_note = PlainText(
        label="Anything else you could give?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: bus fares and lunch.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The end must not be before the start.")
        return cleaned


class CheckForm(StepForm):
    """Nothing to type: what was shown is what is sent in."""
