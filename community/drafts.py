"""The text of a consultation: Markdown in, clean and numbered paragraphs out."""

from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "br"),
}
MOST_PARAGRAPHS = 150


@dataclass(frozen=True)
class Paragraph:
    """One block of a draft. Headings have no number."""

    number: int | None
    html: SafeString
    text: str


@lru_cache(maxsize=64)
def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The blocks of a draft in order, each but the headings with its number from 1."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    lines = body.splitlines()
    tokens = reader.parse(body)
    found: list[Paragraph] = []
    block: list = []
    number = 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, int(token.tag[1]) + 1)}"
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            html = nh3.clean(
                reader.renderer.render(block, reader.options, {}),
                tags=TAGS,
                attributes={"a": {"href"}},
                url_schemes={"http", "https", "mailto"},
                link_rel="noopener noreferrer",
            ).strip()
            is_heading = block[0].type == "heading_open"
            begins, ends = block[0].map or (0, 0)
            block = []
            if not html:
                continue
            number += 0 if is_heading else 1
            text = "\n".join(lines[begins:ends]).strip()
            found.append(Paragraph(None if is_heading else number, mark_safe(html), text))  # noqa: S308 (cleaned above)
    return tuple(found)


def numbered(body: str) -> list[Paragraph]:
    """Those that can be commented on."""
    return [one for one in paragraphs(body) if one.number]
