"""Who stands beside an outcome: names where there is consent today, else what kind of body it was.

Reads only, from consents already read. Somebody who hides, or an organisation that is not in good
standing, is named nowhere, whatever was consented to.
"""

from typing import Any

from profiles.cards import card_title
from profiles.choices import OrganisationKind, Visibility
from profiles.policies import is_hidden

from .models import Consent, Outcome


def sides(outcome: Outcome) -> list[dict[str, str]]:
    """Each party as (text, url); nobody twice."""
    found = [_side(row) for row in outcome.consents.all()]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _side(row: Consent) -> dict[str, str]:
    if row.organisation is not None:
        if row.may_name and _in_good_standing(row.organisation):
            return {"text": row.organisation.name, "url": row.organisation.get_absolute_url()}
        return {"text": _kind(row.organisation), "url": ""}
    person = getattr(row.user, "person", None)
    if person is None:
        return {"text": "Somebody who helped", "url": ""}
    closed = person.visibility == Visibility.PRIVATE or is_hidden(person)
    if row.may_name and not closed and row.user is not None and row.user.is_active:
        return {"text": person.name, "url": ""}
    return {"text": card_title(stage=person.stage, district=""), "url": ""}


def _in_good_standing(organisation: Any) -> bool:
    state = organisation.state
    return bool(state.verified_at) and not (state.suspended_at or state.closed_at)


def _kind(organisation: Any) -> str:
    kind = str(OrganisationKind(organisation.kind).label)
    where = f" in {organisation.district.name}" if organisation.district else ""
    return f"{kind[:1].upper()}{kind[1:]}{where}"


def names_the_need(outcome: Outcome) -> bool:
    """Whether the opportunity may be linked: it says whose it is."""
    opportunity = outcome.opportunity
    if opportunity is None:
        return False
    return any(
        row.may_name and row.organisation_id == opportunity.organisation_id
        for row in outcome.consents.all()
    )


def line(outcome: Outcome) -> str:
    """All sides in one line."""
    return ", ".join(side["text"] for side in sides(outcome))
