"""A placement that ends before its time, and the pathway that keeps what was."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from common import invariants, needs_me
from common.erasing import erase
from common.models import Message
from opportunities.application_choices import ApplicationState
from opportunities.models import (
    Agreement,
    AgreementParty,
    Application,
    FeedbackRequest,
    PlacementRecord,
)
from opportunities.personal_data.placements import KEPT, forget_placements
from opportunities.placement_choices import PlacementState
from opportunities.services import agreeing, agreement_parties, ending
from opportunities.services.evidence import add_evidence
from opportunities.services.placement_clock import run_placement_clock
from profiles.models import Disclosure, HeldSkill
from tests.factories.profiles import UserFactory
from tests.support.placements import agreed, ready, say_yes

pytestmark = pytest.mark.django_db
S = PlacementState
DAY = datetime.timedelta(days=1)


def fresh(record: PlacementRecord) -> PlacementRecord:
    return PlacementRecord.objects.for_pages().get(pk=record.pk)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("side", ["host", "student"])
def test_either_side_ends_it_and_the_place_is_free(side) -> None:
    record, lead = agreed()
    by = lead if side == "host" else record.person.user
    state = record.opportunity.state
    state.refresh_from_db()
    taken = state.seats_taken

    ending.end_early(fresh(record), by=by, reason="Xylosecret.", text="Thank you for all.")
    ending.end_early(fresh(record), by=by, reason="Again.", text="Again.")

    row = fresh(record)
    state.refresh_from_db()
    assert (row.state, row.ended_by, row.end_reason) == (S.ENDED, side, "Xylosecret.")
    assert row.application.state == ApplicationState.WITHDRAWN
    assert state.seats_taken == taken - 1
    assert not Disclosure.objects.filter(person=row.person, until__gt=timezone.now()).exists()
    mails = Message.objects.filter(kind="opportunities_placement_ended")
    assert mails.count() == 2
    assert not [mail for mail in mails if "Xylosecret" in mail.body]
    assert not Message.objects.filter(kind="opportunities_application_withdrawn").exists()
    assert [name for name in invariants.broken() if "place" in name] == []


def test_the_other_side_does_not_read_the_reason() -> None:
    record, lead = agreed()
    ending.end_early(fresh(record), by=lead, reason="Xylosecret.", text="Thank you.")

    assert (
        "Xylosecret" not in as_(record.person.user).get(record.get_absolute_url()).content.decode()
    )


def test_strangers_and_empty_words_end_nothing() -> None:
    record, lead = agreed()

    with pytest.raises(Http404):
        ending.end_early(fresh(record), by=UserFactory(), reason="", text="Bye.")
    with pytest.raises(ValidationError):
        ending.end_early(fresh(record), by=lead, reason="", text="  ")
    assert fresh(record).state == S.AGREED


def test_how_it_was_is_asked_at_once_and_nothing_later() -> None:
    record, lead = agreed()
    ending.end_early(fresh(record), by=lead, reason="", text="Thank you.")

    rows = FeedbackRequest.objects.filter(record=record)
    assert {row.moment for row in rows} == {"end"}
    assert run_placement_clock()["asked"] == 2


def test_the_pathway_lists_what_was_agreed_and_can_be_taken_along() -> None:
    record, _ = agreed()
    client = as_(record.person.user)
    assert "No placement yet" in as_(UserFactory()).get("/me/pathway/").content.decode()

    page = client.get("/me/pathway/").content.decode()
    work = json.loads(client.get("/me/pathway/resume.json").content)["work"]

    assert record.opportunity.title in page
    assert [entry["name"] for entry in work] == [record.opportunity.organisation.name]
    assert work[0]["highlights"] == ["Statistics: Working"]


def test_the_pathway_asks_as_many_questions_for_one_as_for_three(django_assert_num_queries) -> None:
    record, _ = agreed()
    person = record.person
    client = as_(person.user)
    with django_assert_num_queries(14, exact=False):
        client.get("/me/pathway/")


def test_evidence_is_added_only_beside_skills_that_are_held_and_once() -> None:
    record, _ = agreed()
    skill = record.opportunity.requirements.get().skill
    assert add_evidence(fresh(record), by=record.person.user) == 0
    HeldSkill.objects.create(person=record.person, skill=skill, level=1, evidence="A course")

    assert add_evidence(fresh(record), by=record.person.user) == 1
    assert add_evidence(fresh(record), by=record.person.user) == 0

    held = HeldSkill.objects.get(person=record.person)
    assert held.level == 1
    assert held.evidence.startswith("A course; Placement at ")
    with pytest.raises(Http404):
        add_evidence(fresh(record), by=UserFactory())


def test_erasing_the_student_keeps_a_count_and_nothing_else() -> None:
    record, lead = agreed()
    run_placement_clock(today=timezone.localdate() + 20 * DAY)

    erase(record.person.user)

    row = PlacementRecord.objects.get()
    assert (row.state, row.person, row.application) == (S.ENDED, None, None)
    assert not Agreement.objects.exists()
    assert not FeedbackRequest.objects.exists()
    assert as_(lead).get(record.get_absolute_url()).status_code == 404
    assert not Application.objects.exists()


def test_erasing_a_supervisor_takes_their_name_out_and_the_placement_goes_on() -> None:
    supervisor = UserFactory(email="sam@host.example", name="Samphire Supervisor")
    record, _ = agreed(supervisor_name="Samphire Supervisor")

    erase(supervisor)

    assert fresh(record).state == S.AGREED
    assert "Samphire" not in str(list(Agreement.objects.values()))
    assert "sam@host" not in str(list(AgreementParty.objects.values()))
    assert "sam@host" not in str(list(FeedbackRequest.objects.values()))


def test_two_years_after_the_end_only_dates_and_aims_are_left() -> None:
    record, lead = agreed()
    ending.end_early(fresh(record), by=lead, reason="", text="Thank you.")
    now = timezone.now()

    assert forget_placements(now + KEPT - DAY) == 0
    assert forget_placements(now + KEPT + 2 * DAY) > 0

    assert not AgreementParty.objects.exists()
    assert not FeedbackRequest.objects.exists()
    version = Agreement.objects.get()
    assert (version.supervisor_name, version.aims) == ("", "To map what is there.")
    assert agreeing.agreed_of(fresh(record)) == version


def test_once_it_is_over_the_host_reads_no_name_and_no_link_is_good() -> None:
    record, lead = agreed()
    party = AgreementParty.objects.get(role="supervisor")
    link = agreement_parties.link_of(party)
    AgreementParty.objects.filter(role="student").update(name="Xylona Student")
    assert "Xylona" in as_(lead).get(record.get_absolute_url()).content.decode()
    assert Client().get(link).status_code == 200

    ending.end_early(fresh(record), by=lead, reason="", text="Thank you.")

    page = as_(lead).get(record.get_absolute_url()).content.decode()
    assert "Xylona" not in page
    assert record.person.name not in page
    assert Client().get(link).status_code == 404


def test_the_applicant_reads_that_it_ended_and_not_that_they_took_it_back() -> None:
    record, lead = agreed()
    ending.end_early(fresh(record), by=lead, reason="", text="Thank you.")
    client = as_(record.person.user)

    for path in ("/me/applications/", record.application.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "The placement ended early" in page


def test_what_needs_whom_now() -> None:
    record, lead = ready()
    student = record.person.user

    def titles(user) -> list[str]:
        return [entry.title.split(":")[0] for entry in needs_me.needs(user).entries]

    assert "Write and send the learning agreement" in titles(lead)
    assert titles(student) == []
    agreeing.send_agreement(record, by=lead)
    assert "Write and send the learning agreement" not in titles(lead)
    assert titles(student) == ["Answer the learning agreement"]
    say_yes(record, "supervisor", "student")
    assert titles(student) == []
    run_placement_clock(today=FeedbackRequest.objects.get(moment="first_week", side="host").due)
    assert titles(student) == ["Say how it goes"]
