"""Why two people should meet over lunch, made from what joins them and nothing else.

Pure: facts in, sentences out, once in the voice of each. A reason is ``{"text", "note"}``.
"""

from collections.abc import Iterable
from typing import Any

from . import LEVELS, join

MOST_NAMED = 3

Reason = dict[str, str]


def _reason(text: str, note: str = "") -> Reason:
    return {"text": text, "note": note}


def _skills(rows: Iterable[dict[str, Any]]) -> str:
    """The skills of a match's own rows that are asked for and held, as the vocabulary writes them."""
    good = [row["text"] for row in rows if row["asked"] and row["state"] != "no"]
    return join(good[:MOST_NAMED])


def _gains(rows: Iterable[dict[str, Any]]) -> str:
    """What its own rows say that the giver gains, in one line."""
    good = [row["text"] for row in rows if row["state"] == "yes"]
    return "; ".join(f"{one[:1].lower()}{one[1:]}" for one in good[:MOST_NAMED])


def could_help(title: str, *, offer: str, words: dict[str, Any]) -> Reason:
    """To the side that asks: what the other could help with, and through what."""
    through = f"Their offer “{offer}” brings: " if offer else "They bring: "
    named = _skills(words["yours"])
    return _reason(f"They could help with “{title}”", f"{through}{named}." if named else "")


def could_give(title: str, *, offer: str, words: dict[str, Any]) -> Reason:
    """To the side that could help: where, and what they would gain."""
    how = f"Your offer “{offer}” could help" if offer else "You could help"
    named = _gains(words["yours"])
    return _reason(f"{how} with their “{title}”", f"You would gain: {named}." if named else "")


def learns(skill: str, level: int) -> Reason:
    """To whoever wants to learn it."""
    return _reason(f"You want to learn {skill}", f"They hold it at {LEVELS[level]}.")


def teaches(skill: str, level: int) -> Reason:
    """To whoever holds it."""
    return _reason(f"They want to learn {skill}", f"You hold it at {LEVELS[level]}.")


def both_hold(skills: Iterable[str]) -> Reason:
    """Skills that both have."""
    return _reason(f"You both work with {join(skills)}")


def both_chose(themes: Iterable[str]) -> Reason:
    """Interests that both have."""
    return _reason(f"You both chose {join(themes)}")
