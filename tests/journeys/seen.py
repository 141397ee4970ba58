"""A page as somebody saw it, and the words in it."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from bs4 import BeautifulSoup


@dataclass(frozen=True)
class Seen:
    """One page: where it was, and its source as it arrived."""

    path: str
    html: str
    status: int = 200

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, parsed."""
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def words(self) -> str:
        """All its words, on one line."""
        return squeezed(self.soup.body.get_text(" ") if self.soup.body else self.html)

    @property
    def heading(self) -> str:
        """What the page calls itself."""
        found = self.soup.find("h1")
        return squeezed(found.get_text()) if found else ""

    def __str__(self) -> str:
        main = self.soup.find("main")
        words = squeezed(main.get_text(" ")) if main else self.words
        return f"{self.path} ({self.status}, “{self.heading}”): {words[:1500]}"


def squeezed(text: str) -> str:
    """On one line, single spaces."""
    return " ".join(text.split())


def holding(words: str) -> re.Pattern[str]:
    """Matches a text that holds exactly these words, none of them half; Chromium reads it too."""
    begin = r"(?<!\w)" if words[0].isalnum() else ""
    end = r"(?!\w)" if words[-1].isalnum() else ""
    return re.compile(begin + r"\s+".join(map(re.escape, words.split(" "))) + end)


def path_of(address: str) -> str:
    """The path and query of an address on this site, whatever host a mail gives it."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
