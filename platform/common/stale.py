"""Two who change one thing: whoever saves second is asked first, and neither text is lost."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from common.forms import ForumForm
from common.idempotency import digest


class StaleEdit(Exception):
    """Somebody else saved this meanwhile. ``saved`` is what they saved."""

    def __init__(self, saved: Any) -> None:
        self.saved = saved
        super().__init__(
            "Somebody else saved changes after you opened this page. Your text is kept below. "
            "Compare it with what is saved now, then save again to use yours."
        )


class ChangingForm(ForumForm):
    """A form over what is there already. Its ``initial`` is what is saved when the page is made.

    A fingerprint of it travels with the page; without one (a script) each sending stands alone.
    """

    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.fingerprint
        self.saved_now: list[tuple[str, str]] = []
        self.is_stale = False

    def stored(self) -> Mapping[str, Any]:
        """What is saved, by the names of the fields."""
        return {name: value for name, value in self.initial.items() if name in self.fields}

    def fingerprint(self) -> str:
        """The same for the same saved values."""
        return digest(self.stored())

    @property
    def content(self) -> dict[str, Any]:
        """What was typed and found good: neither the key nor the fingerprint."""
        return {name: value for name, value in super().content.items() if name != "version"}

    def demand_fresh(self, now: "ChangingForm") -> None:
        """Raises StaleEdit when ``now``, made from what is saved, is not what this page showed."""
        seen = self.cleaned_data["version"]
        if seen and seen != now.fingerprint():
            raise StaleEdit(now)

    def refuse_stale(self, error: StaleEdit) -> None:
        """Say so, keep what was typed beside what is saved, and let the next sending count."""
        now: ChangingForm = error.saved
        typed: Any = self.data
        typed = typed.copy()
        typed["version"] = now.fingerprint()
        for name, value in now.stored().items():
            field = now.fields[name]
            # What the page did not ask about is not at stake.
            if name in self.cleaned_data and not _same(self.cleaned_data[name], value):
                self.saved_now.append((str(field.label), _in_words(field, value)))
        self.is_stale = True
        self.add_error(None, str(error))
        self.data = typed

    @property
    def status(self) -> int:
        """With which HTTP status a page shows this form."""
        if self.is_stale:
            return 409
        return 422 if self.is_bound else 200


def _same(one: Any, other: Any) -> bool:
    return digest({"": one}) == digest({"": other})


def _in_words(field: forms.Field, value: Any) -> str:
    """A saved value as a reader would write it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value in (None, "", 0):
        return "Nothing"
    if isinstance(value, datetime.date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_in_words(field, one) for one in value) or "Nothing"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)
