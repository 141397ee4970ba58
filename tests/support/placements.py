"""Placements at each point of their way, made through the services."""

import datetime
from typing import Any

from django.utils import timezone

from opportunities import services
from opportunities.models import AgreementParty, Application, PlacementRecord
from opportunities.placement_choices import PartyRole
from opportunities.services import agreeing
from profiles.models import User
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory

DAY = datetime.timedelta(days=1)


def offered(**fields: Any) -> Application:
    """Somebody with an offer for a live placement of ten weeks, which begins in a week."""
    lead = fields.pop("lead", None) or MembershipFactory().user
    host = lead.memberships.first().organisation
    today = timezone.localdate()
    fields = {"starts": today + 7 * DAY, "ends": today + 77 * DAY, "seats": 2, **fields}
    person = fields.pop("person", None)
    placement = PlacementFactory(live=True, organisation=host, author=lead, **fields)
    extra = {"person": person} if person else {}
    return ApplicationFactory(opportunity=placement, state="offered", **extra)


def ready(**terms: Any) -> tuple[PlacementRecord, User]:
    """An agreement that only has to be sent, and a lead of the host."""
    row = offered()
    services.accept_offer(row, by=row.person.user)
    lead = row.opportunity.state.submitted_by
    record = PlacementRecord.objects.for_pages().get(application=row)
    said = {
        "days": "Mondays and Tuesdays",
        "supervisor_name": "Sam Supervisor",
        "supervisor_address": "sam@host.example",
        "aims": "To map what is there.",
        **terms,
    }
    draft = record.agreements.get()
    for name, value in said.items():
        setattr(draft, name, value)
    draft.save()
    return PlacementRecord.objects.for_pages().get(pk=record.pk), lead


def sent(**terms: Any) -> tuple[PlacementRecord, User]:
    """Everybody is asked."""
    record, lead = ready(**terms)
    agreeing.send_agreement(record, by=lead)
    return PlacementRecord.objects.for_pages().get(pk=record.pk), lead


def say_yes(record: PlacementRecord, *roles: str) -> None:
    """These say yes to what is asked now."""
    for role in roles:
        party = AgreementParty.objects.open().get(agreement__record=record, role=role)
        agreeing.agree(party, name="Somebody", by=party.user)


def agreed(**terms: Any) -> tuple[PlacementRecord, User]:
    """Everybody has said yes."""
    record, lead = sent(**terms)
    say_yes(record, PartyRole.SUPERVISOR, PartyRole.STUDENT)
    return PlacementRecord.objects.for_pages().get(pk=record.pk), lead
