"""After a no: what was agreed holds its place, and the rest is searched again."""

from collections.abc import Collection, Iterable
from typing import Any

from .find import find_rings
from .types import ArcKey, Exchange, Proposal


def declined_arcs(
    exchange: Exchange, proposal: Proposal, declined: Iterable[tuple[int, str]]
) -> frozenset[ArcKey]:
    """The arcs that fall with each (number of a ring, organisation that said no to it)."""
    giver = {row.key: row.organisation for row in exchange.offers}
    taker = {row.key: row.organisation for row in exchange.needs}
    return frozenset(
        (offer, need)
        for number, organisation in declined
        for offer, need in proposal.rings[number].arcs
        if organisation in (giver[offer], taker[need])
    )


def replan(
    exchange: Exchange,
    proposal: Proposal,
    *,
    accepted: Iterable[int],
    declined: Iterable[tuple[int, str]],
    before: Collection[ArcKey] = (),
    **options: Any,
) -> Proposal:
    """Search again after somebody declined.

    ``accepted`` are the numbers of the rings that stay as they are, besides those kept before;
    ``declined`` the (number of a ring, organisation) that said no: what it would have given and
    received there is not proposed again, nor are the arcs declined ``before``. ``options`` go to
    :func:`find_rings`. Raises ValueError when a ring is both, or there is no such ring.
    """
    declined = list(declined)
    held = {number for number, ring in enumerate(proposal.rings) if ring.kept} | set(accepted)
    for number in (*held, *(number for number, _ in declined)):
        if number not in range(len(proposal.rings)):
            raise ValueError(f"ring {number!r}: there is no such number in the proposal.")
    both = held & {number for number, _ in declined}
    if both:
        raise ValueError(f"ring {min(both)}: it is accepted and declined.")
    return find_rings(
        exchange,
        kept=[proposal.rings[number].arcs for number in sorted(held)],
        declined=declined_arcs(exchange, proposal, declined) | frozenset(before),
        **options,
    )
