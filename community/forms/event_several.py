"""A flier or a calendar file, and what was read of it -> drafts that somebody has checked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.forms import ForumForm, OneLine, PlainText
from profiles.forms import DateField

from ..choices.gatherings import Mode
from ..intake import Found, Reading, Unreadable, read, read_calendar
from ..intake.calendar_files import MOST_BYTES, decoded
from ..intake.found import MOST_SHOWN
from ..models.gatherings import PLACE_LENGTH
from .event_fields import TimeField, WebAddress, WhenMixin


class SeveralForm(ForumForm):
    """A file or a pasted text, read at once and thrown away."""

    file = forms.FileField(
        label="A calendar file",
        required=False,
        allow_empty_file=True,
        help_text=f"One that ends in .ics, up to {MOST_BYTES // 1000} kB. We open files only, never an address.",
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    text = PlainText(
        label="Or paste a flier, or a calendar file, here",
        max_length=MOST_BYTES,
        required=False,
        help_text="Each event in lines of its own with its day and time, and an empty line between two.",
    )

    reading: Reading

    def clean(self) -> dict[str, Any]:
        """Read it, or say why it cannot be read."""
        cleaned = super().clean() or self.cleaned_data
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        today = timezone.localdate()
        try:
            if upload is not None:
                if upload.size > MOST_BYTES:
                    raise Unreadable(
                        f"The file must be {MOST_BYTES // 1000} kB or smaller. Save the months you need "
                        "as a file."
                    )
                self.reading = read_calendar(decoded(upload.read()), today=today)
            elif text.strip():
                self.reading = read(text, today=today)
            else:
                raise Unreadable("Choose a file or paste a text.")
        except Unreadable as why:
            self.add_error("file" if upload is not None else "text", str(why))
        return cleaned


class DraftForm(WhenMixin, ForumForm):
    """One event that was read: to be checked, mended or left out."""

    keep = forms.BooleanField(label="Take this one", required=False)
    title = OneLine(label="What is it?", max_length=160)
    day = DateField(label="On which day?", error_messages={"required": "Give the day."})
    begins = TimeField(
        label="From",
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
    place = OneLine(
        label="Where?",
        max_length=PLACE_LENGTH,
        required=False,
        help_text="Leave it empty if it is online.",
    )
    link = WebAddress(label="Its own page", max_length=500, required=False)
    description = PlainText(
        label="More about it",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    notes: list[str]
    alike: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["idempotency_key"]
        self.notes, self.alike = [], []

    def clean_idempotency_key(self) -> str:
        """The key is the page's, not each event's."""
        return ""

    def full_clean(self) -> None:
        """What is left out may be as wrong as it likes."""
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("keep"):
            self.errors.clear()

    def clean(self) -> dict[str, Any]:
        """Times in order."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("keep"):
            self._settle_times(cleaned)
        return cleaned

    @property
    def taken(self) -> bool:
        return bool(self.cleaned_data.get("keep"))

    def event_fields(self) -> dict[str, Any]:
        """What the verb takes."""
        said = self.cleaned_data
        place = said["place"]
        online = not place or place.lower() in ("online", "zoom", "teams", "webinar")
        return {
            **{name: said[name] for name in ("title", "starts", "ends", "link", "description")},
            "place": "" if online else place,
            "mode": Mode.ONLINE if online else Mode.IN_PERSON,
        }


class DraftsForm(ForumForm):
    """All that were read, on one page, sent once."""

    number = forms.IntegerField(min_value=1, max_value=MOST_SHOWN, widget=forms.HiddenInput)
    send_in = forms.BooleanField(label="Send them in to the custodians at once", required=False)

    def __init__(self, data: Any = None, *, found: Iterable[Found] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.drafts: list[DraftForm] = []
        rows = list(found)
        if data is not None:
            self.drafts = [
                DraftForm(data, prefix=f"e{place}") for place in range(self._number(data))
            ]
            return
        self.initial["number"] = len(rows)
        for place, row in enumerate(rows):
            draft = DraftForm(prefix=f"e{place}", initial=_typed(row))
            draft.notes = row.notes
            self.drafts.append(draft)

    @staticmethod
    def _number(data: Any) -> int:
        try:
            return max(0, min(int(data.get("number", "0")), MOST_SHOWN))
        except ValueError:
            return 0

    def clean(self) -> dict[str, Any]:
        """Each that is ticked has to be whole; at least one is."""
        cleaned = super().clean() or self.cleaned_data
        wrong = sum(not draft.is_valid() for draft in self.drafts)
        if wrong:
            raise ValidationError(
                "Mend the event marked below."
                if wrong == 1
                else f"Mend the {wrong} events marked below."
            )
        if not any(draft.taken for draft in self.drafts):
            raise ValidationError("Tick at least one event.")
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """What the verb takes, of those that are ticked."""
        return [draft.event_fields() for draft in self.drafts if draft.taken]


def _typed(row: Found) -> dict[str, Any]:
    place = row.place or ("Online" if row.online else "")
    return {
        "keep": True,
        **{name: getattr(row, name) for name in ("title", "day", "begins", "finishes", "last_day")},
        "place": place,
        "link": row.link,
        "description": row.description,
    }
