"""Run a published round again from its file alone: the same facts give the same result."""

import json
import sys
from pathlib import Path

from .documents import round_from_json, round_to_json
from .settling import settle


def main(arguments: list[str]) -> int:
    """Settle one file and compare: 0 the same result, 1 another, 2 unreadable."""
    if len(arguments) != 1:
        print("Usage: python -m matching.engine.rounds FILE", file=sys.stderr)
        return 2
    try:
        document = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        round_, rules = round_from_json(document)
        settlement = settle(round_, rules=rules)
    except (OSError, ValueError, RecursionError) as error:
        print(f"{arguments[0]} cannot be run. {error}", file=sys.stderr)
        return 2
    found = json.loads(json.dumps(round_to_json(round_, rules=rules, settlement=settlement)))
    placed, people = len(found["result"]["seats"]), len(round_.applicants)
    print(f"{placed} of {people} applicants have a seat. Facts {found['digest']}.")
    if "result" not in document:
        print("The file holds no result to compare it with.")
        return 0
    same = document["result"] == found["result"]
    print(f"The result is {'' if same else 'not '}the one in the file.")
    return 0 if same else 1
