"""What a reader may do about the organisations named beside the one that posted."""

from django.db.models import Prefetch

from profiles.choices import Role

from ..models import Opportunity, Partnership
from ..partner_choices import PartnerKind, PartnerState
from ..policies_of_partners import takes_partners


def shown_partners(path: str = "") -> Prefetch:
    """For lists: the partners that are named, of all rows at once; ``path`` leads to the opportunity."""
    return Prefetch(
        f"{path}partners", queryset=Partnership.objects.shown(), to_attr="shown_partners"
    )


def about_partners(user, opportunity: Opportunity) -> dict[str, bool]:
    """Whether the reader leads an organisation that may ask, that is asked, or that is part of it."""
    led = {row.organisation_id for row in user.memberships.all() if row.role == Role.LEAD}
    if not led:
        return {}
    rows = list(opportunity.partners.in_force().values_list("organisation_id", "kind", "state"))
    host = opportunity.organisation_id in led
    asks_host = {
        asked
        for asked, kind, state in rows
        if state == PartnerState.ASKED and kind == PartnerKind.COSPONSOR
    }
    free = led - {opportunity.organisation_id} - {pk for pk, _, _ in rows}
    return {
        "partners_waiting": host and bool(asks_host),
        "may_ask_together": takes_partners(opportunity) and bool(free) and not host,
        "part_of": any(host or pk in led for pk, kind, _ in rows if kind == PartnerKind.COSPONSOR),
    }
