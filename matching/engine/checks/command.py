"""One door for every published format: the document names the judge."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import ranking, rings, rounds
from .verdict import Verdict

JUDGES: Mapping[str, Callable[..., Verdict]] = {
    ranking.FORMAT: ranking.judge,
    rounds.FORMAT: rounds.judge,
    rings.FORMAT: rings.judge,
}


def judge(document: Any, **options: int) -> Verdict:
    """Check a document that holds facts and a result, by the judge of its ``format``.

    ``options`` are that judge's own (``budget`` and ``top`` of a ranking's). Raises ValueError for
    what is no such document.
    """
    name = document.get("format") if isinstance(document, Mapping) else None
    if not isinstance(name, str) or name not in JUDGES:
        raise ValueError(f"This is not a document in one of the formats {', '.join(JUDGES)}.")
    if not isinstance(document.get("result"), Mapping):
        raise ValueError("The document holds facts but no result to judge.")
    try:
        return JUDGES[name](document, **options)
    except (KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
        raise ValueError(f"The document is incomplete or malformed: {error!r}.") from error


def main(arguments: list[str]) -> int:
    """Judge one file and say so in words."""
    if len(arguments) != 1:
        print("Usage: python -m matching.engine.checks FILE", file=sys.stderr)
        return 2
    try:
        verdict = judge(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        print(f"{arguments[0]} cannot be judged. {error}", file=sys.stderr)
        return 2
    looked = ", ".join(f"{count} {what}" for what, count in verdict.counted.items())
    print(f"The result {'holds' if verdict.holds else 'does not hold'}. Looked at: {looked}.")
    for problem in verdict.problems:
        print(f"- {problem}")
    return 0 if verdict.holds else 1
