"""A learning agreement: made from the record, agreed by everybody, agreed again after a change."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from common.models import Message
from common.states import IllegalMove
from opportunities import services
from opportunities.application_choices import ApplicationState
from opportunities.models import AgreementParty, Application, PlacementRecord, UniversityContact
from opportunities.placement_choices import PartyRole, PlacementState
from opportunities.services import agreeing, agreement_parties
from opportunities.services.placing import begin_record
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import OrganisationFactory, UserFactory
from tests.support.placements import agreed, offered, ready, say_yes, sent

pytestmark = pytest.mark.django_db
S = PlacementState


def fresh(record: PlacementRecord) -> PlacementRecord:
    return PlacementRecord.objects.for_pages().get(pk=record.pk)


def party(record: PlacementRecord, role: str) -> AgreementParty:
    return AgreementParty.objects.get(
        agreement__record=record,
        role=role,
        revoked_at__isnull=True,
        agreement=agreeing.sent_of(fresh(record)),
    )


def test_accepting_makes_one_record_with_a_draft_from_what_is_known() -> None:
    row = offered(learns="Mapping stops.", requirements=[("Mapping", 3, True)])

    services.accept_offer(row, by=row.person.user)
    services.accept_offer(row, by=row.person.user)
    begin_record(Application.objects.get(pk=row.pk))

    record = PlacementRecord.objects.get()
    draft = record.agreements.get()
    assert (record.state, record.person, draft.number) == (S.DRAFT, row.person, 1)
    assert (draft.starts, draft.ends) == (row.opportunity.starts, row.opportunity.ends)
    assert draft.aims == "Mapping stops."
    assert [level for _, level in draft.skills] == [3]
    assert "open data" in draft.data_handling


def test_a_challenge_has_no_agreement() -> None:
    row = ApplicationFactory(opportunity=ChallengeFactory(live=True), state="offered")

    services.accept_offer(row, by=row.person.user)

    assert not PlacementRecord.objects.exists()


def test_it_is_sent_only_when_it_is_whole() -> None:
    record, lead = ready(supervisor_address="")

    with pytest.raises(ValidationError, match="supervisor"):
        agreeing.send_agreement(record, by=lead)
    assert not AgreementParty.objects.exists()


def test_only_the_host_writes_and_sends() -> None:
    record, _ = ready()

    for stranger in (UserFactory(), record.person.user):
        with pytest.raises(Http404):
            agreeing.save_agreement(record, by=stranger, days="Fridays")
        with pytest.raises(Http404):
            agreeing.send_agreement(record, by=stranger)


def test_the_last_yes_makes_it_an_agreement_and_places_the_student() -> None:
    record, _ = sent()
    assert fresh(record).application.state == ApplicationState.ACCEPTED

    agreeing.agree(party(record, PartyRole.SUPERVISOR), name="Sam Supervisor")
    assert fresh(record).state == S.SENT
    student = party(record, PartyRole.STUDENT)
    agreeing.agree(student, name="", by=student.user)
    agreeing.agree(student, name="", by=student.user)

    found = fresh(record)
    assert (found.state, found.application.state) == (S.AGREED, ApplicationState.PLACED)
    assert agreeing.agreed_of(found).number == 1
    assert Message.objects.filter(kind="opportunities_agreement_agreed").count() == 3


def test_nobody_but_the_student_says_the_students_yes() -> None:
    record, lead = sent()

    for stranger in (None, lead):
        with pytest.raises(Http404):
            agreeing.agree(party(record, PartyRole.STUDENT), name="Me", by=stranger)


def test_a_no_goes_back_to_the_host_with_its_reason_and_nobody_else_reads_it() -> None:
    record, lead = sent()

    agreeing.decline(party(record, PartyRole.SUPERVISOR), reason="Fridays do not suit me.")

    assert fresh(record).state == S.DRAFT
    assert not AgreementParty.objects.open().exists()
    mails = Message.objects.filter(kind="opportunities_agreement_declined")
    told = {mail.recipient_id: mail.body for mail in mails if mail.recipient_id}
    assert "Fridays do not suit me." in told[lead.pk]
    assert "Fridays" not in told[record.person.user_id]


def test_a_change_needs_everybodys_yes_again_and_says_what_changed() -> None:
    record, lead = agreed()
    old = party(record, PartyRole.SUPERVISOR)

    agreeing.save_agreement(fresh(record), by=lead, days="Fridays")
    assert fresh(record).state == S.AGREED
    new = agreeing.send_agreement(fresh(record), by=lead)

    assert new.changes == ["Days and hours"]
    assert fresh(record).state == S.SENT
    assert agreeing.agreed_of(fresh(record)).number == 1
    assert party(record, PartyRole.SUPERVISOR).pk != old.pk
    agreeing.decline(party(record, PartyRole.SUPERVISOR), reason="No.")
    assert fresh(record).state == S.AGREED
    assert fresh(record).application.state == ApplicationState.PLACED


def asked_by_mail(record: PlacementRecord) -> list[str]:
    kinds = ["opportunities_agreement_asked", "opportunities_agreement_link"]
    return [mail.body for mail in Message.objects.filter(kind__in=kinds).order_by("-pk")[:2]]


def test_what_was_never_agreed_is_not_said_to_hold() -> None:
    record, lead = sent()
    agreeing.save_agreement(record, by=lead, days="Fridays")
    agreeing.send_agreement(fresh(record), by=lead)

    for body in asked_by_mail(record):
        assert "takes the place of what you were asked about before" in body
        assert "agreed before" not in body


def test_nobody_is_asked_to_answer_before_a_day_that_is_over() -> None:
    record, lead = agreed()
    assert all(", when it begins" in body for body in asked_by_mail(record))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    agreeing.save_agreement(fresh(record), by=lead, days="Fridays", starts=yesterday)
    agreeing.send_agreement(fresh(record), by=lead)

    bodies = asked_by_mail(record)
    assert not any("when it begins" in body for body in bodies)
    assert any("what you agreed before stays as it is" in body for body in bodies)
    assert any("What was agreed is to change" in body for body in bodies)


def test_nothing_changed_asks_nobody() -> None:
    record, lead = agreed()
    agreeing.save_agreement(fresh(record), by=lead)

    with pytest.raises(ValidationError, match="Nothing has changed"):
        agreeing.send_agreement(fresh(record), by=lead)


def test_who_sends_it_as_its_supervisor_has_said_yes_and_reads_one_mail() -> None:
    record, lead = ready()
    draft = record.agreements.get()
    draft.supervisor_address = lead.email.upper()
    draft.save()
    agreeing.send_agreement(record, by=lead)
    own = AgreementParty.objects.get(agreement=draft, role="supervisor")
    assert (own.answer, own.user) == ("agreed", lead)
    written = Message.objects.filter(kind="opportunities_agreement_link")
    assert not written.exists()

    say_yes(record, "student")
    assert agreeing.agreed_of(PlacementRecord.objects.get(pk=record.pk)) == draft
    said = Message.objects.filter(kind="opportunities_agreement_agreed")
    assert sorted(row.recipient_id for row in said) == sorted([lead.pk, record.person.user_id])


def test_a_link_of_a_version_that_is_past_cannot_say_yes() -> None:
    record, lead = sent()
    old = party(record, PartyRole.SUPERVISOR)
    agreeing.save_agreement(fresh(record), by=lead, days="Fridays")
    agreeing.send_agreement(fresh(record), by=lead)

    with pytest.raises(IllegalMove):
        agreeing.agree(old, name="Sam")
    assert agreement_parties.read_link(agreement_parties.link_of(old).split("/")[-2]) is None


def test_a_renewed_link_ends_the_old_one() -> None:
    record, lead = sent()
    old = party(record, PartyRole.SUPERVISOR)

    new = agreement_parties.renew_link(old, by=lead)

    with pytest.raises(IllegalMove):
        agreeing.agree(old, name="Sam")
    with pytest.raises(Http404):
        agreement_parties.renew_link(new, by=record.person.user)
    agreeing.agree(new, name="Sam")
    assert new.pk != old.pk


def test_the_university_is_asked_where_it_wants_and_the_place_is_confirmed() -> None:
    record, lead = ready()
    university = OrganisationFactory(kind="university")
    UniversityContact.objects.create(
        organisation=university, office="Placements", address="office@uni.example"
    )
    person = record.person
    person.affiliation = university
    person.affiliation_confirmed_on = timezone.localdate()
    person.save()

    agreeing.send_agreement(fresh(record), by=lead)

    assert party(record, PartyRole.UNIVERSITY).address == "office@uni.example"
    say_yes(record, PartyRole.SUPERVISOR, PartyRole.STUDENT)
    assert fresh(record).state == S.SENT
    say_yes(record, PartyRole.UNIVERSITY)
    assert fresh(record).state == S.AGREED


def test_taking_the_application_back_ends_it_and_its_links() -> None:
    record, _ = sent()
    application = fresh(record).application

    services.withdraw_application(application, by=record.person.user)

    assert fresh(record).state == S.ENDED
    assert not AgreementParty.objects.open().exists()


def test_no_mail_holds_the_students_name() -> None:
    record, _ = sent()
    name = record.person.name

    others = Message.objects.exclude(recipient=record.person.user)
    assert not [mail.kind for mail in others if name in mail.subject + mail.body]


def test_a_draft_ends_before_it_begins_is_refused() -> None:
    record, lead = ready()

    with pytest.raises(ValidationError):
        agreeing.save_agreement(
            record, by=lead, ends=timezone.localdate() - datetime.timedelta(days=900)
        )
