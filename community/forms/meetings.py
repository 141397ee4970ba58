"""What custodians type about a meeting -> clean values."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from mission.models import District, Node, Priority, Strand
from profiles.forms.dates import DateField
from profiles.models import Organisation

from ..choices.agenda import ItemKind
from ..choices.gatherings import Mode
from ..models import Meeting, StandingItem
from ..models.agenda import TEXT_LENGTH
from ..models.gatherings import ADDRESS_LENGTH, PLACE_LENGTH, WAYS_LENGTH
from .times import TimeField, moment

END_OF_DAY = datetime.time(23, 59)
SPARE_ROWS = 3
MOST_ROWS = 60


class MeetingForm(ChangingForm):
    """When and where, and what it is about."""

    title = OneLine(
        label="What is it called?",
        max_length=160,
        required=False,
        help_text="Left empty it is “Meeting of” and its day.",
    )
    summary = OneLine(label="In one sentence", max_length=240, required=False)
    day = DateField(label="Day", error_messages={"invalid": "Enter a date, such as 31/12/2026."})
    from_time = TimeField(label="From")
    to_time = TimeField(label="Until")
    mode = forms.ChoiceField(
        label="How do people take part?", choices=Mode.choices, widget=forms.RadioSelect
    )
    place = OneLine(
        label="Where?",
        max_length=PLACE_LENGTH,
        required=False,
        help_text="The room and the building. Never the link to join: it is for those booked.",
    )
    address = OneLine(label="Its address", max_length=ADDRESS_LENGTH, required=False)
    ways = PlainText(
        label="Getting there",
        max_length=WAYS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Trains, buses, steps, lifts, a hearing loop, and whom to ask about access.",
    )
    district = forms.ModelChoiceField(
        label="Which place is it in?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="None of these",
    )
    host = forms.ModelChoiceField(
        label="Who hosts it?",
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Nobody yet",
    )
    updates_until = DateField(
        label="Members send their updates until the end of",
        required=False,
        help_text="Left empty, none are asked for.",
    )
    strands = forms.ModelMultipleChoiceField(
        label="Strands of the mission",
        queryset=Strand.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priorities = forms.ModelMultipleChoiceField(
        label="Priorities of the vision",
        queryset=Priority.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nodes = forms.ModelMultipleChoiceField(
        label="Steps of the theory of change",
        queryset=Node.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = Organisation.objects.public().order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both times as moments, in their order; a place where people are to come to one."""
        cleaned = super().clean() or self.cleaned_data
        for name, target in (("from_time", "starts"), ("to_time", "ends")):
            if cleaned.get("day") and cleaned.get(name):
                try:
                    cleaned[target] = moment(cleaned["day"], cleaned[name])
                except ValidationError as error:
                    self.add_error(name, error)
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("to_time", "It ends before it starts. Check both times.")
        nowhere = cleaned.get("mode") == Mode.IN_PERSON and not cleaned.get("place")
        if nowhere and "place" not in self.errors:
            self.add_error("place", "Say where it is, or that it is online.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        found = dict(self.content)
        until = found.pop("updates_until")
        for name in ("day", "from_time", "to_time"):
            found.pop(name)
        found["updates_by"] = moment(until, END_OF_DAY) if until else None
        return found


def words_of(meeting: Meeting) -> dict[str, Any]:
    """What is saved of a meeting, for its form."""
    starts, ends = timezone.localtime(meeting.starts), timezone.localtime(meeting.ends)
    until = meeting.updates_by
    return {
        **{name: getattr(meeting, name) for name in ("title", "summary", "mode", "place")},
        **{name: getattr(meeting, name) for name in ("address", "ways", "district", "host")},
        "day": starts.date(),
        "from_time": starts.time(),
        "to_time": ends.time(),
        "updates_until": timezone.localdate(until) if until else None,
        **{name: list(getattr(meeting, name).all()) for name in ("strands", "priorities", "nodes")},
    }


class CallOffForm(ForumForm):
    """Why it does not take place."""

    why = OneLine(
        label="Why?",
        max_length=300,
        error_messages={"required": "Say why. It stands in the mail and on the page."},
        help_text="It stands in the mail to everybody who was coming, and on its page. Name nobody.",
    )


class SeriesForm(ForumForm):
    """The name of a series."""

    title = OneLine(
        label="What are these meetings called?",
        max_length=160,
        help_text="For example: Meetings of the Forum.",
    )
    summary = OneLine(label="In one sentence", max_length=240, required=False)


class StandingForm(ChangingForm):
    """The standing items of a series: a row each, and some spare ones."""

    PARTS = ("place", "title", "minutes", "kind", "text")

    def __init__(self, *args: Any, items: list[StandingItem], **kwargs: Any) -> None:
        typed = kwargs.get("data") or (args[0] if args else None) or {}
        sent = [n for n in range(1, MOST_ROWS + 1) if typed.get(f"title_{n}")]
        self.number = max([len(items) + SPARE_ROWS, *sent])
        initial: dict[str, Any] = {}
        for n, item in enumerate(items, start=1):
            initial |= {f"place_{n}": n, f"title_{n}": item.title}
            initial |= {f"minutes_{n}": item.minutes, f"kind_{n}": item.kind}
            initial[f"text_{n}"] = item.text
        super().__init__(*args, initial=initial, **kwargs)
        for n in range(1, self.number + 1):
            self.fields[f"place_{n}"] = forms.IntegerField(
                label=f"Place of row {n}", required=False, min_value=1, max_value=999
            )
            self.fields[f"title_{n}"] = OneLine(
                label=f"Item of row {n}", required=False, max_length=160
            )
            self.fields[f"minutes_{n}"] = forms.IntegerField(
                label=f"Minutes of row {n}", required=False, min_value=0, max_value=600
            )
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label=f"Kind of row {n}", choices=ItemKind.choices, initial=ItemKind.ORDINARY,
                required=False,
            )  # fmt: skip
            self.fields[f"text_{n}"] = PlainText(
                label=f"More about row {n}",
                required=False,
                max_length=TEXT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Those with a title, in the order of their places."""
        found = []
        for n in range(1, self.number + 1):
            title = self.cleaned_data.get(f"title_{n}", "")
            if not title:
                continue
            row = {
                "title": title,
                "minutes": self.cleaned_data.get(f"minutes_{n}"),
                "kind": self.cleaned_data.get(f"kind_{n}") or ItemKind.ORDINARY,
                "text": self.cleaned_data.get(f"text_{n}", ""),
            }
            found.append((self.cleaned_data.get(f"place_{n}") or 1000, n, row))
        return [row for _, _, row in sorted(found, key=lambda one: one[:2])]

    @property
    def content(self) -> dict[str, Any]:
        """The rows: how many empty ones the page had is no part of what was typed."""
        return {"rows": self.rows()} if hasattr(self, "cleaned_data") else {}

    def bound_rows(self) -> list[dict[str, Any]]:
        """The fields of each row, for the page."""
        return [
            {"number": n, "fields": [self[f"{part}_{n}"] for part in self.PARTS]}
            for n in range(1, self.number + 1)
        ]
