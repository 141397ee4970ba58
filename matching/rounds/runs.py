"""Runs of a round as the desk shows them: progress, figures, who would be where, two compared."""

from typing import Any

from django.urls import reverse

from ..choices.rounds import RoundRunKind, RoundRunState
from ..models import RoundPlace, RoundRun
from ..queries import rounds as queries
from ..words import round_mails as round_wording
from ..words import rounds as round_words
from ..words.rounds import choice_name, table

SHOWN = 200
COMPARABLE = (RoundRunKind.MAIN, RoundRunKind.SCENARIO)
RUN_STATUS = {
    RoundRunState.QUEUED: ("Waiting for the worker", ""),
    RoundRunState.RUNNING: ("Running", ""),
    RoundRunState.DONE: ("Done and judged", "done"),
    RoundRunState.FAILED: ("Failed", "late"),
    RoundRunState.STOPPED: ("Stopped", ""),
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


def _empty(kind: str) -> str:
    return round_wording.EMPTY.get(kind, round_wording.reason_in_short(kind))


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
            [(round_wording.reason_in_short(kind), n) for kind, n in found.unplaced.items()],
        ),
        "empty": table(
            [("Seats empty because", False), ("Seats", True)],
            [(_empty(kind), n) for kind, n in found.empty.items()],
        ),
        "promises": round_words.promises_of(run.result),
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
        shown["all_proposed"] = queries.proposed(run, user)
    return shown


def found_among(rows: list[Any], wanted: str) -> list[Any]:
    """Rows of who would be where that hold these words: letters, a key, a placement, a reason."""
    words = wanted.casefold().split()
    if not words:
        return rows
    return [
        row
        for row in rows
        if all(
            word in f"{row.key} {row.label} {row.title} {row.words}".casefold() for word in words
        )
    ]


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
    titles = [run_title(row) for row in (first, second)]
    measures = [
        ("People placed", *found.placed),
        *((choice_name(number), *pair) for number, pair in enumerate(found.choices, start=1)),
        ("Pairs that it upsets", *found.blocking),
    ]
    better, worse, moved = _changes(first, second)
    parts = [
        {
            "title": title,
            "count": len(rows),
            "rows": rows[:SHOWN],
            "more": max(0, len(rows) - SHOWN),
        }
        for title, rows in (
            ("Better off in the second", better),
            ("Worse off in the second", worse),
            ("Elsewhere, on an equally good choice", moved),
        )
    ]
    return {
        "lede": f"First: {titles[0]}. Second: {titles[1]}.",
        "first_url": run_url(first),
        "second_url": run_url(second),
        "measures": table([("Measure", False), ("First", True), ("Second", True)], measures),
        "parts": parts,
    }


NOWHERE = 1 << 40


def _changes(first: RoundRun, second: RoundRun) -> tuple[list[str], list[str], list[str]]:
    """Who is better off, worse off and elsewhere in the second: by key, from where to where."""
    titles = dict(
        RoundPlace.objects.filter(round=first.round_id).values_list("key", "opportunity__title")
    )
    sides = [
        {row["applicant"]: row for row in run.result.get("seats", [])} for run in (first, second)
    ]
    better: list[str] = []
    worse: list[str] = []
    moved: list[str] = []
    for who in sorted(sides[0].keys() | sides[1].keys()):
        before, after = (side.get(who) for side in sides)
        had, gets = ((row["choice"] or NOWHERE - 1) if row else NOWHERE for row in (before, after))
        places = [
            titles.get(row["placement"], row["placement"]) if row else "no place"
            for row in (before, after)
        ]
        if gets < had:
            better.append(f"{who}: {places[0]} → {places[1]}")
        elif gets > had:
            worse.append(f"{who}: {places[0]} → {places[1]}")
        elif places[0] != places[1]:
            moved.append(f"{who}: {places[0]} → {places[1]}")
    return better, worse, moved


def run_url(run: RoundRun) -> str:
    """Where one run is inspected."""
    return reverse("matching:desk_round_run", args=[run.round.slug, run.pk])


def run_title(run: RoundRun) -> str:
    """What a run is called."""
    return run.name or f"{run.get_kind_display()}, run {run.pk}"


def run_row(run: RoundRun) -> dict[str, Any]:
    """A run in a list."""
    text, state = RUN_STATUS[RoundRunState(run.state)]
    published = getattr(run, "publication", None)
    if published is not None:
        text = published.get_state_display()
        state = {"published": "done", "taken_back": ""}.get(published.state, "late")
    return {
        "title": run_title(run),
        "url": run_url(run),
        "status": {"text": text, "state": state},
        "note": run.failure,
        "facts": [{"term": "Begun", "value": round_words.moment_in_words(run.created)}],
    }
