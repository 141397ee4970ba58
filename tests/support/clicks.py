"""What it takes a person: clicks and typed words, and the seconds that a keystroke-level model makes of them.

The operators are those of Card, Moran and Newell, "The keystroke-level model for user performance time
with interactive systems", Communications of the ACM 23 (1980): M 1.35 s to make up one's mind, P 1.1 s to
point, B 0.1 s to press or let go of a button, H 0.4 s from mouse to keys, K 0.28 s a key for somebody who
types now and then. Reading is 238 words a minute (Brysbaert, Journal of Memory and Language 109, 2019).
"""

from dataclasses import dataclass, field
from typing import Any

MIND, POINT, PRESS, HAND, KEY = 1.35, 1.1, 0.1, 0.4, 0.28
WORDS_A_MINUTE = 238


@dataclass
class Effort:
    """What one thing took."""

    clicks: int = 0
    ways_back: int = 0
    typed_words: int = 0
    keys: int = 0
    read_words: int = 0

    @property
    def hands(self) -> float:
        """Seconds by the model: each click is thought of, pointed at and pressed; keys cost two moves of a hand."""
        typing = self.keys * KEY + (2 * HAND if self.keys else 0)
        return (self.clicks + self.ways_back) * (MIND + POINT + 2 * PRESS) + typing

    @property
    def eyes(self) -> float:
        """Seconds of reading every word of the pages that were opened."""
        return self.read_words * 60 / WORDS_A_MINUTE


@dataclass
class Counted:
    """A visitor who is counted: ``with`` nothing but the verbs that they press and type."""

    visitor: Any
    efforts: dict[str, list[Effort]] = field(default_factory=dict)

    def begin(self, kind: str) -> None:
        """Another thing of this kind."""
        self.effort = Effort()
        self.efforts.setdefault(kind, []).append(self.effort)

    def follow(self, words: str) -> None:
        """A click on a link; what stands on the page it leads to is read."""
        self.effort.clicks += 1
        self.visitor.follow(words)
        self.effort.read_words += self._words()

    def press(self, words: str) -> None:
        """A click on a button."""
        self.effort.clicks += 1
        self.visitor.press(words)

    def choose(self, label: str) -> None:
        """A click on a box."""
        self.effort.clicks += 1
        self.visitor.choose(label)

    def pick(self, label: str, option: str) -> None:
        """A click on a list, and one on what is in it."""
        self.effort.clicks += 2
        self.visitor.pick(label, option)

    def fill(self, label: str, text: str) -> None:
        """A click into a field, and the keys."""
        self.effort.clicks += 1
        self.effort.keys += len(text)
        self.effort.typed_words += len(text.split())
        self.visitor.fill(label, text)

    def back_to(self, path: str) -> None:
        """One more click where the button has not led there by itself."""
        if self.visitor.path.partition("#")[0] != path:
            self.effort.ways_back += 1
        self.visitor.open(path)

    def _words(self) -> int:
        main = self.visitor.seen[-1].soup.find("main")
        return len(main.get_text(" ").split()) if main else 0
