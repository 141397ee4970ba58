"""Registering interest, and taking it back."""

from django.db import transaction

from common.activity import record
from common.delivery import notify
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from .. import policies_of_interest as policies
from ..choices import Kind
from ..models import Interested, Opportunity


@transaction.atomic
def register_interest(opportunity: Opportunity, *, by: User) -> Interested:
    """Say that one would like to hear of it. Saying it twice is saying it once.

    Raises PermissionDenied, and IllegalMove when it is no longer open.
    """
    demand(policies.may_register_interest(by, opportunity))
    if opportunity.kind != Kind.CHALLENGE and not opportunity.tentative:
        raise IllegalMove("firm", "interested", "This is firm, so you can apply for it.")
    if not Opportunity.objects.findable().filter(pk=opportunity.pk).exists():
        raise IllegalMove("ended", "interested", "This is no longer open.")
    found, made = Interested.objects.get_or_create(opportunity_id=opportunity.pk, user=by)
    if made:
        record("opportunities.interest_registered", by=by, about=opportunity)
        # One mail for each person, however often they change their mind; the page has the name.
        notify(
            "opportunities_interested",
            to=opportunity.state.submitted_by,
            key=f"{opportunity.pk}:{by.pk}",
            title=opportunity.title,
            link=f"{opportunity.get_absolute_url()}interested/",
        )
    return found


@transaction.atomic
def withdraw_interest(opportunity: Opportunity, *, by: User) -> bool:
    """Take it back, at any time; whether there was any."""
    gone, _ = Interested.objects.filter(opportunity_id=opportunity.pk, user=by).delete()
    if gone:
        record("opportunities.interest_withdrawn", by=by, about=opportunity)
    return bool(gone)


def tell_interested(opportunity_id: int) -> int:
    """It was closed or called off by hand, or never became firm: those interested hear; returns how many."""
    rows = Interested.objects.filter(opportunity=opportunity_id)
    told = list(rows.select_related("opportunity__organisation", "user"))
    hosts = told[0].opportunity.hosts if told else ""
    for row in told:
        notify(
            "opportunities_interest_ended",
            to=row.user,
            key=str(opportunity_id),
            title=row.opportunity.title,
            organisation=hosts,
            link=row.opportunity.get_absolute_url(),
        )
    return len(told)


def tell_firm(opportunity_id: int) -> int:
    """What was not sure is firm: those who were interested hear that they can apply; returns how many."""
    rows = Interested.objects.filter(opportunity=opportunity_id, opportunity__live=True)
    told = list(rows.select_related("opportunity__organisation", "user"))
    hosts = told[0].opportunity.hosts if told else ""
    for row in told:
        notify(
            "opportunities_interest_firm",
            to=row.user,
            key=str(opportunity_id),
            title=row.opportunity.title,
            organisation=hosts,
            link=row.opportunity.get_absolute_url(),
        )
    return len(told)
