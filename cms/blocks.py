"""What editors can put into a page: a few good blocks, some of them live."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from mission.models import District, Priority, TheoryRow
from opportunities.choices import Kind

from .addresses import validate_address
from .queries import latest_rows, theory_rows

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
LONGEST_LIST = 10


def priority_choices() -> list[tuple[str, str]]:
    """Priorities as they are now, by slug."""
    return list(Priority.objects.values_list("slug", "title"))


def district_choices() -> list[tuple[str, str]]:
    """Places as they are now, by slug."""
    return list(District.objects.values_list("slug", "name"))


def row_choices() -> list[tuple[str, str]]:
    """Rows of the theory of change as they are now, by slug."""
    return list(TheoryRow.objects.values_list("slug", "title"))


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
    caption = blocks.CharBlock(max_length=240, required=False)

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


class OpportunitiesBlock(blocks.StructBlock):
    """Open opportunities, newest first, as they are when somebody reads the page."""

    heading = blocks.CharBlock(max_length=80, default="Open now")
    kind = blocks.ChoiceBlock(
        choices=Kind.choices, required=False, help_text="Leave it open for every kind."
    )
    priority = blocks.ChoiceBlock(
        choices=priority_choices, required=False, help_text="Only those that serve this priority."
    )
    district = blocks.ChoiceBlock(
        choices=district_choices, required=False, help_text="Only those in this place."
    )
    most = blocks.IntegerBlock(min_value=1, max_value=LONGEST_LIST, default=5, label="How many")

    class Meta:
        icon = "list-ul"
        label = "List of open opportunities"
        template = "cms/blocks/opportunities.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["rows"] = latest_rows(
            kind=value.get("kind") or "",
            priority=value.get("priority") or "",
            district=value.get("district") or "",
            most=min(value.get("most") or LONGEST_LIST, LONGEST_LIST),
        )
        return context


class TheoryRowBlock(blocks.StructBlock):
    """One row of the theory of change, with what has been seen of it."""

    row = blocks.ChoiceBlock(choices=row_choices)

    class Meta:
        icon = "table"
        label = "Row of the theory of change"
        template = "cms/blocks/theory_row.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["theory"] = theory_rows(only=value.get("row") or "-")
        return context


class BodyBlocks(blocks.StreamBlock):
    """What the body of a page is made of."""

    text = TextBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    call_to_action = CallToActionBlock()
    opportunities = OpportunitiesBlock()
    theory_row = TheoryRowBlock()


class GainBlock(blocks.StructBlock):
    """What one side gained."""

    title = blocks.CharBlock(max_length=80, help_text="What the residents gained")
    text = blocks.TextBlock(max_length=400)


class StoryBlock(blocks.StructBlock):
    """What came of one introduction, told by one of its two sides."""

    title = blocks.CharBlock(max_length=80, default="What came of one introduction")
    quote = blocks.TextBlock(max_length=600, help_text="Their words, without quotation marks.")
    who = blocks.CharBlock(
        max_length=160, help_text="A name and an organisation, only with that person’s leave."
    )
    gains = blocks.ListBlock(GainBlock(), max_num=2, help_text="One for each side.")
    more = blocks.PageChooserBlock(required=False, help_text="The page with the whole story.")

    class Meta:
        icon = "openquote"
        label = "Story"
        template = "cms/blocks/story.html"


class StoryBlocks(blocks.StreamBlock):
    """At most one story; none hides the place where it would stand."""

    story = StoryBlock()

    class Meta:
        max_num = 1
        required = False
