"""The fairness figures of a run as everybody may read them: no count under five, none to be worked out."""

from collections.abc import Mapping
from typing import Any

from .models import MatchRun

LEAST = 5
FEW = "Fewer than five, so not shown"


def figures(run: MatchRun | None) -> list[dict[str, Any]]:
    """The fairness figures of the last measured run, with counts under five left out."""
    if run is None:
        return []
    found = run.figures
    rows = [
        _share("Needs with somebody who fits", found["needs"]),
        _share("People and offers with something that fits", found["supplies"]),
        {
            "label": "What both sides gain on average",
            "text": f"{found['everyone']['need']:,} and {found['everyone']['supply']:,} of 10,000"
            if found["everyone"]["pairs"] >= LEAST
            else FEW,
        },
        {
            "label": "Evenness between kinds of organisation (0 is even)",
            "text": f"{found['kinds']['between']:.2f}",
        },
        {
            "label": "Evenness between districts (0 is even)",
            "text": f"{found['districts']['between']:.2f}",
        },
        _share("Who would rather have another’s first place", found["envy"]["envious"]),
    ]
    return rows


def groups(run: MatchRun | None) -> list[dict[str, Any]]:
    """The share of places on lists by kind and by district; groups under five together."""
    if run is None:
        return []
    from .words.comparison import KINDS

    return [
        {"title": title, "rows": _groups(run.figures[name]["groups"], words)}
        for name, title, words in (
            ("kinds", "By kind of organisation", KINDS),
            ("districts", "By district", {}),
        )
    ]


def _groups(rows: list[Mapping[str, Any]], words: Mapping[str, str]) -> list[dict[str, str]]:
    whole = sum(row["members"] for row in rows)
    if whole < LEAST:
        return []
    small = [row for row in rows if row["members"] < LEAST]
    large = [row for row in rows if row["members"] >= LEAST]
    # One small group beside large ones could be worked out: the smallest large one goes with it.
    while small and large and sum(row["members"] for row in small) < LEAST:
        smallest = min(large, key=lambda row: (row["members"], row["name"]))
        large.remove(smallest)
        small.append(smallest)
    shown_rows = [
        (words.get(row["name"], row["name"]), row["members"], row["share"]) for row in large
    ]
    if small:
        together = sum(row["members"] for row in small)
        shown_rows.append(("All others together", together, sum(row["share"] for row in small)))
    return [
        {"label": name, "members": f"{members:,}", "share": f"{share * 100:.0f} of 100"}
        for name, members, share in shown_rows
    ]


def _share(label: str, found: Mapping[str, int]) -> dict[str, str]:
    part, whole = found["part"], found["whole"]
    few = whole < LEAST or part < LEAST or 0 < whole - part < LEAST
    return {"label": label, "text": FEW if few else f"{part:,} of {whole:,}"}
