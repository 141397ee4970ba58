"""What people type about a placement: its agreement, a yes or a no, an early end, how it goes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from profiles.forms import DateField
from skills.choices import Level

from ..feedback_questions import OTHER_SIDE, Three, choices
from ..services.agreeing import TERMS

NO_AIM = "0"
LEVELS = [(NO_AIM, "Not an aim"), *((str(level.value), level.label) for level in Level)]


class AgreementForm(ChangingForm):
    """The terms, as the host edits them; ``skills`` are (key, name) of those that may be aims."""

    starts = DateField(label="First day")
    ends = DateField(label="Last day")
    days = OneLine(
        label="Days and hours",
        max_length=200,
        help_text="Such as: Mondays to Wednesdays, 15 hours a week.",
    )
    place = OneLine(label="Where", max_length=200, required=False)
    pay = OneLine(label="Pay, and who pays it", max_length=200, required=False)
    supervisor_name = OneLine(label="Supervisor’s name", max_length=120)
    supervisor_address = forms.EmailField(
        label="Supervisor’s e-mail address",
        max_length=254,
        help_text="They get a link to read and to agree. They need no account. The student does not see it.",
    )
    aims = PlainText(
        label="What the student will learn",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    data_handling = PlainText(
        label="Handling of data",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Which data, where it stays, what happens to it at the end.",
    )

    def __init__(self, *args: Any, skills: Mapping[int, str], **kwargs: Any) -> None:
        initial = dict(kwargs.pop("initial", {}))
        aims = dict(initial.pop("skills", []))
        for skill_id in skills:
            initial[f"level_{skill_id}"] = str(aims.get(skill_id, NO_AIM))
        super().__init__(*args, initial=initial, **kwargs)
        self.skills = skills
        for skill_id, name in skills.items():
            self.fields[f"level_{skill_id}"] = forms.ChoiceField(
                label=f"{name}: the level aimed at", choices=LEVELS
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day must not be before the first.")
        if starts and ends and (ends - starts).days > 3 * 366:
            self.add_error("ends", "A placement lasts three years at most.")
        return cleaned

    @property
    def terms(self) -> dict[str, Any]:
        """What to save."""
        said = {name: value for name, value in self.content.items() if name in TERMS}
        levels = [(skill_id, int(self.content[f"level_{skill_id}"])) for skill_id in self.skills]
        return {**said, "skills": [[skill_id, level] for skill_id, level in levels if level]}


class PartyForm(ForumForm):
    """Yes with a name, or no with a reason."""

    answer = forms.ChoiceField(
        label="Do you agree?",
        choices=[("yes", "Yes, I agree"), ("no", "No, not as it stands")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    name = OneLine(
        label="Your name",
        max_length=120,
        required=False,
        help_text="It stands under the agreement, with today’s date.",
    )
    reason = PlainText(
        label="If no: why, or what should be different?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The host reads this.",
    )

    def __init__(self, *args: Any, ask_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_name:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "yes" and "name" in self.fields and not cleaned.get("name"):
            self.add_error("name", "Write your name, so that it stands under the agreement.")
        if cleaned.get("answer") == "no" and not cleaned.get("reason"):
            self.add_error("reason", "Say why, or what should be different.")
        return cleaned


class EndPlacementForm(ForumForm):
    """Ending before the agreed day."""

    text = PlainText(
        label="What the other side reads",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A kind sentence or two. It goes into the mail.",
    )
    reason = PlainText(
        label="The reason, for your own record",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only your side reads this.",
    )


class FeedbackForm(ForumForm):
    """Three questions, and whether the other side reads the words."""

    how = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose one of the three."}
    )
    good = PlainText(max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    change = PlainText(max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    shared = forms.BooleanField(required=False)

    def __init__(self, *args: Any, three: Three, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how: Any = self.fields["how"]
        how.label, how.choices = three.how, choices(three)
        self.fields["good"].label = three.good
        self.fields["change"].label = three.change
        self.fields["shared"].label = OTHER_SIDE[side]  # type: ignore[index]


class UniversityContactForm(ChangingForm):
    """Who agrees to placements at a university; both empty asks nobody."""

    office = OneLine(
        label="The office or role",
        max_length=120,
        required=False,
        help_text="Such as: Placements office. Not a person’s name.",
    )
    address = forms.EmailField(
        label="Its e-mail address",
        max_length=254,
        required=False,
        help_text="It gets a link for each agreement of a student whose place with you is confirmed.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("office")) != bool(cleaned.get("address")) and not self.errors:
            raise ValidationError("Give both, or empty both.")
        return cleaned
