"""What anybody may read of a published round: counts, promises, and how to check it."""

from typing import Any

from django.urls import reverse

from . import round_words
from .models import Round
from .queries import rounds as queries

FEW = "under 5"
COMMAND = "python -m matching.engine.checks {name}.json"


def count(number: int | None) -> str:
    """A count as it may be shown: None is one that was left out."""
    return FEW if number is None else f"{number:,}"


def shown(round_: Round) -> dict[str, Any] | None:
    """The report as ``round_report.html`` takes it; None before the results are out."""
    found = queries.report(round_)
    if found is None:
        return None
    shares = [
        *(("Kind of organisation", row) for row in found.by_kind),
        *(("District", row) for row in found.by_district),
    ]
    return {
        "figures": [
            {"value": count(found.placed), "text": "people have a place"},
            {"value": count(found.applicants), "text": "took part"},
            {"value": count(found.seats), "text": "seats were offered"},
        ],
        "choices": round_words.table(
            [("Choice", False), ("People", True)],
            [
                (round_words.choice_name(number), count(people))
                for number, people in enumerate(found.choices, start=1)
            ],
        ),
        "shares": round_words.table(
            [("By", False), ("Name", False), ("Seats", True), ("Filled", True)],
            [(by, row[0], count(row[1]), count(row[2])) for by, row in shares],
        ),
        "hash": round_.seed_hash,
        **_to_check(round_),
    }


def _to_check(round_: Round) -> dict[str, Any]:
    """The file and what stands in it; nothing where so few took part that it is not published."""
    document = queries.public_instance(round_)
    if document is None:
        return {}
    return {
        "promises": round_words.promises_of(document.get("result", {})),
        "seed": document.get("seed", ""),
        "digest": document.get("digest", ""),
        "command": COMMAND.format(name=round_.slug),
        "downloads": [
            {
                "title": f"{round_.slug}.json",
                "url": reverse("matching:round_instance", args=[round_.slug]),
                "note": "JSON, in the format wmodf-round/1: facts, rules, seed and result.",
            }
        ],
    }
