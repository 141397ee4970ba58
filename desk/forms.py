"""What custodians type at the desk."""

from django import forms

from common.forms import ForumForm, PlainText


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
