"""Which views have a page in a browser: those of the walks by their names, and why others are in none."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import Resolver404, get_resolver, resolve

OWN = (
    "common",
    "skills",
    "profiles",
    "matching",
    "impact",
    "opportunities",
    "community",
    "desk",
    "mission",
    "cms",
)
"""The parts of the site; what others bring (accounts, Wagtail) has pages of their making."""
FILES = (".csv", ".json", ".xlsx", ".ics", ".atom", ".xml", ".txt")


def views() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Each address of ours: its name, its route, its view."""
    for part in get_resolver().url_patterns:
        if getattr(part, "namespace", None) in OWN:
            for one in part.url_patterns:
                yield f"{part.namespace}:{one.name}", str(one.pattern), one.callback


def root_of(view: Callable[..., Any]) -> Callable[..., Any]:
    """The function under all its decorators: three kinds of a thing share one."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def only_posts(view: Callable[..., Any]) -> bool:
    """Whether ``require_POST`` stands before it: then it has no page."""
    while True:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            cell = view.__closure__[names.index("request_method_list")]  # type: ignore[index]
            return list(cell.cell_contents) == ["POST"]
        if not hasattr(view, "__wrapped__"):
            return False
        view = view.__wrapped__


def name_of(path: str) -> str:
    """Which view answers at an address; nothing where none does."""
    try:
        return resolve(path.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return ""
