"""Who may? Pure predicates over a user and a ring; rows P104 to P108 of the matrix.

A party is an organisation. Its leads answer for it, its other members look. A custodian proposes and stops,
and decides nothing about an organisation that they belong to or declared an interest in.
"""

from profiles.policies import is_signed_in, leads, speaks_for

from ..choices.rings import SHOWN_STATES, RingState
from . import is_broker


def parties_of(ring) -> list:
    """The organisations of a ring, in giving order; from what was fetched with it."""
    return [part.organisation for part in ring.parts.all()]


def spoken_for(user, ring) -> list:
    """The parties that the user belongs to."""
    if not is_signed_in(user):
        return []
    own = set(user.memberships.values_list("organisation_id", flat=True))
    return [one for one in parties_of(ring) if one.pk in own]


def may_see_ring(user, ring) -> bool:
    """The members of its parties, once it was proposed; custodians."""
    if is_broker(user):
        return True
    return ring.state in SHOWN_STATES and _was_asked(ring) and bool(spoken_for(user, ring))


def _was_asked(ring) -> bool:
    return ring.proposed_at is not None


def may_answer_part(user, part) -> bool:
    """A lead of that party."""
    return is_signed_in(user) and leads(user, part.organisation)


def is_uninvolved(user, organisations) -> bool:
    """A custodian without a part in, or an interest in, any of these organisations."""
    if not is_broker(user):
        return False
    ids = [one.pk for one in organisations]
    return not (
        user.memberships.filter(organisation__in=ids).exists()
        or user.interests.filter(about__in=ids).exists()
    )


def may_run_rings(user) -> bool:
    """Custodians search, and see the whole map."""
    return is_broker(user)


def may_propose_ring(user, ring) -> bool:
    """A custodian without a part in it."""
    return is_uninvolved(user, parties_of(ring))


def may_stop_ring(user, ring) -> bool:
    """The same, while there is something to stop."""
    live = (RingState.FOUND, RingState.PROPOSED, RingState.STARTED)
    return ring.state in live and is_uninvolved(user, parties_of(ring))


def may_note_link(user, one, other) -> bool:
    """A custodian without a part in either."""
    return is_uninvolved(user, [one, other])


def may_see_balance(user, organisation) -> bool:
    """The organisation itself, and custodians."""
    return is_broker(user) or (is_signed_in(user) and speaks_for(user, organisation))
