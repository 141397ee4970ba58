"""Who may see, change, hand in and end an offer."""

from common.policies import is_custodian

from .standing import is_hidden, is_outside_custodian, is_signed_in, leads, speaks_for


def owns_offer(user, offer) -> bool:
    """The individual who gives it, who wrote it, or a member of the organisation that gives it."""
    if not is_signed_in(user):
        return False
    if user.pk in (offer.state.owner_id, offer.state.submitted_by_id):
        return True
    return speaks_for(user, offer.organisation)


def may_see_offer(user, offer) -> bool:
    """Published ones are public; drafts are for their owners and for custodians."""
    if offer.organisation is None:
        published = offer.live and _giver_is_here(offer.state.owner)
    else:
        published = offer.live and offer.organisation.is_verified
    return published or owns_offer(user, offer) or is_custodian(user)


def _giver_is_here(owner) -> bool:
    if owner is None:
        return True
    person = getattr(owner, "person", None)
    return owner.is_active and not (person and is_hidden(person))


def offer_is_for(offer, organisation) -> bool:
    """Whether those who give the offer would be asked by this kind of organisation."""
    return not offer.who_may_ask or organisation.kind in offer.who_may_ask


def may_edit_offer(user, offer) -> bool:
    """Its owners. Custodians edit in Wagtail."""
    return owns_offer(user, offer)


def may_hand_in_offer(user, offer) -> bool:
    """The individual who gives it, or a lead of the organisation that does."""
    if not is_signed_in(user):
        return False
    if offer.organisation is None:
        return owns_offer(user, offer)
    return leads(user, offer.organisation)


def may_close_offer(user, offer) -> bool:
    """Whoever may hand it in, or a custodian who does not belong to its organisation."""
    return may_hand_in_offer(user, offer) or is_outside_custodian(user, offer.organisation)
