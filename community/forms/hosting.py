"""What is typed about hosting -> clean values."""

from typing import Any

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from profiles.forms.dates import DateField

from ..models import Meeting
from ..models.hosting import REASON_LENGTH, ROOM_LENGTH, TEXT_LENGTH, TITLE_LENGTH


def _text(label: str, help_text: str = "", *, rows: int = 3, **more: Any) -> PlainText:
    return PlainText(
        label=label,
        help_text=help_text,
        max_length=more.pop("max_length", TEXT_LENGTH),
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


class HostOfferForm(ForumForm):
    """A room, for whom, and when."""

    dates = OneLine(
        label="Which dates would suit you?",
        max_length=300,
        help_text="Days, or “Tuesdays in March, mornings”.",
    )
    room = OneLine(label="The room and the building", max_length=ROOM_LENGTH)
    address = OneLine(label="Its address", max_length=300)
    capacity = forms.IntegerField(label="How many people fit?", min_value=1, max_value=100_000)
    access = _text(
        "How do people get in?",
        "Trains and buses, steps, lifts, a hearing loop, a quiet room, whom to ask about access.",
    )
    hybrid = _text(
        "What is there for those who join online?",
        "Camera, microphones, a screen, the network for guests. Left empty: nothing.",
        required=False,
    )


class CallOfferForm(HostOfferForm):
    """The same for a call, with an answer to what it asks of a host."""

    meets = _text("How do you meet what is asked?", "Go through the criteria one by one.", rows=5)


class HostCallForm(ForumForm):
    """Something that happens once and needs a host."""

    title = OneLine(label="What needs a host?", max_length=TITLE_LENGTH)
    what = _text("What is it, for whom, about when?", rows=4)
    criteria = _text(
        "What do you look for in a host?", "One to a line. Everybody reads them.", rows=5
    )
    closes_on = DateField(
        label="Offers until the end of",
        error_messages={"invalid": "Enter a date, such as 31/12/2026."},
    )


class HostDecisionForm(ForumForm):
    """Yes or no, for which meeting, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("accept", "Accept it"), ("decline", "Not this time")],
        widget=forms.RadioSelect,
    )
    meeting = forms.ModelChoiceField(
        label="For which meeting?", queryset=Meeting.objects.none(), required=False
    )
    reason = _text(
        "What should they know?",
        "Needed to decline, and for a call: then it stands beside the call, for everybody.",
        required=False,
        max_length=REASON_LENGTH,
    )

    def __init__(self, *args: Any, meetings: Any, for_call: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_call:
            del self.fields["meeting"]
        else:
            field: Any = self.fields["meeting"]
            field.queryset = meetings
            field.empty_label = "None yet"
            # Where one meeting alone lacks a host, that is the one meant.
            field.initial = meetings[0] if len(meetings) == 1 else None
