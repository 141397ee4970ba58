"""What custodians type at the desk."""

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from common.mail_choices import TOPICS
from common.mail_tables import How
from common.stale import ChangingForm

from .models.newsletters import Rhythm


class DecisionForm(ForumForm):
    """Yes, not yet, or no, with the words that the author will read."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            ("approve", "Publish it"),
            ("changes", "Ask for changes"),
            ("reject", "Refuse it"),
        ],
        widget=forms.RadioSelect,
    )
    comment = PlainText(
        label="What should the author know?",
        max_length=2000,
        required=False,
        help_text="Needed unless you publish it. They read it as you write it.",
    )

    def clean(self) -> dict:
        """An author who must mend something has to know what."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") in ("changes", "reject") and not cleaned.get("comment"):
            self.add_error("comment", "Say what needs to change, or why not.")
        return cleaned


class SleepForm(ForumForm):
    """Until when the Forum sleeps, and why."""

    until = forms.DateField(
        label="Until which day at the latest?",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="It wakes by itself on that day. You or a colleague can wake it sooner.",
    )
    reason = OneLine(
        label="Why? Everybody reads this",
        max_length=300,
        help_text="One sentence, without names: “Our volunteers take the summer off.”",
    )


class LetterDraftForm(ForumForm):
    """How far the next letter looks back."""

    rhythm = forms.ChoiceField(
        label="What is new of the last", choices=Rhythm.choices, initial=Rhythm.MONTHLY
    )


class LetterForm(ChangingForm):
    """The words of a letter."""

    title = OneLine(label="Subject", max_length=160)
    body = PlainText(
        label="Text",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="A line that begins with ## is a heading, one with - is in a list. Links as they are.",
    )


class SubscribeForm(ForumForm):
    """An address that wants the newsletter."""

    address = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="We write to it once, to ask whether you want it. You can stop it with one click.",
    )


class MailChoicesForm(ForumForm):
    """How mails about each topic come, and when none come that can wait."""

    begins = forms.TimeField(
        label="No mails from",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text="In Birmingham’s time, such as 21:00. What asks you for an answer comes all the same.",
    )
    ends = forms.TimeField(
        label="No mails until", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )

    def __init__(self, *args, at_the_desk: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.topics = [name for name in TOPICS if at_the_desk or name != "desk"]
        for name in self.topics:
            title, text = TOPICS[name]
            self.fields[name] = forms.ChoiceField(label=title, help_text=text, choices=How.choices)
        self.order_fields([*self.topics, "begins", "ends"])

    @property
    def chosen(self) -> dict[str, str]:
        """The choice for each topic."""
        return {name: self.cleaned_data[name] for name in self.topics}
