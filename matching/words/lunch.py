"""Why two people should meet over lunch, made from what joins them and nothing else.

Pure: facts in, sentences out, once in the voice of each. A reason is ``{"text", "note"}``.
"""

from collections.abc import Iterable
from typing import Any

from . import LEVELS, join, lower_first

MOST_NAMED = 3

Reason = dict[str, str]


def _reason(text: str, note: str = "") -> Reason:
    return {"text": text, "note": note}


def _named(rows: Iterable[dict[str, Any]]) -> str:
    """The first few of the match's own rows that count for it, in one phrase."""
    good = [lower_first(row["text"]) for row in rows if row["state"] != "no"]
    return join(good[:MOST_NAMED])


def could_help(title: str, *, offer: str, words: dict[str, Any]) -> Reason:
    """To the side that asks: what the other could help with, and through what."""
    through = f"Their offer “{offer}” brings: " if offer else "They bring: "
    named = _named(row for row in words["yours"] if row["asked"])
    return _reason(f"They could help with “{title}”", f"{through}{named}." if named else "")


def could_give(title: str, *, offer: str, words: dict[str, Any]) -> Reason:
    """To the side that could help: where, and what they would gain."""
    how = f"Your offer “{offer}” could help" if offer else "You could help"
    named = _named(row for row in words["yours"] if row["state"] == "yes")
    return _reason(f"{how} with their “{title}”", f"You would gain: {named}." if named else "")


def learns(skill: str, level: int) -> Reason:
    """To whoever wants to learn it."""
    return _reason(f"You want to learn {lower_first(skill)}", f"They hold it at {LEVELS[level]}.")


def teaches(skill: str, level: int) -> Reason:
    """To whoever holds it."""
    return _reason(f"They want to learn {lower_first(skill)}", f"You hold it at {LEVELS[level]}.")


def both_hold(skills: Iterable[str]) -> Reason:
    """Skills that both have."""
    return _reason(f"You both work with {join(lower_first(one) for one in skills)}")


def both_chose(themes: Iterable[str]) -> Reason:
    """Interests that both have."""
    return _reason(f"You both chose {join(lower_first(one) for one in themes)}")
