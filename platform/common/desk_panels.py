"""Panels for the custodians' desk, registered by each app's ``desk_panels.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One box on the desk: ``load()`` gives the context of ``template``.

    Its ``count`` is how many things want a person, ``late`` whether any is overdue. ``minutes`` is what
    one of them takes, from which the page adds up an hour; 0 for what custodians only look at. What
    ``keeps`` may lie in the cache until the next entry of the log: nothing that names people does.
    """

    name: str
    title: str
    template: str
    load: Callable[[], Mapping[str, Any]]
    order: int = 100
    minutes: float = 0
    keeps: bool = True


PANELS: dict[str, Panel] = {}


def register(panel: Panel) -> Panel:
    """Put a panel on the desk."""
    if panel.name in PANELS and PANELS[panel.name].template != panel.template:
        raise ValueError(f"Two panels are called {panel.name!r}.")
    PANELS[panel.name] = panel
    return panel


def panels() -> list[Panel]:
    """Every panel, in the order of the desk."""
    return sorted(PANELS.values(), key=lambda panel: (panel.order, panel.name))
