"""Blocks that hold what an editor wrote: prose, pictures, tables, questions."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.addresses import validate_address, validate_elsewhere

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INSIDE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
MOST_LINES, MOST_CELLS = 60, 6


class TextBlock(blocks.RichTextBlock):
    """Prose with headings, lists and links."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **options})

    class Meta:
        icon = "doc-full"
        label = "Text"
        template = "cms/blocks/text.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words, with their leave."""

    text = blocks.TextBlock(max_length=600, help_text="Their words, without quotation marks.")
    who = blocks.CharBlock(
        max_length=160,
        required=False,
        help_text="A name and an organisation, only with that person’s leave.",
    )

    class Meta:
        icon = "openquote"
        label = "Quote"
        template = "cms/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows, in words."""

    image = ImageBlock(help_text="Say in words what it shows, or mark it as decoration.")
    caption = blocks.CharBlock(
        max_length=240, required=False, help_text="A line below it: where, when, who took it."
    )

    class Meta:
        icon = "image"
        label = "Picture"
        template = "cms/blocks/picture.html"


class CallToActionBlock(blocks.StructBlock):
    """One thing to do next."""

    text = blocks.CharBlock(
        max_length=240, required=False, help_text="One sentence above the button."
    )
    button = blocks.CharBlock(max_length=60, help_text="Starts with a verb: Post a challenge.")
    page = blocks.PageChooserBlock(required=False, help_text="Either a page of this site ...")
    address = blocks.CharBlock(
        max_length=200,
        required=False,
        validators=[validate_address],
        help_text="... or an address: /opportunities/ on this site, or one that starts with https://",
    )

    class Meta:
        icon = "link"
        label = "Call to action"
        template = "cms/blocks/call_to_action.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("address")):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError("Choose a page or give an address, one of the two.")}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        page = value.get("page")
        context["url"] = page.url if page else value.get("address")
        return context


class TableBlock(blocks.StructBlock):
    """A small table, pasted from a spreadsheet or typed. A phone shows each line as a labelled list."""

    caption = blocks.CharBlock(
        max_length=160, help_text="What the table shows, in one line. Shown above it."
    )
    cells = blocks.TextBlock(
        label="Lines",
        help_text=(
            "One line of the table on each line, cells parted by | or pasted from a spreadsheet. "
            "The first line holds the headings, the first cell of each line its name."
        ),
    )

    class Meta:
        icon = "table"
        label = "Table"
        template = "cms/blocks/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if wrong := _wrong_with(table_lines(cleaned["cells"])):
            raise blocks.StructBlockValidationError({"cells": ValidationError(wrong)})
        return cleaned

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        heads, *lines = table_lines(value.get("cells") or "") or [[]]
        context["columns"] = [{"title": head} for head in heads]
        context["rows"] = [
            [{"text": cell, "label": head} for head, cell in zip(heads, line, strict=False)]
            for line in lines
        ]
        return context


def table_lines(text: str) -> list[list[str]]:
    """The cells of a table as somebody typed or pasted it."""
    mark = "\t" if "\t" in text else "|"
    lines = [line.strip(" |" if mark == "|" else " \r") for line in text.splitlines()]
    return [[cell.strip() for cell in line.split(mark)] for line in lines if line.strip()]


def _wrong_with(lines: list[list[str]]) -> str:
    """Why this is no table, in words; empty where it is one."""
    if len(lines) < 2:
        return "Give a line of headings and at least one line below it."
    if len(lines) > MOST_LINES:
        return f"At most {MOST_LINES} lines fit on a page. Attach the rest as a document."
    if not 2 <= len(lines[0]) <= MOST_CELLS:
        return f"Give between 2 and {MOST_CELLS} headings, parted by |."
    if not all(lines[0]):
        return (
            "Each column needs a heading: people who listen to the table hear it with every cell."
        )
    for number, line in enumerate(lines, start=1):
        if len(line) != len(lines[0]):
            return f"Line {number} has {len(line)} cells, the headings are {len(lines[0])}."
    return ""


class QuestionBlock(blocks.StructBlock):
    """One line that opens."""

    title = blocks.CharBlock(max_length=160, help_text="What is under it, such as a question.")
    text = blocks.RichTextBlock(features=INSIDE_FEATURES, help_text="Shown when it is opened.")


class AccordionBlock(blocks.StructBlock):
    """Lines that open one by one, for what not everybody needs."""

    items = blocks.ListBlock(QuestionBlock(), min_num=1, max_num=20, label="Lines that open")

    class Meta:
        icon = "collapse-down"
        label = "Lines that open"
        template = "cms/blocks/accordion.html"


class VideoBlock(blocks.StructBlock):
    """A video elsewhere, as a link. Nothing of the other site is loaded before somebody follows it."""

    title = blocks.CharBlock(max_length=160, help_text="What the video is, in a few words.")
    address = blocks.CharBlock(
        max_length=300,
        validators=[validate_elsewhere],
        help_text="Where it is, such as https://vimeo.com/ and its number. Readers go there by a "
        "link: this page loads nothing from that site.",
    )
    minutes = blocks.IntegerBlock(
        required=False, min_value=1, max_value=600, help_text="How long it is."
    )
    words = blocks.RichTextBlock(
        features=INSIDE_FEATURES,
        label="In words",
        help_text="What is said and shown, for whoever cannot hear or see it or will not leave.",
    )

    class Meta:
        icon = "media"
        label = "Video, as a link"
        template = "cms/blocks/video.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        host = (value.get("address") or "").removeprefix("https://").partition("/")[0]
        context["host"] = host.removeprefix("www.")
        return context
