"""Consultations in the town: a draft, one that is open, one to report, one reported; and answers."""

from types import SimpleNamespace

from community import guest_links
from community.models import Consultation
from community.services import reporting
from community.services.responding import Who
from mission.models import Node
from tests.factories.community_consultations import (
    ConsultationFactory,
    QuestionFactory,
    answered,
    closed,
)


def lay_consultations(town: SimpleNamespace) -> None:
    """Everybody has answered the open one, ours and theirs too."""
    town.node = Node.objects.first()
    town.consultation_draft = ConsultationFactory(slug="plan")
    town.consultation = row = ConsultationFactory(slug="open", open=True, asks_steps=True)
    town.question = QuestionFactory(consultation=row, text="Why meet?")
    draft_question = QuestionFactory(consultation=town.consultation_draft, one=True)
    town.draft_question = draft_question
    town.responses = {
        role: answered(row, Who(user=getattr(town, role)), texts={town.question.pk: "Buses."})
        for role in ("student", "expert", "custodian")
    }
    town.our_response = answered(row, Who(user=town.lead, organisation=town.ours))
    town.their_response = answered(row, Who(user=town.rival, organisation=town.theirs))
    town.guest_link = guest_links.make(row.pk, "guest@post.example")
    answered(row, Who(address_hash=guest_links.read(row.pk, town.guest_link)))
    town.consultation_closed = closed(ConsultationFactory(slug="closed", open=True))
    reporting.write_report(
        town.consultation_closed, by=town.custodian, introduction="Few answered.", final_link=""
    )
    reported = closed(ConsultationFactory(slug="reported", open=True))
    reporting.add_report_row(
        reported, by=town.custodian, became="did", said="More maps.", did="We map."
    )
    reporting.publish_report(reported, by=town.custodian)
    town.consultation_reported = Consultation.objects.get(pk=reported.pk)
