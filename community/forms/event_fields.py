"""Fields that forms of events share: a time of day, an address of the web, a beginning and an end."""

import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator

from common.forms import OneLine

from ..clock import span

LONGEST = datetime.timedelta(days=31)
WEB = URLValidator(
    schemes=["http", "https"],
    message="Enter the address of a web page, such as https://example.org/event.",
)
TIME_HINT = "In Birmingham’s time, such as 18:00."


class TimeField(forms.TimeField):
    """A time of day, typed in the browser's own time field or as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M%p", "%I%p"])
        kwargs.setdefault("error_messages", {"invalid": "Enter a time of day, such as 18:00."})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.time | None:
        """Without seconds; "6 pm" is "6pm"."""
        if isinstance(value, str):
            value = value.replace(" ", "").lower()
        found = super().to_python(value)
        return found.replace(second=0, microsecond=0, tzinfo=None) if found else None


class WebAddress(OneLine):
    """An address of the web, with or without https in front of it."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text and "://" not in text:
            text = f"https://{text}"
        return text

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value:
            WEB(value)


class WhenMixin(forms.Form):
    """A day, a beginning and an end -> ``starts`` and ``ends``, also where the clocks change."""

    def _settle_times(self, cleaned: dict[str, Any]) -> None:
        names = ("day", "begins", "finishes")
        if any(cleaned.get(name) is None for name in names):
            return
        day, begins, finishes = (cleaned[name] for name in names)
        last = cleaned.get("last_day") or day
        try:
            starts, ends = span(day, begins, last, finishes)
        except ValueError as error:
            # Of the two times the one that the clocks leave out is named in the sentence.
            at = "begins" if f"{begins:%H:%M} does not" in str(error) else "finishes"
            self.add_error(at, str(error))
            return
        if ends - starts > LONGEST:
            self.add_error(
                "last_day" if "last_day" in self.fields else "finishes",
                "That is longer than a month. Give each part as an event of its own.",
            )
            return
        cleaned["starts"], cleaned["ends"] = starts, ends
