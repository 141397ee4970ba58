"""Outcomes in the one search: verified ones only, whoever asks."""

from collections.abc import Sequence
from typing import Any

from common.search import search
from common.search_kinds import Kind, register

from .models import Outcome


def outcomes(text: str, user: Any) -> Any:
    """What anybody may read."""
    return search(Outcome.objects.public(), text)


def _texts(things: Sequence[Any]) -> list[str]:
    return [f"{one.what_changed} {one.for_whom}" for one in things]


register(
    Kind(
        name="outcomes",
        title="Outcomes",
        search=outcomes,
        order=35,
        model=Outcome,
        texts=_texts,
        aside=lambda outcome: [outcome.for_whom],
    )
)
