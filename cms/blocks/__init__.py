"""What editors can put into a page: a few good blocks, some of them live."""

from .live import (
    EventsBlock,
    EvidenceBlock,
    MapBlock,
    OpportunitiesBlock,
    OutcomesBlock,
    TheoryRowBlock,
)
from .streams import BodyBlocks, PartnersBlocks, StoryBlocks
from .words import (
    AccordionBlock,
    CallToActionBlock,
    PictureBlock,
    QuoteBlock,
    TableBlock,
    TextBlock,
    VideoBlock,
    table_lines,
)

__all__ = [
    "AccordionBlock",
    "BodyBlocks",
    "CallToActionBlock",
    "EventsBlock",
    "EvidenceBlock",
    "MapBlock",
    "OpportunitiesBlock",
    "OutcomesBlock",
    "PartnersBlocks",
    "PictureBlock",
    "QuoteBlock",
    "StoryBlocks",
    "TableBlock",
    "TextBlock",
    "TheoryRowBlock",
    "VideoBlock",
    "table_lines",
]
