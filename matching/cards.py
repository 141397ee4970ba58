"""What each side is called and shown as before anybody is named, from rows already read."""

from opportunities.choices import Kind, Pattern
from opportunities.models import Opportunity
from profiles import cards
from profiles.choices import Visibility
from profiles.models import Offer, Person

from . import words as wording
from .models import Appeal, Aside, Introduction, Match, NearMiss, has_supply, supply_of

GONE = "Somebody who has left"


def supply_kind(pair: Match | Introduction | NearMiss | Appeal | Aside) -> str:
    """The small line above a supply: a person, or an offer from which kind of body."""
    if pair.offer is None:
        return "Person" if has_supply(pair) else "Ended"
    organisation = pair.offer.organisation
    return wording.GIVERS[organisation.kind] if organisation else "Offer from an individual"


def has_hidden(pair: Match | Introduction | NearMiss | Appeal | Aside) -> bool:
    """Whether the person of a pair made their profile private: nothing of it is shown then."""
    return pair.person is not None and pair.person.visibility == Visibility.PRIVATE


def supply_title(pair: Match | Introduction | NearMiss | Appeal | Aside) -> str:
    """What a supply is called before anybody is named: the card, or the offer's public title."""
    if not has_supply(pair):
        return GONE
    if has_hidden(pair):
        return "Somebody whose profile is closed"
    supply = supply_of(pair)
    if isinstance(supply, Offer):
        return supply.title
    return cards.title_of(supply)


def person_title(person: Person) -> str:
    """The unnamed card's title of a person."""
    return cards.title_of(person)


def supply_facts(pair: Match | Introduction | Appeal) -> list[dict[str, str]]:
    """Where and when, as the unnamed card shows them."""
    if has_hidden(pair) or not has_supply(pair):
        return []
    supply = supply_of(pair)
    if isinstance(supply, Offer):
        return offer_facts(supply)
    return cards.facts_of(supply)


def offer_facts(offer: Offer) -> list[dict[str, str]]:
    """Where, when and how much of an offer."""
    return _facts(
        Where=cards.place(offer.district, remote=offer.remote),
        When=cards.dates(offer.starts, offer.ends),
        Gives=f"{offer.hours} hours" if offer.hours else "",
    )


def need_facts(opportunity: Opportunity) -> list[dict[str, str]]:
    """Where and when of an opportunity, and what it asks of a week."""
    hours = opportunity.hours_per_week
    return _facts(
        Where=cards.place(opportunity.district, remote=opportunity.pattern != Pattern.ON_SITE),
        When=cards.dates(opportunity.starts, opportunity.ends),
        Time=f"{hours} hours a week" if hours else "",
        Pay="" if opportunity.kind == Kind.CHALLENGE else opportunity.get_pay_basis_display(),
    )


def _facts(**pairs: str) -> list[dict[str, str]]:
    return [{"term": term, "value": value} for term, value in pairs.items() if value]
