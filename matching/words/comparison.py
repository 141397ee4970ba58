"""A comparison of weights as tables. Pure: counts in, rows out."""

from collections.abc import Mapping
from typing import Any

MEANT = 50
"""Shares that move by less than this (of 10,000) are called the same."""


def tables(found: Mapping[str, Any], titles: Mapping[str, Mapping[int, str]]) -> dict[str, Any]:
    """Everything that the page of a draft shows of what would change."""
    needs, supplies = found["needs"], found["supplies"]
    return {
        "facts": [
            {"term": "Looked at", "value": f"{needs:,} needs, {supplies:,} people and offers"},
            {"term": "Matches", "value": _turn(found["pairs"])},
            {"term": "Needs with somebody", "value": _turn(found["needs_met"])},
            {"term": "People and offers shown", "value": _turn(found["supplies_shown"])},
            {"term": "Needs that keep their first", "value": _of(found["first_kept"])},
            {"term": "Of the first five, kept", "value": _of(found["top_kept"])},
        ],
        "moved": [
            {
                "title": title,
                "count": found[kind][way]["count"],
                "rows": [
                    [
                        {"text": titles[kind].get(pk, "Not there any more")},
                        {"text": str(before), "label": "Lists now", "num": True},
                        {"text": str(after), "label": "Lists then", "num": True},
                    ]
                    for pk, before, after in found[kind][way]["rows"]
                ],
            }
            for kind, way, title in (
                ("needs_moved", "gain", "Needs that would be shown to more"),
                ("needs_moved", "lose", "Needs that would be shown to fewer"),
                ("offers_moved", "gain", "Offers that would be shown to more"),
                ("offers_moved", "lose", "Offers that would be shown to fewer"),
            )
        ],
        "exposure": [
            {"title": title, "rows": _exposure(found[name], words)}
            for name, title, words in (
                ("kinds", "What people and offers see, by kind of organisation", KINDS),
                ("districts", "What people and offers see, by district", {}),
                ("stages", "Whom the needs see, by stage of people", {}),
                ("homes", "Whom the needs see, by district of people", {}),
            )
        ],
    }


KINDS = {
    "public": "Public bodies",
    "university": "Universities",
    "business": "Businesses",
    "community": "Community organisations",
}


def _exposure(rows: list[list[Any]], words: Mapping[str, str]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": words.get(name, name)},
            {"text": f"{members:,}", "label": "How many", "num": True},
            {"text": share(before), "label": "Share now", "num": True},
            {"text": share(after), "label": "Share then", "num": True},
            {"text": _word(after - before), "label": "Change"},
        ]
        for name, members, before, after in rows
    ]


def share(value: int) -> str:
    """Ten-thousandths as a share of a hundred."""
    return f"{value / 100:.1f} of 100"


def _word(change: int) -> str:
    if abs(change) < MEANT:
        return "About the same"
    return "Gains" if change > 0 else "Loses"


def _turn(pair: list[int]) -> str:
    return f"{pair[0]:,} now, {pair[1]:,} then"


def _of(pair: list[int]) -> str:
    return f"{pair[0]:,} of {pair[1]:,}"
