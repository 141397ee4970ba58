"""Rings of the town: found, waiting, started; ours and others'."""

from types import SimpleNamespace

from matching.models import KnownLink
from tests.factories import rings
from tests.factories.profiles import MembershipFactory, OrganisationFactory


def lay_rings(town: SimpleNamespace) -> None:
    """For our organisation and for another one: a ring of two in each state that is answered."""
    partner = OrganisationFactory(name="Lea Lock Works", slug="lea-lock", kind="business")
    other = OrganisationFactory(name="Cole Cycle Hub", slug="cole-cycle", kind="community")
    for organisation in (partner, other):
        MembershipFactory(organisation=organisation)
    ours = rings.circle(prefix="Ours: ", among=[town.ours, partner])
    theirs = rings.circle(prefix="Theirs: ", among=[town.theirs, other])
    town.ring = rings.ring(ours, state="proposed")
    town.their_ring = rings.ring(theirs, state="proposed")
    town.started_ring = rings.ring(ours, state="started")
    town.their_started_ring = rings.ring(theirs, state="started")
    town.found_ring = rings.ring(rings.circle(2, prefix="Of others: "))
    town.their_found_ring = rings.ring(theirs)
    town.stoppable_ring = rings.ring(ours)
    town.ring_search = town.ring.search
    town.known_link = KnownLink.objects.create(one=partner, other=other)
