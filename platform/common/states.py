"""States as data, and the one way to move between them.

An app's ``choices.py`` says which moves exist; :func:`move` makes one, and only one of two rivals
wins, because the database compares the old state while it writes the new one.
"""

from collections.abc import Mapping

from django.db import models


class IllegalMove(Exception):
    """A state change that is not allowed, or that somebody else made first."""

    def __init__(self, current: str, wanted: str, message: str = "") -> None:
        self.current = current
        self.wanted = wanted
        self.message = message
        super().__init__(current, wanted)

    def __str__(self) -> str:
        return self.message or (
            f"This is now “{_words(self.current)}”, "
            f"so it cannot be changed to “{_words(self.wanted)}”."
        )


def _words(state: object) -> str:
    return str(state).replace("_", " ") or "not set"


def move(
    thing: models.Model,
    to: str,
    *,
    moves: Mapping[str, frozenset[str]],
    field: str = "state",
) -> None:
    """Move a saved row to another state, guarded by the state it is believed to be in.

    Raises IllegalMove when ``moves`` does not allow it, or when the row has moved meanwhile.
    """
    current = getattr(thing, field)
    if to not in moves.get(current, frozenset()):
        raise IllegalMove(current, to)
    # The model that owns the column: an UPDATE through a multi-table child would first read the
    # keys and then write without the guard.
    owner = thing._meta.get_field(field).model
    rows = owner._base_manager.filter(pk=thing.pk)
    if not rows.filter(**{field: current}).update(**{field: to}):
        actual = rows.values_list(field, flat=True).first()
        raise IllegalMove("gone" if actual is None else actual, to)
    setattr(thing, field, to)
