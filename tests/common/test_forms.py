"""Fields refuse in words and keep what was typed."""

import importlib
import importlib.util
import pkgutil
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models

from common.forms import ForumForm, ForumModelForm, ManyRows, OneLine, PlainText
from common.models import Sign


class Greeting(ForumForm):
    """A small form of every shape of field."""

    title = OneLine(max_length=20)
    story = PlainText(max_length=40, required=False)
    colour = forms.ChoiceField(
        choices=[("r", "Red"), ("b", "Blue")], widget=forms.RadioSelect, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("title") == "bad":
            raise forms.ValidationError("These two do not go together.")
        return data


class SignForm(ForumModelForm):
    class Meta:
        model = Sign
        fields = ["name"]


def sent(**data: str) -> Greeting:
    return Greeting({"title": "Hello", **data})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("O'Brien – Siân", "O'Brien – Siân"),
        ("pay\u202egnp", "paygnp"),
        ("a\u200bb", "ab"),
        ("two  spaces", "two spaces"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_one_line_keeps_words_and_takes_out_tricks(typed: str, kept: str) -> None:
    form = sent(title=typed)

    assert form.is_valid()
    assert form.cleaned_data["title"] == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a\nb", "Write this on one line."),
        ("a\rb", "Write this on one line."),
        ("a\u2028b", "Write this on one line."),
        ("a\x00b", "Some characters could not be read. Please type this again."),
        ("a\ud800b", "Some characters could not be read. Please type this again."),
        ("x" * 21, "This must be 20 characters or fewer. It is 21."),
        ("\u200b\u202e", "Fill this in: Title."),
    ],
)
def test_one_line_refuses_in_words(typed: str, sentence: str) -> None:
    form = sent(title=typed)

    assert form.errors["title"] == [sentence]


def test_plain_text_keeps_lines_and_counts_them_once() -> None:
    form = sent(story="a\r\n\tb\u202e" + "x" * 36)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["story"] == "a\n\tb" + "x" * 36


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\ud800"])
def test_plain_text_refuses_controls(sign: str) -> None:
    assert list(sent(story=f"a{sign}b").errors) == ["story"]


def test_plain_text_says_by_how_much_it_is_too_long() -> None:
    assert sent(story="x" * 41).errors["story"] == [
        "This must be 40 characters or fewer. It is 41."
    ]


@pytest.mark.parametrize("field", [OneLine, PlainText])
def test_a_field_needs_a_length(field: Any) -> None:
    with pytest.raises(TypeError):
        field()


def test_each_showing_has_its_own_key_without_the_prefix() -> None:
    first, second = Greeting(prefix="a"), Greeting(prefix="a")

    assert first["idempotency_key"].html_name == "idempotency_key"
    assert first["title"].html_name == "a-title"
    assert first["idempotency_key"].value() != second["idempotency_key"].value()


def test_the_key_is_apart_from_the_content() -> None:
    form = sent(idempotency_key="0123456789")

    assert form.is_valid()
    assert form.key == "0123456789"
    assert form.content == {"title": "Hello", "story": "", "colour": ""}


@pytest.mark.parametrize("key", ["short", "has space in it", "<script>alert</script>", "x" * 65])
def test_a_key_of_another_shape_is_refused(key: str) -> None:
    form = sent(idempotency_key=key)

    assert not form.is_valid()
    assert form.key == ""
    assert len(form.error_summary) == 1


def test_an_empty_key_is_allowed_for_scripts() -> None:
    assert sent().is_valid()


def test_error_summary_jumps_to_fields() -> None:
    form = Greeting({"title": "", "colour": "purple", "story": "\x07"})

    assert [target for target, _ in form.error_summary] == ["id_title", "id_story", "id_colour_0"]


def test_error_summary_sends_general_mistakes_to_the_first_field() -> None:
    assert sent(title="bad").error_summary == [("id_title", "These two do not go together.")]


def test_what_was_typed_is_kept() -> None:
    form = sent(title="a\nb", story="My story")

    assert form["title"].value() == "a\nb"
    assert form["story"].value() == "My story"


def test_a_field_is_drawn_by_the_sites_component() -> None:
    html = Greeting({"title": ""})["title"].as_field_group()

    assert 'class="err"' in html
    assert 'id="id_title"' in html


@pytest.mark.django_db
def test_a_model_form_has_the_same_manners() -> None:
    form = SignForm({"name": "worker", "idempotency_key": "0123456789"})

    assert form.key == ""
    assert form.errors.get("name") is None
    assert form.key == "0123456789"


@pytest.mark.django_db
def test_a_number_that_no_database_holds_is_nobodys_row():
    """SQLite cannot even be asked for it."""
    signs = ManyRows(Sign.objects.all())

    with pytest.raises(forms.ValidationError, match="not one of the available choices"):
        signs.clean(["99999999999999999999"])


def test_every_choice_of_rows_by_number_stands_numbers_that_no_database_holds():
    """A field that asks for rows by a text is safe by itself."""
    import_every_form()

    unsafe = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in subclasses(forms.BaseForm)
        if not form.__module__.startswith(("django.", "wagtail.", "allauth.", "taggit."))
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelMultipleChoiceField) and not isinstance(field, ManyRows)
        if not isinstance(
            field.queryset.model._meta.get_field(field.to_field_name or "id"), models.CharField
        )
    ]

    assert unsafe == []


def import_every_form() -> None:
    """The forms of every app of ours, whether a page was asked for or not."""
    for app in apps.get_app_configs():
        found = importlib.util.find_spec(f"{app.name}.forms")
        if found is None or ".venv" in (found.origin or "") or "site-packages" in app.path:
            continue
        package = importlib.import_module(f"{app.name}.forms")
        for part in pkgutil.walk_packages(getattr(package, "__path__", []), f"{package.__name__}."):
            importlib.import_module(part.name)


def subclasses(of: type) -> set[type]:
    return {deep for one in of.__subclasses__() for deep in {one, *subclasses(one)}}
