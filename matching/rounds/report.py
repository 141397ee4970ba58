"""What anybody may read of a published round: counts, promises, and how to check it."""

from typing import Any

from django.urls import reverse

from ..models import Round
from ..queries import rounds as queries
from ..words import rounds as round_words

FEW = "under 5"
JUDGE = "python -m matching.engine.checks {name}.json"
AGAIN = "python -m matching.engine.rounds {name}.json"


def count(number: int | None) -> str:
    """A count as it may be shown: None is one that was left out."""
    return FEW if number is None else f"{number:,}"


def shown(round_: Round) -> dict[str, Any] | None:
    """The report as ``round_report.html`` takes it; None before the results are out."""
    found = queries.report(round_)
    if found is None:
        return None
    shares = [
        *(("Kind of organisation", *row) for row in found.by_kind),
        *(("District", *row) for row in found.by_district),
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
            [(by, name, count(seats), count(filled)) for by, name, seats, filled in shares],
        ),
        "without": round_words.table(
            [("Without a place because", False), ("People", True)],
            [(words, count(n)) for words, n in found.unplaced],
        ),
        "empty": round_words.table(
            [("Seats empty because", False), ("Seats", True)],
            [(words, count(n)) for words, n in found.empty],
        ),
        "by_hand": count(found.by_hand) if found.by_hand != 0 else "",
        "promises": [
            {
                "text": words,
                "state": "yes" if kept else "near",
                "note": "" if kept else "Not certain under the rules of this round",
            }
            for words, kept in found.promises
        ],
        "seed": found.seed,
        "counts_no_more": found.counts_no_more,
        "taken_back": [
            {
                "published": round_words.moment_in_words(published),
                "taken_back": round_words.moment_in_words(done),
                "reason": reason,
            }
            for published, done, reason in found.taken_back
        ],
        "hash": found.seed_hash,
        "digest": found.digest,
        **_to_check(round_),
    }


def file_name(round_: Round) -> str:
    """What the published instance is called as a file; of results that count no more it says so."""
    return round_.slug if round_.is_published else f"{round_.slug}-taken-back"


def _to_check(round_: Round) -> dict[str, Any]:
    """The file; nothing where so few took part that it is not published."""
    if queries.public_instance(round_) is None:
        return {}
    name = file_name(round_)
    return {
        "command": JUDGE.format(name=name),
        "again": AGAIN.format(name=name),
        "downloads": [
            {
                "title": f"{name}.json",
                "url": reverse("matching:round_instance", args=[round_.slug]),
                "note": "JSON, in the format wmodf-round/1: facts, rules, seed and result.",
            }
        ],
    }
