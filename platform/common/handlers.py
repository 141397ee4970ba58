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


HANDLERS: dict[str, Handler] = {}


def handler(
    kind: str,
    *,
    outside: Callable[..., Any] | None = None,
    dropped: Callable[..., Any] | None = None,
    lease: int | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say which function does one kind of work; it is called with the row's ids by keyword.

    It must be idempotent. It runs in a transaction together with the mark that finishes the row.
    ``outside`` is called first with the same ids, without a transaction (a slow server must not
    hold the database); its result becomes the handler's first argument. ``dropped`` is called when a
    custodian gives the work up. ``lease`` is in seconds, longer than the work can take.
    """

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        known = HANDLERS.get(kind)
        if known and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"Two handlers for {kind!r}.")
        HANDLERS[kind] = Handler(run, outside, dropped, lease)
        return run

    return register
