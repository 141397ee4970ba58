"""The pages of an agreement: two sides, links without an account, nobody else."""

import pytest
from django.test import Client

from opportunities.models import AgreementParty, PlacementRecord, UniversityContact
from opportunities.placement_choices import PartyRole, PlacementState
from opportunities.services import agreeing, agreement_parties
from opportunities.services.placing import finish_record
from profiles.services import set_access_needs
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.support.placements import agreed, ready, say_yes, sent

pytestmark = pytest.mark.django_db


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def link(record: PlacementRecord, role: str) -> str:
    row = AgreementParty.objects.get(agreement__record=record, role=role, revoked_at=None)
    return agreement_parties.link_of(row)


def test_the_host_edits_and_sends_the_student_agrees() -> None:
    record, lead = ready()
    host, student = as_(lead), as_(record.person.user)
    page = host.get(f"{record.get_absolute_url()}edit/")
    form = page.context["form"]
    good = {name: form[name].value() or "" for name in form.fields}
    good |= {
        "days": "Fridays",
        "starts": f"{form.initial['starts']}",
        "ends": f"{form.initial['ends']}",
    }

    saved = host.post(f"{record.get_absolute_url()}edit/", good)
    assert saved.status_code == 302
    assert "Nothing is written yet" in student.get(record.get_absolute_url()).content.decode()
    host.post(f"{record.get_absolute_url()}send/", {"action": "send"})
    shown = student.get(record.get_absolute_url()).content.decode()
    assert "Fridays" in shown
    assert "Do you agree?" in shown
    assert "sam@host.example" not in shown

    answered = student.post(f"{record.get_absolute_url()}yes/", {"answer": "yes"})
    assert answered.status_code == 302
    without = Client().post(link(record, PartyRole.SUPERVISOR), {"answer": "yes", "name": "Sam"})
    assert without.status_code == 302
    assert PlacementRecord.objects.get().state == PlacementState.AGREED


def test_a_no_needs_a_reason_and_a_yes_a_name() -> None:
    record, _ = sent()
    path = link(record, PartyRole.SUPERVISOR)

    assert Client().post(path, {"answer": "no"}).status_code == 422
    assert Client().post(path, {"answer": "yes"}).status_code == 422
    assert PlacementRecord.objects.get().state == PlacementState.SENT


def test_opening_a_link_changes_nothing_and_is_not_kept() -> None:
    record, _ = sent()
    page = Client().get(link(record, PartyRole.SUPERVISOR))

    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert PlacementRecord.objects.get().state == PlacementState.SENT


@pytest.mark.parametrize("which", ["student’s", "host’s", "forged"])
def test_links_that_are_not_meant_for_it_do_not_exist(which) -> None:
    record, _ = sent()
    path = {
        "student’s": link(record, PartyRole.STUDENT),
        "host’s": link(record, PartyRole.HOST),
        "forged": link(record, PartyRole.SUPERVISOR)[:-3] + "xx/",
    }[which]

    assert Client().get(path).status_code == 404


def test_others_see_no_agreement() -> None:
    record, _ = agreed()
    missing = record.get_absolute_url().replace(str(record.pk), "999999")
    member = MembershipFactory(organisation=record.opportunity.organisation, role="member").user

    for user in (UserFactory(), CustodianFactory(), member):
        client = as_(user)
        for tail in ("", "edit/", "end/"):
            answer = client.get(f"{record.get_absolute_url()}{tail}")
            assert answer.status_code == 404
            assert answer.content == client.get(f"{missing}{tail}").content


def test_the_pathway_asks_for_an_answer_until_it_was_given() -> None:
    record, _ = sent()
    student = as_(record.person.user)

    assert list(student.get("/me/pathway/").context["agreements"]) == [record]
    say_yes(record, PartyRole.STUDENT)
    assert not student.get("/me/pathway/").context["agreements"]


def test_a_printed_agreement_says_whose_it_is_and_leaves_out_what_is_no_part_of_it() -> None:
    record, lead = agreed()
    set_access_needs(record.person, by=record.person.user, text="A quiet desk.", shared=True)

    for side, heading in ((lead, "What helps them"), (record.person.user, "What helps you")):
        shown = as_(side).get(record.get_absolute_url()).content.decode()
        assert f"For <strong>{record.person.name}</strong>" in shown
        assert f'<div class="screen"><h3 class="h4 above-s">{heading} to work well' in shown


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "²", "-1", ""])
def test_a_number_that_is_none_is_no_error_of_ours(number) -> None:
    record, lead = sent()

    sent_in = {"action": f"renew-{number}"}
    assert as_(lead).post(f"{record.get_absolute_url()}send/", sent_in).status_code == 409
    url = f"{record.opportunity.get_absolute_url()}applications/answer/"
    assert as_(lead).get(url, {"pick": number, "to": "declined"}).status_code < 500


def test_the_student_neither_edits_nor_sends() -> None:
    record, _ = ready()
    student = as_(record.person.user)

    assert student.get(f"{record.get_absolute_url()}edit/").status_code == 404
    assert student.post(f"{record.get_absolute_url()}send/", {"action": "send"}).status_code == 404


def test_access_needs_stand_there_only_while_they_are_shared() -> None:
    record, lead = agreed()
    person = record.person
    set_access_needs(person, text="A quiet desk.", shared=True, by=person.user)
    assert "A quiet desk." in as_(lead).get(record.get_absolute_url()).content.decode()

    set_access_needs(person, text="A quiet desk.", shared=False, by=person.user)

    assert "A quiet desk." not in as_(lead).get(record.get_absolute_url()).content.decode()


def test_what_holds_stands_on_the_page_whatever_is_asked_beside_it() -> None:
    record, lead = agreed()
    host, student = as_(lead), as_(record.person.user)
    agreeing.save_agreement(record, by=lead, days="Fridays only")
    agreeing.send_agreement(record, by=lead)

    page = student.get(record.get_absolute_url())
    assert dict(page.context["terms"])["Days and hours"] == "Fridays only"
    assert dict(page.context["holds"])["Days and hours"] == "Mondays and Tuesdays"
    assert "What holds until then" in page.content.decode()

    row = AgreementParty.objects.open().get(role=PartyRole.SUPERVISOR)
    agreeing.decline(row, reason="I never work on Fridays.")
    for side in (host, student):
        page = side.get(record.get_absolute_url())
        assert dict(page.context["terms"])["Days and hours"] == "Mondays and Tuesdays"
        assert page.context["agreement"].agreed_at
        assert "Fridays only" not in page.content.decode()
        assert ("never work on Fridays" in page.content.decode()) == (side is host)

    finish_record(PlacementRecord.objects.get(), PlacementState.COMPLETED, by=None)
    page = student.get(record.get_absolute_url())
    assert dict(page.context["terms"])["Days and hours"] == "Mondays and Tuesdays"


def test_a_yes_to_what_another_refused_is_not_called_agreed() -> None:
    record, _ = sent()
    supervisor = link(record, PartyRole.SUPERVISOR)
    Client().post(supervisor, {"answer": "yes", "name": "Sam"})
    student = AgreementParty.objects.open().get(role=PartyRole.STUDENT)
    assert "once everybody has" in Client().get(supervisor).content.decode()

    agreeing.decline(student, reason="No.", by=student.user)

    shown = Client().get(supervisor).content.decode()
    assert "Somebody else said no" in shown
    assert "opens what was agreed" not in shown


def test_the_page_asks_a_constant_few_questions(django_assert_max_num_queries) -> None:
    record, lead = agreed()
    host, student = as_(lead), as_(record.person.user)

    for client in (host, student):
        with django_assert_max_num_queries(15):
            client.get(record.get_absolute_url())


def test_a_university_names_its_office() -> None:
    university = OrganisationFactory(kind="university")
    lead = MembershipFactory(organisation=university).user
    path = f"/organisations/{university.slug}/agreements/"

    assert as_(UserFactory()).get(path).status_code == 403
    assert as_(lead).post(path, {"office": "Placements"}).status_code == 422
    done = as_(lead).post(path, {"office": "Placements", "address": "office@uni.example"})
    assert done.status_code == 302
    assert UniversityContact.objects.get().office == "Placements"
    as_(lead).post(path, {"office": "", "address": ""})
    assert not UniversityContact.objects.exists()
