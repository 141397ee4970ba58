"""What somebody pastes into notes made plain, and plain marks made safe HTML. Pure functions.

Nothing that was typed as HTML is ever shown as HTML: tags are taken out when a text is saved, and
what is left of them is shown as the letters they are.
"""

import html
import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "hr", "code"}
_HTML = re.compile(
    r"<(?:!--|!\[|/?(?:p|div|span|br|b|i|u|em|strong|font|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|a|img"
    r"|script|style|meta|link|html|head|body|iframe|object|svg|form|o:p|w:\w+|st1:\w+|xml)\b)",
    re.IGNORECASE,
)
_WITH_CONTENT = re.compile(
    r"<(style|script|xml|head|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)|<!\[.*?\]>", re.DOTALL)
_ITEM = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^>]*>|</(?:p|div|tr|h[1-6]|ul|ol|li|table)\s*>", re.IGNORECASE)
_WORD_BULLET = re.compile(r"^[ \t]*[·•▪§][ \t\u00a0]+", re.MULTILINE)
_MARKS = re.compile(r"\*\*|^\s*[-*>]\s+", re.MULTILINE)
_LINES = re.compile(r"\n{3,}")

_marks = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["heading", "lheading", "image", "html_block", "html_inline", "code", "fence", "reference"]
)


def tidy(text: str) -> str:
    """A pasted text without the tags, styles and remarks of a word processor; plain text stays as it is."""
    if _HTML.search(text):
        text = _REMARK.sub("", _WITH_CONTENT.sub("", text))
        text = _ITEM.sub("\n- ", text)
        text = _BREAK.sub("\n", _CELL.sub(" ", text))
        text = html.unescape(nh3.clean(text, tags=set()))
    text = _WORD_BULLET.sub("- ", text.replace("\u00a0", " "))
    lines = [line.rstrip() for line in text.splitlines()]
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def beginning(text: str) -> str:
    """How a text begins, in one line without its marks, to tell one from another."""
    return on_one_line(text[:400])


def on_one_line(text: str) -> str:
    """The words of a text without its marks."""
    return " ".join(_MARKS.sub("", text).split())


@lru_cache(maxsize=512)
def to_html(text: str) -> SafeString:
    """Paragraphs, lists, bold, links and quotes; links leave without saying where from."""
    drawn = nh3.clean(
        _marks.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(drawn)  # noqa: S308 - nh3 has let through nothing but the tags above
