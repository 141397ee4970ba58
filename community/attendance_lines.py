"""Who was there, as somebody types it: one line each, "Name (Organisation)". Pure functions."""

import re
from dataclasses import dataclass

from .initials import initials_of
from .models.attendance import INITIALS_LENGTH, NAME_LENGTH, ORGANISATION_LENGTH

MOST_LINES = 300
_BULLET = re.compile(r"^[\s>*•·–—-]+|^\s*\d+[.)]\s+")
_BRACKETS = re.compile(r"^(?P<name>[^()]*)\((?P<body>[^()]+)\)\s*$")
_SPLIT = re.compile(r"\s+[–—-]\s+|\s*,\s*|\t+")
_INITIALS = re.compile(r"\s+\[(?P<mark>[A-Za-z]{1,8})\]\s*$")


@dataclass(frozen=True)
class Line:
    """One line as it was understood."""

    name: str
    initials: str
    organisation_name: str


class LinesUnclear(ValueError):
    """Which lines could not be read, each in a sentence."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences[:5]))


def read_lines(text: str) -> list[Line]:
    """What each line says; empty ones are passed over. Raises LinesUnclear."""
    lines: list[Line] = []
    wrong: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        typed = _BULLET.sub("", raw).strip()
        if not typed:
            continue
        line = _read(typed)
        if not line.name and not line.organisation_name:
            wrong.append(f"Line {number}: write a name, or an organisation in brackets.")
        elif len(line.name) > NAME_LENGTH or len(line.organisation_name) > ORGANISATION_LENGTH:
            wrong.append(f"Line {number} is too long for a name and an organisation.")
        else:
            lines.append(line)
    if len(lines) > MOST_LINES:
        wrong.insert(0, f"Enter {MOST_LINES} lines at a time at most.")
    if wrong:
        raise LinesUnclear(wrong)
    return lines


def _read(typed: str) -> Line:
    bracketed = _BRACKETS.match(typed)
    if bracketed:
        name, body = bracketed["name"], bracketed["body"]
    else:
        parts = _SPLIT.split(typed, maxsplit=1)
        name, body = parts[0], parts[1] if len(parts) > 1 else ""
    name, mark = name.strip(" ()"), ""
    if given := _INITIALS.search(f" {name}"):
        mark, name = given["mark"], f" {name}"[: given.start()].strip()
    initials = (mark or initials_of(name)).upper()[:INITIALS_LENGTH]
    return Line(name=name, initials=initials, organisation_name=body.strip(" ()"))
