"""Agreements in the town: one that is a draft, one that everybody is asked about."""

from types import SimpleNamespace

from django.utils import timezone

from opportunities.models import FeedbackRequest, PlacementRecord
from opportunities.placement_choices import PartyRole
from opportunities.services import agreeing, agreement_parties, feedback
from opportunities.services.placing import begin_record
from tests.factories.profiles import OrganisationFactory

from .good_answers import AGREEMENT


def lay_placements(town: SimpleNamespace) -> None:
    """Ours, of the student and of the expert; and theirs."""
    town.university = OrganisationFactory(name="Severn University", kind="university")
    town.draft_agreement = begin_record(town.expert_application)
    town.their_agreement = begin_record(town.their_application)
    record = begin_record(town.application)
    record = PlacementRecord.objects.for_pages().get(pk=record.pk)
    agreeing.save_agreement(record, by=town.lead, **AGREEMENT)
    sent = agreeing.send_agreement(record, by=town.lead)
    town.sent_agreement = record
    town.agreement_link = agreement_parties.link_of(sent.parties.get(role=PartyRole.SUPERVISOR))
    today = timezone.localdate()
    asked = FeedbackRequest.objects.create(
        record=record,
        moment="first_week",
        side="host",
        due=today,
        asked_on=today,
        address="sam@host.example",
    )
    town.feedback_link = feedback.link_of(asked)
