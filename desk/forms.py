"""What custodians type at the desk."""

from django import forms

from common.forms import ForumForm, PlainText
from common.mail_choices import TOPICS
from common.mail_tables import How


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
