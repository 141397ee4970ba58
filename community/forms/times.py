"""A time of day in Birmingham, as people type it."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

GONE = "The clocks go forward that night, and this time is left out. Choose one an hour later."


class TimeField(forms.TimeField):
    """10:30, also typed as 10.30."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        messages = kwargs.pop("error_messages", {})
        invalid = "Enter a time such as 10:30."
        super().__init__(error_messages={"invalid": invalid, **messages}, **kwargs)


def moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """That moment in Birmingham. A time that comes twice, when clocks go back, is the first of both.

    Raises ValidationError for one that is left out when they go forward.
    """
    there = timezone.make_aware(datetime.datetime.combine(day, time.replace(fold=0)))
    back = timezone.localtime(there.astimezone(datetime.UTC))
    if back.replace(tzinfo=None) != there.replace(tzinfo=None):
        raise ValidationError(GONE)
    return there
