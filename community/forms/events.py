"""What people type about an event -> clean values."""

from typing import Any

from django import forms

from common.forms import OneLine, PlainText
from common.stale import ChangingForm
from mission.models import District, Theme
from profiles.forms import DateField
from profiles.models import Organisation

from ..choices.gatherings import Mode
from ..clock import local
from ..models import Event
from ..models.gatherings import ADDRESS_LENGTH, PLACE_LENGTH, WAYS_LENGTH
from ..services.events import FIELDS
from .event_fields import TIME_HINT, TimeField, WebAddress, WhenMixin


class EventForm(WhenMixin, ChangingForm):
    """What is on, when and where?"""

    title = OneLine(
        label="What is it?", max_length=160, help_text="A few words. No date: that comes below."
    )
    day = DateField(label="On which day?", error_messages={"required": "Give the day."})
    begins = TimeField(
        label="From",
        help_text=TIME_HINT,
        error_messages={
            "required": "Say when it begins.",
            "invalid": "Enter a time of day, such as 18:00.",
        },
    )
    finishes = TimeField(
        label="Until",
        error_messages={
            "required": "Say when it ends.",
            "invalid": "Enter a time of day, such as 20:00.",
        },
    )
    last_day = DateField(
        label="On which day does it end?",
        required=False,
        help_text="Only where that is another day.",
    )
    mode = forms.ChoiceField(
        label="How do people take part?",
        choices=Mode.choices,
        widget=forms.RadioSelect,
        initial=Mode.IN_PERSON,
    )
    place = OneLine(
        label="Where?",
        max_length=PLACE_LENGTH,
        required=False,
        help_text="The room and the building. A link to join is no place: only those who come get it.",
    )
    address = OneLine(label="Its address", max_length=ADDRESS_LENGTH, required=False)
    district = forms.ModelChoiceField(
        label="In which area?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="Online, or outside the region",
    )
    ways = PlainText(
        label="How do people get there?",
        max_length=WAYS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Trains and buses, steps and lifts, and whom to ask about access.",
    )
    summary = OneLine(
        label="In one sentence",
        max_length=240,
        required=False,
        help_text="For lists, mails and calendars.",
    )
    description = PlainText(
        label="More about it",
        max_length=8000,
        required=False,
        help_text="Everybody can read this. Name nobody who has not agreed to it.",
    )
    organisation = forms.ModelChoiceField(
        label="Which organisation holds it?",
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="None of those I speak for",
    )
    organiser = OneLine(
        label="Who holds it, if not one of those?",
        max_length=160,
        required=False,
        help_text="The name of a group or a company.",
    )
    link = WebAddress(
        label="Its own page, or where tickets are",
        max_length=500,
        required=False,
        help_text="Such as https://example.org/event",
    )
    price = OneLine(
        label="What does it cost?",
        max_length=80,
        required=False,
        help_text="Leave it empty if it is free. Otherwise as people say it: £5, or £3 for students.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="What is it about?",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    same = forms.ChoiceField(
        label="Is it one of these?",
        choices=[("another", "No, it is another one"), ("same", "Yes, it is the same")],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = Organisation.objects.public().spoken_for_by(user)
        self.fields["organisation"].queryset = ours  # type: ignore[attr-defined]
        if not ours.exists():
            self.fields["organiser"].label = "Who holds it?"
        self.alike: list[Event] = []

    def clean(self) -> dict[str, Any]:
        """Times in order, and somewhere to go."""
        cleaned = super().clean() or self.cleaned_data
        self._settle_times(cleaned)
        mode = cleaned.get("mode")
        if (
            mode in (Mode.IN_PERSON, Mode.HYBRID)
            and not cleaned.get("place")
            and "place" not in self.errors
        ):
            self.add_error("place", "Say where it is, or that it is online.")
        if cleaned.get("price") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("link", "Say where tickets are, since it is not free.")
        return cleaned

    def event_fields(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "themes")}

    def ask_whether_the_same(self, found: list[Event]) -> bool:
        """Whether somebody has to say first that it is another one than these; then the page asks."""
        self.alike = found
        if not found or self.cleaned_data.get("same"):
            return False
        self.add_error(
            "same",
            "Something like it is here on that day already. Look at it, and say which it is.",
        )
        return True


def typed_of(event: Event) -> dict[str, Any]:
    """What is written of an event, as its form asks for it."""
    starts, ends = local(event.starts), local(event.ends)
    same = ("title", "mode", "place", "address", "district", "ways", "summary", "description")
    return {
        **{
            name: getattr(event, name)
            for name in (*same, "organisation", "organiser", "link", "price")
        },
        "day": starts.date(),
        "begins": starts.time(),
        "finishes": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
        "themes": list(event.themes.all()),
    }
