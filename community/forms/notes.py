"""What custodians write under items, what a meeting decided, and who asks not to be named."""

from typing import Any

from django import forms

from common.forms import ForumForm, ManyRows, OneLine, PlainText
from common.stale import ChangingForm

from ..models import AgendaItem, Decision, Meeting
from ..models.attendance import NAME_LENGTH
from ..models.notes import DECISION_LENGTH, NOTE_LENGTH, REASON_LENGTH

MARKS = (
    "Plain text. A line that begins with a dash is a point of a list, **stars** make bold. "
    "What you paste from a word processor is cleaned. “Action: PR to …” is found later."
)


class _Reasoned(ChangingForm):
    """A text that may be out already: then it asks why it is changed."""

    reason = OneLine(
        label="Why is this changed?",
        max_length=REASON_LENGTH,
        help_text="These notes are out. What stood here before is kept, and this reason is shown.",
    )

    def __init__(self, *args: Any, out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not out:
            del self.fields["reason"]


class NoteForm(_Reasoned):
    """What was said under one item."""

    text = PlainText(
        label="Notes",
        max_length=NOTE_LENGTH,
        required=False,
        help_text=MARKS,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    field_order = ["text", "reason"]


class DecisionForm(_Reasoned):
    """One decision, and under which item it was made."""

    text = PlainText(
        label="What was decided",
        max_length=DECISION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    item = forms.ModelChoiceField(
        label="Under which item",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="The meeting as a whole",
    )
    field_order = ["text", "item", "reason"]

    def __init__(
        self, *args: Any, meeting: Meeting, row: Decision | None = None, **kwargs: Any
    ) -> None:
        if row is not None:
            kwargs["initial"] = {"text": row.text, "item": row.item_id}
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]


class CorrectionForm(ForumForm):
    """What is right, beside notes that are locked."""

    text = PlainText(
        label="The correction",
        max_length=NOTE_LENGTH,
        help_text="It stands beside the notes, which stay as they were agreed.",
    )
    reason = OneLine(label="Why?", max_length=REASON_LENGTH)


class AgreeForm(ForumForm):
    """Which later meeting agreed the notes."""

    at = forms.ModelChoiceField(
        label="Agreed at",
        queryset=Meeting.objects.none(),
        empty_label="Choose the meeting",
        error_messages={"required": "Choose the meeting that agreed them."},
    )

    def __init__(self, *args: Any, later: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["at"]
        field.queryset = later
        field.label_from_instance = lambda row: f"{row.title}, {row.on.day} {row.on:%B %Y}"


class RemovalForm(ForumForm):
    """Somebody asks not to be named. With an account the address is known."""

    name = OneLine(
        label="Your name as it stands in the notes",
        max_length=NAME_LENGTH,
        help_text="Initials too, if the notes use them.",
    )
    address = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send you a link, so that nobody asks in your place. It is kept for this only.",
    )
    words = PlainText(
        label="Anything we should know",
        max_length=REASON_LENGTH,
        required=False,
        help_text="You need not say why.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["address"]


class TakeOutForm(ForumForm):
    """What a custodian takes out of the notes."""

    rows: Any = ManyRows(
        label="Their line of attendance",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = OneLine(
        label="Words that name them in the texts",
        max_length=NAME_LENGTH,
        required=False,
        help_text="“a person” is put in their place: in notes, decisions, actions and the agenda.",
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rows"]
        field.queryset = people
        field.label_from_instance = lambda row: row.desk_name
