"""Which function does which kind of work; the outbox (:mod:`common.outbox`) calls them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Handler:
    """How one kind of work is done."""

    run: Callable[..., Any]
    outside: Callable[..., Any] | None
    dropped: Callable[..., Any] | None
    lease: int | None
    stuck: Callable[..., Any] | None = None
    renewed: int = 0


HANDLERS: dict[str, Handler] = {}


def handler(
    kind: str,
    *,
    outside: Callable[..., Any] | None = None,
    dropped: Callable[..., Any] | None = None,
    lease: int | None = None,
    stuck: Callable[..., Any] | None = None,
    renewed: int = 0,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say which function does one kind of work; it is called with the row's ids by keyword.

    It must be idempotent. It runs in a transaction together with the mark that finishes the row.
    ``outside`` is called first with the same ids, without a transaction (a slow server must not
    hold the database); its result becomes the handler's first argument. ``dropped`` is called when a
    custodian gives the work up, ``stuck`` when the last attempt failed. ``lease`` is in seconds, longer
    than the work can take, unless it is ``renewed``: then a run that lives keeps its lease for so many
    seconds at most, and one that was killed loses it as soon as the usual lease ends.
    """

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        known = HANDLERS.get(kind)
        if known and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"Two handlers for {kind!r}.")
        HANDLERS[kind] = Handler(run, outside, dropped, lease, stuck, renewed)
        return run

    return register
