"""What an applicant types, and what a poster chooses to ask."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import ForumForm, OneLine, PlainText

from ..application_choices import Question
from ..application_questions import MOST, Asked, checked_answer
from ..models import ApplicationForm

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
        cv: tuple[bool, bool] | None = None,
        **kwargs: Any,
    ) -> None:
        """``cv`` is (there is one, it is shared), or None where nobody asks for it."""
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.name] = self._field(question, written)
            # The page says which are needed; a draft may leave them open all the same.
            self.fields[question.name].required = question.needed and not self.is_bound
        if cv is not None:
            there, shared = cv
            self.fields["shares_cv"] = forms.BooleanField(
                label="Send my CV with it",
                required=False,
                initial=shared,
                disabled=not there,
                help_text="It is opened to them with your name, and closed when this is over."
                if there
                else "You have no CV here yet. Save this, add one under Your CV, and come back.",
            )

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
