"""Swaps: two people would rather have each other's seat, and both hosts say yes."""

from profiles.models import User

from ...models import RoundResult, RoundSwap


def propose_swap(result: RoundResult, *, other_key: str, by: User) -> RoundSwap:
    """Ask whoever has that key to swap seats. Twice is the same as once.

    Raises Http404 for whoever does not hold the seat, Refused in words, IllegalMove outside of the window.
    """
    raise NotImplementedError


def answer_swap(swap: RoundSwap, *, by: User, yes: bool) -> RoundSwap:
    """Say yes or no for each party that ``by`` speaks for. With the last yes it is done, in one go.

    Raises Http404 for anybody else, IllegalMove when it is over.
    """
    raise NotImplementedError


def take_back_swap(swap: RoundSwap, *, by: User) -> RoundSwap:
    """Whoever asked asks no longer. Raises Http404, IllegalMove when it is over."""
    raise NotImplementedError
