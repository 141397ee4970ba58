"""What stands in the way of two sides being introduced today, whatever was so when one asked."""

from django.db.models import Q

from opportunities.models import Opportunity
from profiles.models import Interest, Membership, Offer, Person

from .models import Introduction, Match

CLOSED = "closed"
GONE = "gone"
"""Either side hid, ended its offer, or declared an interest: the other is not told which."""

WORDS = {
    CLOSED: "This has closed, so nobody can be introduced.",
    GONE: "This introduction cannot go ahead any more. That says nothing about you.",
}


def what_stops(pair: Match | Introduction) -> str:
    """CLOSED or GONE; empty when the two may meet.

    A full offer is no reason here: that is asked when its place is taken, and one may come free.
    """
    if not Opportunity.objects.open().filter(pk=pair.opportunity_id).exists():
        return CLOSED
    return "" if _is_offered(pair) and not _are_apart(pair) else GONE


def _is_offered(pair: Match | Introduction) -> bool:
    if pair.person_id:
        return Person.objects.matchable().filter(pk=pair.person_id).exists()
    # Paused is not over: who gives it may still say yes to whoever asked before.
    lasting = Offer.objects.public().filter(state__lifecycle__in=["open", "paused", "full"])
    return lasting.filter(pk=pair.offer_id).exists()


def _are_apart(pair: Match | Introduction) -> bool:
    """By the rule of bonds.conflicts: a user's own word binds them and what they give alone, an
    organisation's binds what it gives and its people, whichever of the two declared it.
    """
    user_id = None
    if pair.person is not None:
        user_id = pair.person.user_id
    elif pair.offer is not None:
        user_id = pair.offer.state.owner_id
    own: set[int] = set()
    if user_id:
        rows = Membership.objects.filter(user=user_id)
        own.update(rows.values_list("organisation_id", flat=True))
    if pair.offer is not None and pair.offer.organisation_id:
        own.add(pair.offer.organisation_id)
    about = pair.opportunity.organisation_id
    said = Q(organisation__in=own, about=about) | Q(organisation=about, about__in=own)
    if user_id:
        said |= Q(user=user_id, about=about)
    return Interest.objects.filter(said).exists()
