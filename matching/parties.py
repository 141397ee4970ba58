"""Who stands on each side of an introduction: who is asked, and who is shown to the other side.

Reads only. A user who was closed, or who no longer speaks for the organisation, is no party.
"""

from profiles.choices import Role
from profiles.models import Membership, User

from .choices import Side


def _of_organisation(organisation_id: int, *, assigned: list[int | None]) -> list[User]:
    """The leads, and those of ``assigned`` who are still members; the assigned come first."""
    rows = (
        Membership.objects.filter(organisation=organisation_id, user__is_active=True)
        .select_related("user")
        .order_by("since", "pk")
    )
    chosen = [row for row in rows if row.role == Role.LEAD or row.user_id in assigned]
    chosen.sort(key=lambda row: row.user_id not in assigned)
    return [row.user for row in chosen]


def _leads(organisation_id: int) -> list[User]:
    return list(
        User.objects.filter(
            memberships__organisation=organisation_id,
            memberships__role=Role.LEAD,
            is_active=True,
        ).order_by("pk")
    )


def need_side(opportunity) -> list[User]:
    """Whoever sent it in, then the leads of its organisation."""
    state = opportunity.state
    return _of_organisation(
        opportunity.organisation_id, assigned=[state.submitted_by_id, state.supervisor_id]
    )


def supply_side(pair) -> list[User]:
    """The person; or the individual who gives the offer; or its organisation's people."""
    if pair.person_id:
        user = pair.person.user
        return [user] if user and user.is_active else []
    return offer_side(pair.offer) if pair.offer else []


def offer_side(offer) -> list[User]:
    """The individual who gives it, or who wrote it and the leads of the organisation."""
    if offer.organisation_id is None:
        owner = offer.state.owner
        return [owner] if owner and owner.is_active else []
    return _of_organisation(offer.organisation_id, assigned=[offer.state.submitted_by_id])


def side(introduction, name: str) -> list[User]:
    """The users of one side: those who are told, and who is shown to the other when both said yes."""
    if name == Side.NEED:
        return need_side(introduction.opportunity)
    return supply_side(introduction)


def answering(introduction, name: str) -> list[User]:
    """Those of a side who may answer for it: the person, the individual giver, or the leads."""
    if name == Side.NEED:
        return _leads(introduction.opportunity.organisation_id)
    if introduction.offer is None or introduction.offer.organisation_id is None:
        return supply_side(introduction)
    return _leads(introduction.offer.organisation_id)
