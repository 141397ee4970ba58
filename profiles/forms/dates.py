"""A day, as people type it."""

from datetime import date

from django import forms

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class DateField(forms.DateField):
    """A day between 2000 and 2100, typed in the browser's own date field."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages", {"invalid": "Enter a date, such as 31/12/2026, or leave it empty."}
        )
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"])
        super().__init__(**kwargs)

    def clean(self, value):
        """Refuse what lies outside the window."""
        day = super().clean(value)
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError("Enter a date between 2000 and 2100.")
        return day
