"""Initials in notes: who is "PR", and which lines ask somebody to do something. Pure functions.

A person here is anything with ``name`` and ``initials``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

TITLES = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "cllr", "rev", "sir"}
)
EVERYONE = frozenset({"all", "everyone", "everybody", "all members", "members"})
MOST_ACTIONS = 100
_LABEL = re.compile(r"^\W*actions?\s*(?:[:–—-]|\d+\s*[:.)–—-])\s*", re.IGNORECASE)
_BULLET = re.compile(r"^[\s>*•·–—-]+|^\s*\d+[.)]\s+")
_OWNERS = r"(?:[A-Z]{2,4}|all members|all|everyone|everybody|members)"
_ASKS = re.compile(
    rf"^(?P<who>{_OWNERS}(?:\s*(?:,|&|/|\+|and)\s*{_OWNERS})*)\s*(?:to|will|[:–—-])\s+(?P<what>\S.*)$",
    re.IGNORECASE,
)
_MARK = re.compile(r"\b[A-Z]{2,4}\b")
_BETWEEN = re.compile(r"\s*(?:,|&|/|\+|\band\b)\s*", re.IGNORECASE)


@dataclass
class Found:
    """One action that the notes seem to ask for: what, whose, and which initials stay open."""

    text: str
    owners: list[Any] = field(default_factory=list)
    everyone: bool = False
    unsure: dict[str, list[Any]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def initials_of(name: str) -> str:
    """The first letter of each word of a name, without titles: "Dr Priya Rao" is "PR"."""
    words = [word for word in name.replace(".", " ").split() if word.casefold() not in TITLES]
    return "".join(word[0] for word in words if word[0].isalpha()).upper()[:4]


def resolve(mark: str, people: Iterable[Any]) -> list[Any]:
    """Everybody whom these initials can mean, by what was written beside the name, else by the name."""
    wanted = mark.upper()
    return [one for one in people if (one.initials or initials_of(one.name)).upper() == wanted]


def read_actions(text: str, people: Sequence[Any]) -> list[Found]:
    """The actions that a text asks for, in its order.

    A line counts when it begins with "Action:", or with known initials (or "all") and "to".
    """
    found: list[Found] = []
    for raw in text.splitlines():
        line = _plain(raw)
        labelled = bool(_LABEL.match(line))
        line = _LABEL.sub("", line).strip()
        if not line:
            continue
        asks = _ASKS.match(line)
        marks = _BETWEEN.split(asks["who"]) if asks else []
        if not labelled and not (asks and _is_somebody(asks, marks, people)):
            continue
        found.append(_found(line, marks, people))
        if len(found) == MOST_ACTIONS:
            break
    return found


def mentioned(text: str, people: Sequence[Any]) -> list[Any]:
    """Whose initials stand in a text, where they can mean one person only."""
    marks = dict.fromkeys(_MARK.findall(text))
    return [who[0] for mark in marks if len(who := resolve(mark, people)) == 1]


def _plain(line: str) -> str:
    """Without bullets and the marks of bold text."""
    return _BULLET.sub("", line.replace("**", "").replace("__", "")).strip()


def _is_somebody(asks: re.Match[str], marks: list[str], people: Sequence[Any]) -> bool:
    """Whether an unlabelled line names somebody: "all to" in small letters may be plain prose."""
    if not re.match(r"\s*(?:to|will)\b", asks.string[asks.end("who") :]):
        return False
    return all(
        resolve(mark, people) if mark.isupper() and mark != "ALL" else mark in ("ALL", "All")
        for mark in marks
    )


def _found(line: str, marks: list[str], people: Sequence[Any]) -> Found:
    action = Found(text=line)
    for mark in marks:
        if mark.casefold() in EVERYONE:
            action.everyone = True
            continue
        who = resolve(mark, people)
        if len(who) == 1:
            if who[0] not in action.owners:
                action.owners.append(who[0])
        elif who:
            action.unsure[mark] = who
        else:
            action.unknown.append(mark)
    return action


class Unclear(ValueError):
    """Whose an action is could not be read, in words."""


def whose(text: str, people: Sequence[Any]) -> tuple[list[Any], bool]:
    """(people, whether all members) that somebody typed as initials or names with commas between.

    Raises Unclear for who is not of this meeting, and for initials that two of them have.
    """
    owners: list[Any] = []
    everyone = False
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        if part.casefold() in EVERYONE:
            everyone = True
            continue
        found = _by_name(part, people) or resolve(part, people)
        if len(found) > 1:
            names = " or ".join(one.desk_name for one in found)
            raise Unclear(f"“{part}” could be {names}. Write which.")
        if not found:
            raise Unclear(
                f"Nobody of this meeting is “{part}”. Enter them as a line of attendance first."
            )
        if found[0] not in owners:
            owners.append(found[0])
    return owners, everyone


def _by_name(part: str, people: Sequence[Any]) -> list[Any]:
    wanted = part.casefold()
    whole = [one for one in people if one.desk_name.casefold() == wanted]
    return whole or [one for one in people if one.name and one.name.casefold() == wanted]
