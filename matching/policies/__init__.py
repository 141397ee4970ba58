"""Who may? Pure predicates over a user and a match or introduction; rows P099 to P111.

The need's side is its organisation; the supply's side is the person, or whoever gives the offer.
A lead answers for an organisation; others who are assigned (who sent it in, who supervises) may
look and ask. Custodians broker: they look at the unnamed card and ask, but answer for nobody.
"""

from common.policies import CUSTODIANS, is_custodian
from profiles.policies import has_interest, is_signed_in, leads, speaks_for

from ..choices import Side


def is_broker(user) -> bool:
    """A custodian by membership of the group: a superuser holds no right over matches."""
    if not is_signed_in(user):
        return False
    if not user.is_superuser:
        return is_custodian(user)
    if not hasattr(user, "_is_broker"):
        user._is_broker = user.groups.filter(name=CUSTODIANS).exists()
    return user._is_broker


def _assigned(user, opportunity) -> bool:
    if user.pk not in (opportunity.state.submitted_by_id, opportunity.state.supervisor_id):
        return False
    return speaks_for(user, opportunity.organisation)


def speaks_for_need(user, opportunity) -> bool:
    """The organisation's leads, and its member who sent the opportunity in or supervises it."""
    if not is_signed_in(user):
        return False
    return leads(user, opportunity.organisation) or _assigned(user, opportunity)


def may_see_shortlist(user, opportunity) -> bool:
    """The need's side, and custodians."""
    return speaks_for_need(user, opportunity) or is_broker(user)


def speaks_for_offer(user, offer) -> bool:
    """The individual who gives it; else the organisation's leads and the member who wrote it."""
    if not is_signed_in(user):
        return False
    if offer.organisation_id is None:
        return user.pk == offer.state.owner_id
    if leads(user, offer.organisation):
        return True
    return user.pk == offer.state.submitted_by_id and speaks_for(user, offer.organisation)


def may_see_fits(user, offer) -> bool:
    """Who could use an offer: whoever speaks for it, and custodians."""
    return speaks_for_offer(user, offer) or is_broker(user)


def may_ask_to_use(user) -> bool:
    """P055: anybody with an account; a superuser has no business with it."""
    return is_signed_in(user) and not user.is_superuser


def speaks_for_supply(user, pair) -> bool:
    """Whether the user is the person of a match or introduction, or gives its offer."""
    if not is_signed_in(user):
        return False
    if pair.person_id:
        return pair.person.user_id == user.pk
    return bool(pair.offer_id) and speaks_for_offer(user, pair.offer)


def may_propose(user, match) -> bool:
    """Either side, and custodians."""
    return (
        speaks_for_supply(user, match)
        or speaks_for_need(user, match.opportunity)
        or is_broker(user)
    )


def side_of(user, introduction) -> str:
    """The side that the user looks from: "need", "supply", or "" for neither."""
    if speaks_for_supply(user, introduction):
        return Side.SUPPLY.value
    if speaks_for_need(user, introduction.opportunity):
        return Side.NEED.value
    return ""


def is_party(user, introduction) -> bool:
    """Whether the introduction concerns the user."""
    return bool(side_of(user, introduction))


def may_see_introduction(user, introduction) -> bool:
    """The parties, and custodians (who see the unnamed card)."""
    return is_party(user, introduction) or is_broker(user)


def may_read_thread(user, introduction) -> bool:
    """The two sides, once both said yes; nobody else, no custodian and no superuser among them."""
    return introduction.introduced_at is not None and is_party(user, introduction)


def may_report(user, message) -> bool:
    """Whoever reads the thread, about what the other side wrote."""
    introduction = message.introduction
    return may_read_thread(user, introduction) and message.side != side_of(user, introduction)


def may_broker(user, introduction) -> bool:
    """Whoever may stop it may see to it, agree to it, and read what was reported of it."""
    return may_stop(user, introduction)


def may_stop(user, introduction) -> bool:
    """A custodian without a part in either side: no party, no member, no declared interest."""
    if not is_broker(user) or is_party(user, introduction):
        return False
    offer = introduction.offer
    organisations = [introduction.opportunity.organisation, offer.organisation if offer else None]
    return not any(speaks_for(user, one) or has_interest(user, one) for one in organisations)


def may_answer(user, introduction) -> bool:
    """The person, the individual who gives, or a lead of the organisation on that side."""
    side = side_of(user, introduction)
    if side == Side.SUPPLY:
        if introduction.person_id:
            return True
        offer = introduction.offer
        return offer.organisation_id is None or leads(user, offer.organisation)
    return side == Side.NEED and leads(user, introduction.opportunity.organisation)


def may_weigh(user) -> bool:
    """Custodians, and superusers as P092 and P093 say: what counts how much, and when to run."""
    return is_custodian(user)


def appeal_side(user, match) -> str:
    """The side from which a user may ask a person to look at a match: P102; "" for none."""
    if not is_signed_in(user):
        return ""
    if match.person_id:
        if match.person.user_id == user.pk:
            return Side.SUPPLY.value
    elif gives(user, match.offer):
        return Side.SUPPLY.value
    return Side.NEED.value if leads(user, match.opportunity.organisation) else ""


def gives(user, offer) -> bool:
    """Whether the user answers for an offer: the individual who gives it, or a lead."""
    if not is_signed_in(user):
        return False
    if offer.organisation_id is None:
        return user.pk == offer.state.owner_id
    return leads(user, offer.organisation)


def may_appeal(user, match) -> bool:
    """Whoever answers for one of the two sides."""
    return bool(appeal_side(user, match))


def may_read_appeal(user, appeal) -> bool:
    """Who asked, while they have an account; and custodians."""
    return is_signed_in(user) and (appeal.asked_by_id == user.pk or is_broker(user))


def may_answer_appeal(user, appeal) -> bool:
    """P103: a custodian with no part in either side, who did not ask."""
    if not is_broker(user) or appeal.asked_by_id == user.pk:
        return False
    if appeal.person is not None and appeal.person.user_id == user.pk:
        return False
    offer = appeal.offer
    if offer is not None and offer.organisation_id is None and offer.state.owner_id == user.pk:
        return False
    sides = [appeal.opportunity.organisation, offer.organisation if offer else None]
    return not any(speaks_for(user, one) or has_interest(user, one) for one in sides)


def may_put_aside(user, match) -> bool:
    """P101: a suggestion is refused by whoever would answer for its side."""
    return may_appeal(user, match)


def may_bring_back(user, aside) -> bool:
    """Whoever answers for the side that put it aside."""
    return bool(aside.side) and appeal_side(user, aside) == aside.side
