"""What people write about what came of something, and how custodians decide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from common.forms import ForumForm, ManyRows, OneLine, PlainText
from common.stale import ChangingForm
from mission.models import Node, Priority, Strand
from profiles.documents.inspection import LARGEST

from .choices import Role, Sector, StillHere
from .models import Outcome
from .models.outcomes import CHANGED_LENGTH, REASON_LENGTH, TITLE_LENGTH, WHOM_LENGTH

TOO_LARGE = "This file is larger than 5 MB. Save it without large pictures."
NO_NAMES = "Name nobody here: who is named is asked below, and can be taken back."


class Words(forms.Form):
    """What changed, for whom, and what shows it. The same for a new outcome and for a change."""

    title = OneLine(
        label="What came of it, in one line?",
        max_length=TITLE_LENGTH,
        help_text="Such as: the pantry orders half as much bread, and none is left over.",
    )
    what_changed = PlainText(
        label="What changed?",
        max_length=CHANGED_LENGTH,
        help_text=f"What was done, and what is different since. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    for_whom = OneLine(
        label="For whom?",
        max_length=WHOM_LENGTH,
        help_text="Such as: 140 families in Willenhall, and the Tuesday team.",
    )
    node = forms.ModelChoiceField(
        label="Which step of our theory of change does it show?",
        queryset=Node.objects.select_related("row"),
        required=False,
        empty_label="I am not sure",
        help_text="A custodian decides in the end.",
    )
    link = forms.URLField(
        label="Where can one see it?",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="A page, a repository, a report on the web.",
        error_messages={"invalid": "Enter an address that starts with https://"},
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.pptx,.odp"}),
        help_text="PDF, DOCX, ODT, PPTX or ODP, 5 MB at most, without macros or a password. "
        "No personal data in it: anybody will be able to read it.",
    )

    def clean_file(self) -> File[Any] | None:
        upload = self.cleaned_data["file"]
        if upload is not None and (upload.size or 0) > LARGEST:
            raise ValidationError(TOO_LARGE)
        return upload

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise ValidationError("Enter an address that starts with https://")
        return link


class OutcomeForm(Words, ForumForm):
    """A new outcome, with the writer's own consent."""

    may_publish = forms.BooleanField(
        label="It may be published, for my side",
        required=False,
        help_text="The other side is asked too. You can take this back at any time.",
    )
    may_name = forms.BooleanField(
        label="My side may be named with it",
        required=False,
        help_text="Else we only say what kind of body, or which stage, it was.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("may_name") and not cleaned.get("may_publish"):
            self.add_error("may_publish", "To be named with it, let it be published too.")
        return cleaned


class ChangeForm(Words, ChangingForm):
    """Other words for an outcome."""

    remove_file = forms.BooleanField(label="Take the file away", required=False)

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        kwargs["initial"] = words_of(outcome)
        super().__init__(*args, **kwargs)
        if not outcome.stored:
            del self.fields["remove_file"]


def words_of(outcome: Outcome) -> dict[str, Any]:
    """What is saved of an outcome, for its form."""
    names = ("title", "what_changed", "for_whom", "link")
    return {**{name: getattr(outcome, name) for name in names}, "node": outcome.node_id}


class ConsentForm(ChangingForm):
    """Yes or no to being published and named."""

    publish = forms.ChoiceField(
        label="May it be published?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="You can change your answer at any time. A no takes it off the site at once.",
    )
    name = forms.BooleanField(label="We may be named with it", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and cleaned.get("publish") == "no":
            self.add_error("publish", "To be named with it, let it be published too.")
        return cleaned


class VerifyForm(ForumForm):
    """What it is evidence for, and the decision."""

    node = forms.ModelChoiceField(
        label="Which step of the theory of change does it show?",
        queryset=Node.objects.select_related("row"),
        required=False,
        empty_label="Choose a step",
    )
    strands = ManyRows(
        label="Strands of the mission",
        queryset=Strand.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priorities = ManyRows(
        label="Priorities of the vision",
        queryset=Priority.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[
            ("publish", "It is true, it names nobody: verify and publish it"),
            ("back", "Hand it back"),
        ],
        widget=forms.RadioSelect,
    )
    reason = PlainText(
        label="What it lacks, if you hand it back",
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever wrote it reads this.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision == "publish" and not cleaned.get("node") and "node" not in self.errors:
            self.add_error("node", "Choose the step that it shows.")
        if decision == "back" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say what it lacks.")
        return cleaned


class LaterForm(ForumForm):
    """Where somebody is now: three taps."""

    still_here = forms.ChoiceField(
        label="Do you work or study in the West Midlands today?",
        choices=StillHere.choices,
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(
        label="As what?", choices=Role.choices, required=False, widget=forms.RadioSelect
    )
    sector = forms.ChoiceField(
        label="In which sector?", choices=Sector.choices, required=False, widget=forms.RadioSelect
    )
