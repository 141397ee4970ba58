"""What hosts type when they read applications and answer them."""

from typing import Any

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from skills.choices import Level

from ..application_choices import ApplicationState, DeclineReason
from ..models import Application, Review
from ..services.deciding import kind_text

SCORES = (
    ("", "Not scored"),
    ("0", "0: nothing seen"),
    ("1", "1: a little"),
    ("2", "2: nearly"),
    ("3", "3: as asked"),
    ("4", "4: more than asked"),
)


class ScoreForm(ForumForm):
    """A score for each requirement, and a note."""

    note = PlainText(
        label="Your note",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Write it so that the applicant could read it one day.",
    )

    def __init__(self, *args: Any, application: Application, review: Review | None, **kw: Any):
        super().__init__(*args, **kw)
        given = review.scores if review else {}
        note = self.fields.pop("note")
        for need in application.opportunity.requirements.all():
            asked = Level(need.level).label.lower()
            self.fields[f"score_{need.pk}"] = forms.ChoiceField(
                label=f"{need.skill.name}: asked for at “{asked}”",
                choices=SCORES,
                required=False,
                initial=str(given.get(str(need.pk), "")),
            )
        self.fields["note"] = note
        note.initial = review.note if review else ""

    @property
    def scores(self) -> dict[str, int]:
        """From requirement to score, of those that were given."""
        return {
            name.removeprefix("score_"): int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("score_") and value
        }


class ConflictForm(ForumForm):
    """A tie to the applicant."""

    conflict = OneLine(
        label="What ties you to this applicant?",
        max_length=300,
        help_text="For example: I teach them. You will not see this application any more.",
    )


class ReaderForm(ForumForm):
    """Whom to ask to read it."""

    reader = forms.ChoiceField(label="Ask a colleague to read it", choices=())

    def __init__(self, *args: Any, readers: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(str(user.pk), user.name or user.email) for user in readers]
        self.fields["reader"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class TierForm(ForumForm):
    """Which choice it is."""

    tier = forms.ChoiceField(
        label="Which choice?",
        choices=[("", "Not said"), ("1", "First"), ("2", "Second"), ("3", "Third")],
        required=False,
    )


class AnswerForm(ForumForm):
    """One answer for those who were ticked."""

    reason = forms.ChoiceField(
        label="Why, for your own record?",
        choices=[("", "Choose"), *DeclineReason.choices],
        error_messages={"required": "Choose why, for your own record."},
        help_text="Applicants do not read this.",
    )
    private_note = PlainText(
        label="A note for your own record",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stays with the application. Write it so that the applicant could read it one day.",
    )
    public_text = PlainText(
        label="What they read",
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Empty means our own kind words. You read each mail again before it is sent.",
    )

    def __init__(self, *args: Any, to: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.to = to
        if to != ApplicationState.DECLINED:
            del self.fields["reason"]
            self.fields["public_text"].initial = kind_text(to)
