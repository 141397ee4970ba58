"""What a page's words do to readers: what must be mended first, and what would be better otherwise.

Pure: values of fields in, remarks out. Alternative texts and the shape of tables are asked by their blocks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

LONG_PARAGRAPH = 120
LONG_WITHOUT_HEADINGS = 400
VOID_WORDS = frozenset(
    (
        *("click", "click here", "download", "here", "learn more", "link", "more"),
        *("read more", "see", "this", "this link", "this page"),
    )
)
READ = ("intro", "body", "method", "outcome", "reuse", "steps")
_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True)
class Remark:
    """One sentence about one field. ``refuses``: the page is not published before it is mended."""

    field: str
    words: str
    refuses: bool = False


class _Reader(HTMLParser):
    """Headings, links and paragraphs of rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self.paragraphs: list[str] = []
        self._open: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("h2", "h3", "h4", "a", "p", "li"):
            self._open[tag] = []

    def handle_data(self, data: str) -> None:
        for words in self._open.values():
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        words = " ".join("".join(self._open.pop(tag)).split())
        if tag == "a":
            self.links.append(words)
        elif tag in ("p", "li"):
            self.paragraphs.append(words)
        else:
            self.headings.append((int(tag[1]), words))


def remarks(fields: Mapping[str, Any]) -> list[Remark]:
    """All that is to be said of the values of a page's fields, the grave things first."""
    found = list(_remarks(fields))
    return sorted(dict.fromkeys(found), key=lambda remark: not remark.refuses)


def remarks_on(page: Any) -> list[Remark]:
    """The same of a page as it was last saved."""
    names = [field.name for field in page._meta.get_fields() if field.name in READ]
    return remarks({name: getattr(page, name) for name in names})


def _remarks(fields: Mapping[str, Any]) -> Iterator[Remark]:
    if "intro" in fields and not (fields["intro"] or "").strip():
        yield Remark("intro", "There is no opening line. Lists and search engines show it.")
    for field, value in fields.items():
        read = _Reader()
        for html in rich_texts(value):
            read.feed(html)
        read.close()
        yield from _of_headings(field, read, below=2 if field == "body" else 3)
        yield from _of_links(field, read)
        yield from _of_length(field, read)


def _of_headings(field: str, read: _Reader, *, below: int) -> Iterator[Remark]:
    level = below - 1
    for found, words in read.headings:
        if not words:
            yield Remark(field, "A heading has no words. Take it out.", refuses=True)
        elif found > level + 1:
            yield Remark(
                field,
                f"“{_short(words)}” is a heading of level {found} straight after level {level}. "
                "People who jump from heading to heading lose their way: make it level "
                f"{level + 1}.",
                refuses=True,
            )
        level = found


def _of_links(field: str, read: _Reader) -> Iterator[Remark]:
    for words in read.links:
        if not words:
            yield Remark(field, "A link has no words. Say where it leads.", refuses=True)
        elif words.lower().strip(" .…!>»") in VOID_WORDS:
            yield Remark(
                field,
                f"A link says “{_short(words)}”. Read on its own it leads anywhere: let it say "
                "where it leads.",
                refuses=True,
            )
        elif _ADDRESS.fullmatch(words):
            yield Remark(
                field, f"A link shows its bare address ({_short(words)}). Words are easier to hear."
            )


def _of_length(field: str, read: _Reader) -> Iterator[Remark]:
    for words in read.paragraphs:
        if len(words.split()) > LONG_PARAGRAPH:
            yield Remark(
                field,
                f"The paragraph that starts “{_short(words)}” has {len(words.split())} words. "
                "Two shorter ones are read, one long one is not.",
            )
    total = sum(len(words.split()) for words in read.paragraphs)
    if field == "body" and total > LONG_WITHOUT_HEADINGS and not read.headings:
        yield Remark(field, f"{total} words without a heading. One for each thought helps.")


def rich_texts(value: Any) -> Iterator[str]:
    """Each piece of rich text in a field's value, blocks within blocks too."""
    if hasattr(value, "stream_block"):
        for child in value:
            yield from _of_block(child.block, child.value)
    elif isinstance(value, str) and "<" in value:
        yield value


def _of_block(block: Any, value: Any) -> Iterator[str]:
    if value is None:
        return
    if getattr(block.meta, "has_heading", False):
        yield "<h2>A list</h2>"
    if hasattr(value, "source"):
        yield value.source
    elif hasattr(block, "child_blocks") and isinstance(value, Mapping):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, value.get(name))
    elif hasattr(block, "child_block"):
        for one in value:
            yield from _of_block(block.child_block, one)


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
