"""The words of a multilateral exchange, as frozen rows, and what a search answers.

Rows are kept in the order of their keys, so the order in which they were read can never matter.
What is wrong with rows is said by :mod:`.refusals` when the exchange is made. No search here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .refusals import refuse

ArcKey = tuple[str, str]
"""An arc is named by its offer and its need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Someone who gives and receives. ``capacity``: in how many rings and chains at most."""

    key: str
    capacity: int = 1
    never_helped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an organisation can give, up to ``capacity`` times.

    ``hours`` is what giving it once takes. A ``gift`` asks for nothing, so it may start a chain.
    """

    key: str
    organisation: str
    capacity: int = 1
    hours: int = 0
    gift: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What an organisation would receive, up to ``capacity`` times."""

    key: str
    organisation: str
    capacity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """An offer that meets a need well enough for both sides.

    ``value`` is what it is worth (the joint score of ``rank``, or 1 to count arcs); ``new_link``
    says that the two organisations never worked together.
    """

    offer: str
    need: str
    value: int
    new_link: bool = False

    @property
    def key(self) -> ArcKey:
        """What arcs are ordered and named by."""
        return self.offer, self.need


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """Everything one search looks at. Raises ValueError with the row and the field."""

    organisations: tuple[Organisation, ...] = ()
    offers: tuple[Offer, ...] = ()
    needs: tuple[Need, ...] = ()
    arcs: tuple[Arc, ...] = ()

    def __post_init__(self) -> None:
        refuse(self)
        for name in ("organisations", "offers", "needs", "arcs"):
            rows: Iterable[Any] = getattr(self, name)
            object.__setattr__(self, name, tuple(sorted(rows, key=lambda row: row.key)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A ring, or a chain, that was chosen: who gives to whom.

    In a ring the last arc comes back to the first giver; ``arcs`` starts with the smallest key.
    A chain starts with a gift. ``holds_ring``: some of its organisations could form a smaller
    ring without the others. ``kept``: it was agreed before and only held its place.
    """

    arcs: tuple[ArcKey, ...]
    is_chain: bool
    value: int
    holds_ring: bool
    new_links: int
    never_helped: int
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Hours that an organisation gives and gets. A balance, never a debt."""

    organisation: str
    gives: int
    gets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The rings and chains of greatest value, and how sure that is.

    ``value`` is that of the rings not kept. No choice is worth more than ``bound``.
    ``complete``: every ring was looked at. ``settled``: the tie-breaks were decided in full too.
    ``prices``: ((kind, key), price in 1/:data:`.prices.UNIT`) of what is scarce; they prove
    ``proven_by_prices``, which the judge recomputes.
    """

    rings: tuple[Ring, ...]
    value: int
    bound: int
    complete: bool
    settled: bool
    prices: tuple[tuple[tuple[str, str], int], ...]
    proven_by_prices: int
    balances: tuple[Balance, ...]

    @property
    def gap(self) -> int:
        """How much more the best choice could be worth at most."""
        return self.bound - self.value

    @property
    def proven(self) -> bool:
        """True when nothing can be worth more."""
        return self.gap == 0

    @property
    def tie_breaks(self) -> tuple[int, int, int]:
        """Rings that hold a smaller one, new links, needs of the never helped: in this order."""
        new = [ring for ring in self.rings if not ring.kept]
        return (
            sum(ring.holds_ring for ring in new),
            sum(ring.new_links for ring in new),
            sum(ring.never_helped for ring in new),
        )
