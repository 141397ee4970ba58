"""Fields and forms that keep what was typed and refuse in words.

Every text field of the site is a :class:`OneLine` or a :class:`PlainText`; both need a length.
"""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name

from common import text
from common.idempotency import valid_key

NAMELESS = forms.Field.default_error_messages["required"]
UNREADABLE = "Some characters could not be read. Please type this again."


class OneLine(forms.CharField):
    """Text on one line: invisible characters are taken out, line breaks and NUL refused."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        _say_lengths(self)

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        if text.has_unreadable(value):
            raise ValidationError(UNREADABLE, code="unreadable")
        if text.has_line_break(value):
            raise ValidationError("Write this on one line.", code="one_line")
        return text.one_line(value)


class PlainText(forms.CharField):
    """Longer text in a box: line breaks and tabs stay, other control characters are refused."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        _say_lengths(self)

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        if text.has_unreadable(value):
            raise ValidationError(UNREADABLE, code="unreadable")
        value = text.many_lines(value)
        if text.has_controls(value):
            raise ValidationError(
                "This holds control characters that cannot be shown. Please remove them.",
                code="controls",
            )
        return value.strip()


class ManyRows(forms.ModelMultipleChoiceField):
    """Several rows by their numbers. A number that no database can hold is nobody's row."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)  # type: ignore[misc]  # the stubs leave it out
        except OverflowError:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": "this number"},
            ) from None


def _say_lengths(field: forms.CharField) -> None:
    field.error_messages.setdefault(
        "max_length", "This must be %(limit_value)d characters or fewer. It is %(show_value)d."
    )


class ForumRenderer(TemplatesSetting):
    """Draws each field with the site's own component."""

    field_template_name = "components/field.html"


def new_key() -> str:
    """A fresh key for one showing of a form."""
    return uuid.uuid4().hex


class _Keyed(forms.BaseForm):
    """What our forms and model forms share: the hidden key and the error summary."""

    default_renderer: Any = ForumRenderer
    use_required_attribute = False
    required_css_class = "is-required"
    error_css_class = "has-error"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["idempotency_key"] = forms.CharField(
            required=False, max_length=64, widget=forms.HiddenInput, initial=new_key
        )

    def full_clean(self) -> None:
        """Say of each field that has to be filled in which one it is, where it has no words of its own."""
        for name, field in self.fields.items():
            if field.error_messages.get("required") == NAMELESS:
                label = str(field.label or pretty_name(name))
                ask = "Answer this: {}" if label.endswith("?") else "Fill this in: {}."
                field.error_messages["required"] = ask.format(label)
        super().full_clean()

    def add_prefix(self, field_name: str) -> str:
        if field_name == "idempotency_key":
            return field_name
        return super().add_prefix(field_name)

    def clean_idempotency_key(self) -> str:
        key = self.cleaned_data["idempotency_key"]
        if key and not valid_key(key):
            raise ValidationError("This form has gone stale. Check it and send it again.")
        return key

    @property
    def key(self) -> str:
        """The key this form was sent with; empty before it is valid."""
        return getattr(self, "cleaned_data", {}).get("idempotency_key", "")

    @property
    def content(self) -> dict[str, Any]:
        """What was typed and found good, without the key: the body for ``idempotency.once``."""
        data = getattr(self, "cleaned_data", {})
        return {name: value for name, value in data.items() if name != "idempotency_key"}

    @property
    def error_summary(self) -> list[tuple[str, str]]:
        """Pairs of (id of the field, sentence), in the order of the form; general ones first."""
        pairs = []
        first = next((self._target(bound) for bound in self.visible_fields()), "")
        for sentence in self.non_field_errors():
            pairs.append((first, str(sentence)))
        for bound in self:
            target = first if bound.is_hidden else self._target(bound)
            pairs += [(target, str(sentence)) for sentence in bound.errors]
        return pairs

    def _target(self, bound: forms.BoundField) -> str:
        """The id to jump to; a group of choices has none of its own, so its first choice."""
        if bound.id_for_label:
            return bound.id_for_label
        return f"{bound.auto_id}_0" if bound.auto_id else ""


class ForumForm(_Keyed, forms.Form):
    """A form of the site."""


class ForumModelForm(_Keyed, forms.ModelForm):
    """A form of the site over a model. Fields are always listed, never all of them."""
