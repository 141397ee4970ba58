"""A ring locked for the rest of the transaction, with what its verbs and policies ask; and how one ends."""

from django.db.models import Prefetch
from django.utils import timezone

from common.states import move
from opportunities.models import Opportunity
from profiles.models import Interest, Offer

from ...choices.rings import RING_MOVES
from ...models import Ring, RingArc, RingPart


def locked(pk: int) -> Ring:
    """The row, locked, with its arcs and parts."""
    row = Ring.objects.select_for_update(of=("self",)).get(pk=pk)
    arcs = RingArc.objects.select_related(
        "offer__state", "offer__organisation", "opportunity__state", "opportunity__organisation",
        "giver__state", "taker__state", "match", "introduction",
    ).order_by("position")  # fmt: skip
    parts = RingPart.objects.select_related("organisation__state").order_by("position")
    with_all = Ring.objects.prefetch_related(Prefetch("arcs", arcs), Prefetch("parts", parts))
    return with_all.get(pk=row.pk)


def end(ring: Ring, to: str, **fields: object) -> None:
    """Move a ring to where it ends, and let its organisations go. Raises IllegalMove."""
    move(ring, to, moves=RING_MOVES)
    ring.ended_at = timezone.now()
    for name, value in fields.items():
        setattr(ring, name, value)
    ring.save(update_fields=["ended_at", *fields])
    RingPart.objects.filter(ring=ring).update(holds=False)


def what_stops(ring: Ring) -> str:
    """Why a ring cannot go ahead today, in words that name nobody; empty when it can.

    Full offers count: a ring waits for nobody's place to come free.
    """
    arcs, parts = list(ring.arcs.all()), list(ring.parts.all())
    whole = len(parts) == len(arcs) + (1 if ring.is_chain else 0)
    following = list(zip(arcs, arcs[1:] if ring.is_chain else [*arcs[1:], *arcs[:1]], strict=False))
    if not whole or any(one.taker_id != other.giver_id for one, other in following):
        return "Two of its organisations have become one."
    offers = {arc.offer_id for arc in arcs}
    needs = {arc.opportunity_id for arc in arcs}
    if Offer.objects.open().filter(pk__in=offers).count() < len(offers):
        return "One of the offers in it is no longer open."
    if Opportunity.objects.open().filter(pk__in=needs).count() < len(needs):
        return "One of the challenges in it is no longer open."
    ids = [part.organisation_id for part in parts]
    if Interest.objects.filter(organisation__in=ids, about__in=ids).exists():
        return "Two of its organisations should not be matched."
    return ""
