"""The shape of a page that comes with the site."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Written:
    """A page: which model, where, its opening line and its body of (block, value)."""

    model: str
    slug: str
    title: str
    intro: str
    body: tuple[tuple[str, Any], ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.slug


def text(html: str) -> tuple[str, str]:
    """A block of prose. Line ends inside it are for us, not for readers."""
    return ("text", " ".join(html.split()).replace("> <", "><"))
