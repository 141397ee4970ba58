"""Panels and kinds are found by name, in order, and only once."""

from typing import Any

import pytest

from common import desk_panels, search_kinds
from common.desk_panels import Panel
from common.search_kinds import Kind


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_panels, "PANELS", {})
    monkeypatch.setattr(search_kinds, "KINDS", {})


def panel(name: str, **fields: Any) -> Panel:
    return Panel(name, name.title(), f"desk/{name}.html", load=dict, **fields)


def kind(name: str, **fields: Any) -> Kind:
    return Kind(name, name.title(), search=lambda text, user: [], **fields)


def test_panels_come_in_order() -> None:
    last, first = (
        desk_panels.register(panel("late", order=200)),
        desk_panels.register(panel("early", order=10)),
    )

    assert desk_panels.panels() == [first, last]


def test_kinds_come_in_order() -> None:
    last, first = (
        search_kinds.register(kind("late", order=200)),
        search_kinds.register(kind("early", order=10)),
    )

    assert search_kinds.kinds() == [first, last]


def test_names_are_not_shared() -> None:
    desk_panels.register(panel("one"))
    search_kinds.register(kind("one"))

    with pytest.raises(ValueError, match="Two panels"):
        desk_panels.register(Panel("one", "One", "other.html", load=dict))
    with pytest.raises(ValueError, match="Two kinds"):
        search_kinds.register(Kind("one", "Other", search=lambda text, user: []))
