"""Forms of the desk for consultations."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator

from common.forms import ForumForm, ManyRows, OneLine, PlainText
from common.stale import ChangingForm
from mission.models import Node

from ..choices.consultations import Became, QuestionKind
from ..models import ConsultationTheme
from ..models.consultations import BODY_LENGTH


class DayInput(forms.DateInput):
    """A day as browsers type it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time as browsers type them, in Birmingham's time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A time in Birmingham. One that the change of the clocks leaves out or gives twice is refused."""

    widget = MomentInput

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            if getattr(error, "code", "") == "ambiguous_timezone":
                words = "The clocks change then, so this time is there twice or not at all. Choose another."
                raise forms.ValidationError(words) from None
            raise


class ConsultationForm(ChangingForm):
    """What a consultation is, and when."""

    title = OneLine(label="Title", max_length=160, help_text="What you ask about, in a few words.")
    summary = OneLine(
        label="Summary",
        max_length=300,
        help_text="One or two sentences for lists and mails: why, and what it changes.",
    )
    drafted_on = forms.DateField(label="Date of the draft", widget=DayInput)
    body = PlainText(
        label="The draft",
        max_length=BODY_LENGTH,
        required=False,
        help_text="Paragraphs are numbered by themselves, so that people can comment on each. Leave an "
        "empty line between two. A line that begins with ## is a heading, one with - is a point of a list.",
    )
    file_link = forms.URLField(
        label="The draft as a file",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="The address of the same draft as a document, if there is one.",
    )
    opens = MomentField(
        label="Opens", help_text="In Birmingham’s time. It opens by itself once you have said so."
    )
    closes = MomentField(
        label="Closes",
        help_text="In Birmingham’s time. Once it is open this can be later, never earlier.",
    )
    remind_at = MomentField(
        label="Remind members",
        required=False,
        help_text="When one mail goes to every member who has not answered. Empty for none.",
    )
    asks_steps = forms.BooleanField(
        label="People can also comment on each step of the theory of change", required=False
    )


class QuestionForm(ChangingForm):
    """One question."""

    text = OneLine(label="The question", max_length=300)
    hint = OneLine(
        label="Hint",
        max_length=300,
        required=False,
        help_text="What helps to answer it. Shown below it.",
    )
    kind = forms.ChoiceField(
        label="How it is answered", choices=QuestionKind.choices, widget=forms.RadioSelect
    )
    options = PlainText(
        label="Answers to choose from",
        max_length=3000,
        required=False,
        help_text="One on each line. Only for “choose one” and “choose all that apply”.",
    )
    low = OneLine(label="What 1 means", max_length=60, required=False, help_text="For a scale.")
    high = OneLine(label="What 5 means", max_length=60, required=False, help_text="For a scale.")
    required = forms.BooleanField(label="It has to be answered", required=False)
    node = forms.ModelChoiceField(
        Node.objects.select_related("row"),
        label="Step of the theory of change it is about",
        required=False,
    )


class TagForm(ChangingForm):
    """Which themes a response speaks of."""

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"] = ManyRows(
            themes, required=False, widget=forms.CheckboxSelectMultiple, label="Themes"
        )
        self.fields["version"].initial = self.fingerprint


class ThemeForm(ForumForm):
    """A new theme."""

    title = OneLine(
        label="A theme",
        max_length=120,
        help_text="A few words for what several responses say. It is published with its count.",
    )


class ActForm(ForumForm):
    """A page's buttons: which was pressed, and about which row, so that a key stands for one act."""

    act = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    question = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class ReportForm(ChangingForm):
    """What a report begins with."""

    introduction = PlainText(
        label="Introduction",
        max_length=6000,
        required=False,
        help_text="What you asked, who answered, what you make of it. Also say it if few answered.",
    )
    final_link = forms.URLField(
        label="The published version",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="The address of what the draft has become.",
    )


class ReportRowForm(ForumForm):
    """You said, we did; or what changed."""

    became = forms.ChoiceField(
        label="Which list", choices=Became.choices, widget=forms.RadioSelect, initial=Became.DID
    )
    said = OneLine(
        label="You said, or where it changed",
        max_length=500,
        help_text="In your own words, without a name. For a change: “Paragraph 4” or what it was about.",
    )
    did = OneLine(
        label="We did, or how it reads now",
        max_length=800,
        help_text="What follows, also when it is “nothing, because”.",
    )


class ConversationForm(ForumForm):
    """Whom the Forum spoke with."""

    who = OneLine(
        label="Who", max_length=160, help_text="A name or an organisation. Only custodians read it."
    )
    on = forms.DateField(label="When", widget=DayInput)
    theme = OneLine(label="About what", max_length=300, validators=[MinLengthValidator(2)])


def themes_of(consultation: Any) -> Any:
    """What a response can be tagged with."""
    return ConsultationTheme.objects.filter(consultation=consultation)
