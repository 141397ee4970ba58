"""Runs of a round as the desk shows them: progress, figures, who would be where, two compared."""

from typing import Any

from . import round_control, round_words
from .models import RoundRun
from .queries import rounds as queries
from .round_words import choice_name, table

SHOWN = 200
UNPLACED: dict[str, str] = {
    "no_choices": "had no list",
    "not_accepted": "was not taken by a host they chose",
    "higher_tier": "their choices filled with people in a higher tier",
    "lottery": "the lottery within a tier decided",
    "organisation_higher_tier": "a host’s limit filled with people in a higher tier",
    "organisation_lottery": "the lottery decided about a host’s limit",
    "did_not_run": "the placement did not find enough people",
    "allocated": "the seat was given by hand",
    "goal": "the goal of this round",
    "time_limit": "the time was up",
    "mixed": "a different reason for each choice",
}
EMPTY: dict[str, str] = {
    "nobody_asked": "nobody listed it",
    "not_accepted": "nobody who listed it was taken by the host",
    "went_elsewhere": "all who listed it have what they wanted more",
    "organisation_quota": "the host’s limit is reached",
    "did_not_run": "fewer people than it needs",
    "goal": "the goal of this round",
    "time_limit": "the time was up",
}


def progress(run: RoundRun, path: str) -> dict[str, Any]:
    """What ``components/progress.html`` takes."""
    return {
        "label": "The round is being worked out",
        "done": run.progress,
        "total": run.expected or 1,
        "state": run.stage or run.get_state_display(),
        "poll_url": path,
    }


def _said(counts: dict[str, int], words: dict[str, str]) -> list[tuple[str, int]]:
    return [(words.get(kind, kind.replace("_", " ")).capitalize(), n) for kind, n in counts.items()]


def inspected(run: RoundRun, user: Any, *, names: bool) -> dict[str, Any]:
    """What a run found: counts for whoever may run it, and who would be where for custodians."""
    found = queries.figures(run)
    shown: dict[str, Any] = {
        "figures": [
            {"value": f"{found.placed:,}", "text": f"of {found.applicants:,} people placed"},
            {"value": f"{found.seats:,}", "text": "seats"},
            {"value": f"{len(found.blocking):,}", "text": "pairs that it upsets"},
        ],
        "choices": table(
            [("Choice", False), ("People", True)],
            [(choice_name(number), f"{n:,}") for number, n in enumerate(found.choices, start=1)],
        ),
        "without": table(
            [("Without a place because", False), ("People", True)],
            _said(found.unplaced, UNPLACED),
        ),
        "empty": table(
            [("Seats empty because", False), ("Seats", True)], _said(found.empty, EMPTY)
        ),
        "promises": [
            {"text": words, "state": "yes" if kept else "near", "note": ""}
            for _, kept, words in found.promises
        ],
        "upset": found.upset,
        "facts": [
            {
                "term": "Rules",
                "value": f"{run.get_goal_display()}; {run.get_ties_display().lower()}",
            },
            {"term": "Begun", "value": round_words.moment_in_words(run.created)},
            {"term": "Complete", "value": "Yes" if found.complete else "No, the time was up"},
            {"term": "Engine", "value": run.engine_version},
            {"term": "Digest of what was settled", "value": found.digest},
        ],
    }
    if names:
        rows = queries.proposed(run, user)
        shown["proposed"] = rows[:SHOWN]
        shown["proposed_more"] = max(0, len(rows) - SHOWN)
    return shown


def advice(run: RoundRun) -> dict[str, Any]:
    """The one seat that would help most."""
    return {
        "is_advice": True,
        "advice": table(
            [
                ("Placement with one seat more", False),
                ("More placed", True),
                ("Better off", True),
                ("Worse off", True),
            ],
            [
                (title, f"{placed:+d}", str(better), str(worse))
                for title, placed, better, worse in queries.advice_rows(run)
            ],
        ),
    }


def compared(first: RoundRun, second: RoundRun, user: Any) -> dict[str, Any]:
    """Two runs in one table, and who gains and loses from the first to the second."""
    found = queries.compare_runs(first, second)
    titles = [round_control.run_title(row) for row in (first, second)]
    measures = [
        ("People placed", *found.placed),
        *((choice_name(number), *pair) for number, pair in enumerate(found.choices, start=1)),
        ("Pairs that it upsets", *found.blocking),
    ]
    parts = [
        {
            "title": title,
            "count": len(keys),
            "keys": keys[:SHOWN],
            "more": max(0, len(keys) - SHOWN),
        }
        for title, keys in (
            ("Better off in the second", found.better),
            ("Worse off in the second", found.worse),
            ("Elsewhere, on an equally good choice", found.moved),
        )
    ]
    return {
        "lede": f"First: {titles[0]}. Second: {titles[1]}.",
        "first_url": round_control.run_url(first),
        "second_url": round_control.run_url(second),
        "measures": table([("Measure", False), ("First", True), ("Second", True)], measures),
        "parts": parts,
    }
