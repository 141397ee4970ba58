"""Answering once: by a person, an organisation, a guest, or without a name; in time, changed, withdrawn."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from common import retention
from common.erasing import erase
from common.models import Message
from community import guest_links
from community.models import Answer, Comment, Consultation, Response
from community.services import guests, reporting, responding
from community.services.responding import TooLate, Who, Words
from tests.factories.community_consultations import (
    ConsultationFactory,
    QuestionFactory,
    answered,
    closed,
)
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return ConsultationFactory(open=True, asks_steps=True)


def guest(row, address="kim@post.example") -> Who:
    return Who(address_hash=guest_links.hash_of(row.pk, address))


def test_a_person_answers_once_and_may_change_it(row) -> None:
    user = UserFactory()
    asked = QuestionFactory(consultation=row, one=True)
    first = answered(row, Who(user=user), picked={asked.pk: [1]}, paragraphs={1: "Yes."})
    second = answered(row, Who(user=user), picked={asked.pk: [2]}, paragraphs={2: "No."})

    assert first.pk == second.pk
    assert Answer.objects.get().picked == [2]
    assert Comment.objects.get().paragraph == 2
    assert Message.objects.filter(kind="community_response_received").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(consultation=row, kind="person", user=user)


def test_an_organisation_answers_once_by_any_of_its_members(row) -> None:
    ours = OrganisationFactory()
    lead = MembershipFactory(organisation=ours).user
    member = MembershipFactory(organisation=ours, role="member").user
    first = answered(row, Who(user=lead, organisation=ours))
    assert answered(row, Who(user=member, organisation=ours)).pk == first.pk
    assert first.user_id is None
    assert answered(row, Who(user=lead)).pk != first.pk
    with pytest.raises(PermissionDenied):
        answered(row, Who(user=UserFactory(), organisation=ours))
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(consultation=row, kind="organisation", organisation=ours)


def test_a_guest_answers_once_an_address_and_the_address_is_not_kept(row) -> None:
    first = answered(row, guest(row, "Kim@Post.example "))
    assert answered(row, guest(row)).pk == first.pk
    assert "kim" not in str(Response.objects.filter(pk=first.pk).values().get())
    assert first.address_hash != guest_links.hash_of(row.pk + 1, "kim@post.example")


def test_without_a_name_nothing_is_kept_but_the_day(row) -> None:
    made = answered(row, name="Kim")
    assert (made.user_id, made.organisation_id, made.address_hash, made.name) == (
        None,
        None,
        None,
        "",
    )
    for moment in (made.begun_at, made.sent_at, made.changed_at):
        here = timezone.localtime(moment)
        assert (here.hour, here.minute, here.second, here.microsecond) == (0, 0, 0, 0)
    assert answered(row).pk != made.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(consultation=row, kind="anonymous", name="Kim")


@pytest.mark.parametrize(("off", "taken"), [(-1, True), (0, False), (1, False)])
def test_a_response_submitted_at_the_closing_second(row, off, taken) -> None:
    received = row.closes + timedelta(microseconds=off)
    if taken:
        made = responding.respond(row, by=guest(row), words=Words(), received=received)
        assert made.state == "sent"
        return
    with pytest.raises(TooLate, match="copy what you want to keep"):
        responding.respond(row, by=guest(row), words=Words(), received=received)
    assert not Response.objects.exists()


def test_what_was_received_in_time_counts_though_the_clock_was_quicker(row) -> None:
    row = closed(row)
    made = responding.respond(
        row, by=guest(row), words=Words(), received=row.closes - timedelta(milliseconds=5)
    )
    assert made.state == "sent"


def test_a_draft_is_not_answered() -> None:
    with pytest.raises(TooLate):
        answered(ConsultationFactory())


def test_a_required_question_is_needed_only_for_sending(row) -> None:
    asked = QuestionFactory(consultation=row, one=True, required=True)
    who = Who(user=UserFactory())
    kept = responding.respond(row, by=who, words=Words(), received=timezone.now(), send=False)
    assert kept.state == "draft"
    with pytest.raises(ValueError, match="Answer this") as refusal:
        answered(row, who)
    assert refusal.value.field == f"q_{asked.pk}"
    with pytest.raises(ValueError, match="offered"):
        answered(row, who, picked={asked.pk: [4]})
    assert answered(row, who, picked={asked.pk: [3]}).state == "sent"
    with pytest.raises(ValueError, match="sent already"):
        responding.respond(row, by=who, words=Words(), received=timezone.now(), send=False)


def test_withdrawn_before_the_end_and_not_after(row) -> None:
    user, stranger = UserFactory(), UserFactory()
    made = answered(row, Who(user=user))
    with pytest.raises(Http404):
        responding.withdraw_response(made, by=stranger)
    with pytest.raises(TooLate):
        responding.withdraw_response(made, by=user, received=row.closes)
    responding.withdraw_response(made, by=user)
    assert not Response.objects.exists()
    assert Consultation.objects.get().is_frozen


def test_a_link_is_mailed_three_times_a_day_and_members_sign_in(row) -> None:
    for _ in range(5):
        guests.ask_for_link(row, address="kim@post.example")
    mails = Message.objects.filter(kind="community_guest_link")
    assert mails.count() == 3
    assert f"/consultations/{row.slug}/respond/by/" in mails.first().body
    member = UserFactory()
    guests.ask_for_link(row, address=member.email.upper())
    body = mails.get(address=member.email.upper()).body
    assert "/respond/by/" not in body
    assert "/accounts/login/" in body


def test_a_link_is_good_for_one_consultation(row) -> None:
    text = guest_links.make(row.pk, "kim@post.example")
    assert guest_links.read(row.pk, text) == guest_links.hash_of(row.pk, "kim@post.example")
    for number, changed in ((row.pk + 1, text), (row.pk, text + "x"), (row.pk, "x:y")):
        with pytest.raises(guest_links.LinkInvalid):
            guest_links.read(number, changed)


def test_a_form_without_a_name_takes_its_time_and_is_of_one_consultation() -> None:
    text = guest_links.form_token(7)
    import time

    with pytest.raises(ValueError, match="very quick"):
        guest_links.read_form_token(7, text)
    later = time.time() + 30
    key = guest_links.read_form_token(7, text, now=later)
    assert guest_links.read_form_token(7, text, now=later) == key
    with pytest.raises(ValueError, match="another consultation"):
        guest_links.read_form_token(8, text, now=later)
    with pytest.raises(ValueError, match="too long"):
        guest_links.read_form_token(7, "made:up:here", now=later)


def test_an_erased_person_stays_counted_and_their_words_go(row) -> None:
    custodian, asked = CustodianFactory(), QuestionFactory(consultation=row, one=True)
    why = QuestionFactory(consultation=row)
    for consent, left in (("named", ""), ("unnamed", "More maps."), ("no", "")):
        user = UserFactory(name="Zebedee Vole")
        made = answered(
            row, Who(user=user), picked={asked.pk: [1]}, texts={why.pk: "More maps."},
            paragraphs={1: "Fine."}, consent=consent, name="Zebedee Vole",
        )  # fmt: skip
        if consent != "no":
            for said in (made.answers.get(question=why), made.comments.get()):
                reporting.moderate(said, by=custodian, show=True, read=said.fingerprint)

        erase(user)

        made.refresh_from_db()
        assert (made.user_id, made.name) == (None, "")
        assert made.answers.get(question=asked).picked == [1]
        assert made.answers.get(question=why).text == left
        assert made.comments.count() == (1 if left else 0)
    assert Response.objects.sent().count() == 3


def test_a_year_after_the_end_the_tie_to_people_is_cut(row) -> None:
    why = QuestionFactory(consultation=row)
    made = answered(row, Who(user=UserFactory()), texts={why.pk: "Unread."}, consent="unnamed")
    by_guest = answered(row, guest(row))
    draft = responding.respond(
        row, by=Who(user=UserFactory()), words=Words(), received=timezone.now(), send=False
    )
    row = closed(row)
    dict(retention.run(now=timezone.now() + timedelta(days=20)))
    assert Response.objects.filter(pk=draft.pk).exists()

    dict(retention.run(now=timezone.now() + timedelta(days=400)))

    made.refresh_from_db()
    by_guest.refresh_from_db()
    assert made.user_id is None
    assert by_guest.address_hash is None
    assert made.answers.get().text == ""
    assert not Response.objects.filter(pk=draft.pk).exists()
