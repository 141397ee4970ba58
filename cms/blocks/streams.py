"""Which blocks each place of a page takes."""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from profiles.models import Organisation

from .live import (
    EventsBlock,
    EvidenceBlock,
    MapBlock,
    OpportunitiesBlock,
    OutcomesBlock,
    TheoryRowBlock,
)
from .words import (
    AccordionBlock,
    CallToActionBlock,
    PictureBlock,
    QuoteBlock,
    TableBlock,
    TextBlock,
    VideoBlock,
)


class BodyBlocks(blocks.StreamBlock):
    """What the body of a page is made of."""

    text = TextBlock(group="Written")
    picture = PictureBlock(group="Written")
    quote = QuoteBlock(group="Written")
    table = TableBlock(group="Written")
    accordion = AccordionBlock(group="Written")
    video = VideoBlock(group="Written")
    call_to_action = CallToActionBlock(group="Written")
    opportunities = OpportunitiesBlock(group="Live")
    events = EventsBlock(group="Live")
    outcomes = OutcomesBlock(group="Live")
    map = MapBlock(group="Live")
    evidence = EvidenceBlock(group="Live")
    theory_row = TheoryRowBlock(group="Live")


class GainBlock(blocks.StructBlock):
    """What one side gained."""

    title = blocks.CharBlock(max_length=80, help_text="What the residents gained")
    text = blocks.TextBlock(max_length=400, help_text="In one or two sentences.")


class StoryBlock(blocks.StructBlock):
    """What came of one introduction, told by one of its two sides."""

    title = blocks.CharBlock(
        max_length=80,
        default="What came of one introduction",
        help_text="The heading beside the quote.",
    )
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


class PartnerBlock(blocks.StructBlock):
    """One organisation that helps to run the Forum."""

    organisation = SnippetChooserBlock(
        Organisation, help_text="Shown only while a custodian’s confirmation of it stands."
    )
    gives = blocks.CharBlock(
        max_length=200,
        required=False,
        label="What it gives",
        help_text="In a few words: a room in spring, two speakers a year.",
    )


class PartnersBlocks(blocks.StreamBlock):
    """The partners, in the order of the page."""

    partner = PartnerBlock(icon="group", label="Partner")
