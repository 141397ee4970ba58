"""Rows about offers."""

from common import moderation
from profiles import policies, services
from profiles.models import Offer

from .matrix import Row, page, request, verb


def _own_offer(town, role: str, *, draft: bool):
    if draft:
        mine = {"student": town.student_offer_draft, "expert": town.expert_offer_draft}
        return mine.get(role, town.our_offer_draft)
    return town.expert_offer if role == "expert" else town.our_offer


def _draft_offer_path(town, role: str, *, own: bool) -> str:
    """Custodians change offers in the editor."""
    thing = _own_offer(town, role, draft=True) if own else town.their_offer_draft
    if role in ("custodian", "superuser"):
        return f"/admin/snippets/profiles/offer/edit/{thing.pk}/"
    return f"/offers/{thing.slug}/edit/"


def _publish_offer(town, user, role, which):
    """Others hand a draft in; custodians decide about what waits."""
    if role in ("custodian", "superuser"):
        return moderation.approve(Offer.objects.get(pk=town.waiting_offer.pk), by=user)
    own = _own_offer(town, role, draft=True)
    offer = Offer.objects.get(pk=(own if which == "own" else town.their_offer_draft).pk)
    if role == "anonymous":
        return policies.may_hand_in_offer(user, offer)
    return services.submit_offer(offer, by=user)


OFFERS: dict[str, Row] = {
    "P050": page("/offers/", "/offers/our-offer/", "/offers/expert-offer/"),
    "P051": request(
        lambda town, role: _draft_offer_path(town, role, own=True),
        lambda town, role: _draft_offer_path(town, role, own=False),
    ),
    "P052": verb(_publish_offer),
    "P053": request(
        lambda town, role: (
            f"/offers/{_own_offer(town, role, draft=role == 'expert').slug}/"
            if role == "expert"
            else "/offers/our-draft/"
        ),
        lambda town, role: "/offers/their-draft/",
    ),
    "P055": page("/offers/our-offer/ask/"),
    "P054": request(
        lambda town, role: f"/offers/{_own_offer(town, role, draft=False).slug}/close/",
        lambda town, role: "/offers/their-offer/close/",
        data={},
    ),
}
