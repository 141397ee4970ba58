"""Keeping what introductions opened in step with who stands on the side that asked for help."""

from django.db import transaction
from django.db.models import QuerySet

from profiles.choices import Scope
from profiles.services import end_disclosures, open_viewers

from .. import parties
from ..choices import MET_STATES, IntroductionState, Side
from ..models import Introduction
from .opening import cause, open_person

SHARED_ON_AGREEING = (IntroductionState.AGREED, IntroductionState.UNDER_WAY)


def realign_organisation(organisation_id: int) -> int:
    """Who speaks for it changed: see :func:`realign`."""
    return _realign(Introduction.objects.filter(opportunity__organisation=organisation_id))


def realign_opportunity(opportunity_id: int) -> int:
    """Who speaks for it besides the leads changed: see :func:`realign`."""
    return _realign(Introduction.objects.filter(opportunity=opportunity_id))


def realign() -> int:
    """Close introduced people to whoever left the side that met them; open them to who joined it.

    Returns how many introductions it changed. Safe to run twice.
    """
    return _realign(Introduction.objects.all())


@transaction.atomic
def _realign(rows: QuerySet[Introduction]) -> int:
    met = rows.filter(state__in=MET_STATES, person__isnull=False)
    found = met.select_related("opportunity__state", "person").order_by("pk")
    return sum(_realign_one(row) for row in found)


def _realign_one(introduction: Introduction) -> bool:
    side = {user.pk for user in parties.side(introduction, Side.NEED)}
    scopes = [Scope.CONTACT]
    if introduction.state in SHARED_ON_AGREEING:
        scopes.append(Scope.ACCESS)
    ended = end_disclosures(cause(introduction), keep=side)
    opened = False
    for scope in scopes:
        if side - open_viewers(cause(introduction), scope):
            open_person(introduction, scope)
            opened = True
    return bool(ended) or opened
