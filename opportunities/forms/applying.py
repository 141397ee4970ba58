"""What an applicant types, and what a poster chooses to ask."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import ForumForm, OneLine, PlainText
from profiles.models import Curriculum

from ..application_choices import Question
from ..application_questions import MOST, Asked, checked_answer
from ..models import ApplicationForm
from . import own_cv

STALE = (
    "This draft was changed in another window after you opened this page. Your text is kept below. "
    "Save again to use it in place of what is saved, or open the page anew to see that."
)
CHOOSABLE = [(value, label) for value, label in Question.choices if value != Question.OWN]


class AnswersForm(ForumForm):
    """The poster's questions. A draft may leave any of them open; sending may not.

    ``version`` says which saved text the page showed, so that an older window overwrites nothing.
    """

    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        questions: list[Asked],
        written: Mapping[str, str],
        cv: tuple[Curriculum | None, bool] | None = None,
        **kwargs: Any,
    ) -> None:
        """``cv`` is (one's own, it is shared), or None where nobody asks for it."""
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.name] = self._field(question, written)
            # The page says which are needed; a draft may leave them open all the same.
            self.fields[question.name].required = question.needed and not self.is_bound
        self.cv, shared = cv or (None, False)
        self.cv_kept = ""
        if cv is not None:
            self.fields.update(own_cv.fields(self.cv, shared=shared))

    @staticmethod
    def _field(question: Asked, written: Mapping[str, str]) -> forms.Field:
        line = question.name == Question.LINK
        made = (OneLine if line else PlainText)(
            label=question.text,
            max_length=500 if line else MOST,
            required=False,
            initial=written.get(question.name, ""),
            widget=forms.TextInput() if line else forms.Textarea(attrs={"rows": 5}),
            help_text="" if question.needed else "You can leave this empty.",
        )
        return made

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            try:
                cleaned[question.name] = checked_answer(
                    question.name, cleaned.get(question.name) or ""
                )
            except ValidationError as error:
                self.add_error(question.name, error)
            self.fields[question.name].required = question.needed
        return cleaned

    def note_cv(self, cv: Curriculum | None) -> None:
        """Say that a file which came with this form is kept, whatever else is to be mended."""
        self.cv = cv
        self.cv_kept = own_cv.kept(cv) if cv else ""
        own_cv.say(self.fields, cv)
        field, shown = self.fields[own_cv.FILE], self[own_cv.FILE]
        shown.label, shown.help_text = field.label or "", field.help_text

    def demand_cv(self) -> None:
        """A tick without a CV sends nothing, so it is not left standing."""
        if self.shares_nothing and own_cv.FILE not in self.errors:
            self.add_error(own_cv.TICK, own_cv.CHOOSE_FIRST)

    @property
    def shares_nothing(self) -> bool:
        """Whether the box is ticked while there is no CV."""
        return self.cv is None and bool(self.cleaned_data.get(own_cv.TICK))

    @property
    def shares_cv(self) -> bool | None:
        """Whether the CV goes with it; None where nobody asks for one."""
        if own_cv.TICK not in self.fields:
            return None
        return self.cv is not None and bool(self.cleaned_data.get(own_cv.TICK))

    def refuse_stale(self, version: str) -> None:
        """Say that another window saved meanwhile, keep what was typed, and let the next sending count."""
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["version"] = version
        self.add_error(None, STALE)

    @property
    def answers(self) -> dict[str, str]:
        """From the question's name to what was written."""
        return {question.name: self.cleaned_data[question.name] for question in self.questions}


class WithdrawForm(ForumForm):
    """Take an application back. A reason is asked only of somebody whose name the host reads."""

    reason = OneLine(
        label="A sentence for them, if you like",
        max_length=300,
        required=False,
        help_text="They read it in a mail.",
    )

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            del self.fields["reason"]


class ApplicationSettingsForm(ForumForm):
    """What a poster asks of applicants, and how soon they answer."""

    questions = forms.MultipleChoiceField(
        label="What would you like to ask?",
        choices=CHOOSABLE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Two or three are plenty. Each takes an applicant about ten minutes.",
    )
    own_question = OneLine(
        label="A question of your own",
        max_length=200,
        required=False,
        help_text="Such as: Which bus could you take to us?",
    )
    wants_cv = forms.BooleanField(label="Ask for a CV", required=False)
    blind = forms.BooleanField(
        label="Read without names first",
        required=False,
        help_text="Names and addresses stay hidden until you choose whom to talk with. "
        "It makes for a fairer choice.",
    )
    takes_teams = forms.BooleanField(
        label="Teams may apply together",
        required=False,
        help_text="Each of a team takes one place, and says yes for themselves.",
    )
    team_least = forms.IntegerField(
        label="The smallest team",
        min_value=1,
        max_value=20,
        required=False,
        initial=1,
        help_text="1 if anybody may also apply alone.",
    )
    days_to_answer = forms.IntegerField(
        label="Within how many days do you answer?",
        min_value=1,
        max_value=60,
        help_text="Each applicant is told the date. With three answers overdue, you get no new "
        "applications until you have answered.",
        error_messages={"required": "Say within how many days, such as 14."},
    )

    def __init__(self, *args: Any, seats: int = 20, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats

    @classmethod
    def initial_from(cls, row: ApplicationForm) -> dict[str, Any]:
        """What stands now."""
        return {name: getattr(row, name) for name in cls.base_fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("questions") and not cleaned.get("own_question"):
            self.add_error("questions", "Ask at least one thing.")
        least = cleaned.get("team_least") or 1
        cleaned["team_least"] = least
        if least > 1 and not cleaned.get("takes_teams"):
            self.add_error("team_least", "Tick that teams may apply, or set this to 1.")
        if "team_least" in cleaned and least > self.seats:
            self.add_error(
                "team_least", f"There are {self.seats} places, so no team can be larger than that."
            )
        return cleaned
