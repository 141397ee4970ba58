"""Organisations that could give each other something in a circle, and rings in any state."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from matching.models import Ring, RingArc, RingPart, RingSearch

from . import matching as market
from .profiles import MembershipFactory, OfferFactory, OrganisationFactory

NAMES = ("Sowe Valley Pantry", "Arden Vale University", "Tamebridge Council", "Leam Software")
KINDS = ("community", "university", "public", "business")


def circle(
    many: int = 3, *, gift: bool = False, prefix: str = "", among: list | None = None
) -> SimpleNamespace:
    """Organisations that each have a lead, a challenge and an offer which fits the next one's challenge.

    ``among`` are organisations that are there already, each with a lead.
    With ``gift`` the last one's offer fits nobody, and the first one's asks for nothing: a chain.
    """
    many = len(among) if among else many
    organisations = among or [
        OrganisationFactory(name=f"{prefix}{NAMES[place]}", kind=KINDS[place])
        for place in range(many)
    ]
    leads = [
        one.memberships.get(role="lead").user if among else MembershipFactory(organisation=one).user
        for one in organisations
    ]
    offers = [
        OfferFactory(
            title=f"{prefix}Help from {one.name}",
            organisation=one,
            hours=12 + 4 * place,
            asks=[] if gift and place == 0 else ["story"],
        )
        for place, one in enumerate(organisations)
    ]
    challenges = [
        market.ChallengeFactory(
            title=f"{prefix}A question of {one.name}",
            organisation=one,
            state={"submitted_by": lead},
        )
        for one, lead in zip(organisations, leads, strict=True)
    ]
    run = market.run()
    matches = [
        market.match(challenges[(place + 1) % many], offer=offer, run=run)
        for place, offer in enumerate(offers)
        if not (gift and place == many - 1)
    ]
    return SimpleNamespace(
        organisations=organisations,
        leads=leads,
        offers=offers,
        challenges=challenges,
        matches=matches,
    )


def search(**fields) -> RingSearch:
    """A finished search."""
    values = {
        "state": "done",
        "is_live": None,
        "trigger": "command",
        "seed": "2026-11-21",
        "digest": "0" * 64,
        "engine_version": "1",
        "finished": timezone.now(),
    }
    return RingSearch.objects.create(**{**values, **fields})


def ring(town: SimpleNamespace, **fields) -> Ring:
    """A ring over a :func:`circle`, in any state, made by hand."""
    now = timezone.now()
    state = fields.get("state", "found")
    asked = state not in ("found", "superseded")
    values = {
        "search": fields.pop("search", None) or search(),
        "value": sum(match.joint for match in town.matches),
        "is_chain": len(town.matches) < len(town.organisations),
        "proposed_at": now if asked else None,
        "expires_at": now + datetime.timedelta(days=14) if asked else None,
        "started_at": now if state == "started" else None,
    }
    made = Ring.objects.create(**{**values, **fields})
    for place, match in enumerate(town.matches):
        RingArc.objects.create(
            ring=made,
            position=place,
            offer=match.offer,
            opportunity_id=match.opportunity_id,
            giver=match.offer.organisation,
            taker=match.opportunity.organisation,
            hours=match.offer.hours or 0,
            value=match.joint,
            match=match,
            introduction=market.introduction(
                match.opportunity, offer=match.offer, state="introduced"
            )
            if state == "started"
            else None,
        )
    for place, organisation in enumerate(town.organisations):
        RingPart.objects.create(
            ring=made,
            organisation=organisation,
            position=place,
            holds=state == "proposed",
            answer="yes" if state == "started" else "",
            answered_at=now if state == "started" else None,
            may_name=state == "started",
        )
    return made
