"""A consultation from draft to report: its moves, its clock, what stays once somebody has answered."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common import outbox
from common.invariants import broken
from common.models import Message
from common.states import IllegalMove, move
from community.choices.consultations import CONSULTATION_MOVES, ConsultationState
from community.drafts import numbered, paragraphs
from community.models import Consultation, ConsultationReport, Question, WordingChange
from community.services import consulting, questions, reporting
from community.services.consulting import Refused
from community.services.responding import Who
from tests.factories.community_consultations import (
    ConsultationFactory,
    QuestionFactory,
    answered,
    closed,
)
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def custodian():
    return CustodianFactory()


def now(row) -> Consultation:
    return Consultation.objects.get(pk=row.pk)


@pytest.mark.parametrize("start", ConsultationState)
def test_every_move_is_in_the_table_or_refused(start) -> None:
    for to in ConsultationState:
        row = ConsultationFactory(state=start)
        if to in CONSULTATION_MOVES[start]:
            move(row, to, moves=CONSULTATION_MOVES)
            assert now(row).state == to
        else:
            with pytest.raises(IllegalMove):
                move(row, to, moves=CONSULTATION_MOVES)


def test_the_clock_opens_and_closes_what_is_ready(custodian) -> None:
    later = timezone.now() + timedelta(days=2)
    row = ConsultationFactory(opens=later, closes=later + timedelta(days=5))
    consulting.make_ready(row, by=custodian)
    consulting.run_consultation_clock()
    assert now(row).state == "draft"

    assert consulting.run_consultation_clock(now=later) == 1
    assert now(row).state == "open"
    assert consulting.run_consultation_clock(now=later) == 0
    assert consulting.run_consultation_clock(now=later + timedelta(days=5)) == 1
    assert now(row).state == "closed"


def test_a_draft_that_is_not_ready_never_opens(custodian) -> None:
    row = ConsultationFactory()
    consulting.run_consultation_clock()
    assert now(row).state == "draft"
    consulting.make_ready(row, by=custodian)
    assert now(row).state == "open"


def test_nothing_to_answer_is_refused(custodian) -> None:
    with pytest.raises(Refused, match="nothing to answer"):
        consulting.make_ready(ConsultationFactory(body="## Only a heading"), by=custodian)


def test_the_closing_time_is_later_never_earlier(custodian) -> None:
    row = ConsultationFactory(open=True)
    with pytest.raises(Refused, match="never earlier"):
        consulting.change_consultation(row, by=custodian, closes=row.closes - timedelta(minutes=2))
    consulting.change_consultation(row, by=custodian, closes=row.closes + timedelta(days=7))
    assert now(row).closes == row.closes + timedelta(days=7)
    assert WordingChange.objects.get().what == "Closing time"


def test_it_is_closed_by_hand_only_while_nobody_answered(custodian) -> None:
    empty, answered_one = ConsultationFactory(open=True), ConsultationFactory(open=True)
    answered(answered_one)
    assert consulting.close_consultation(empty, by=custodian).state == "closed"
    with pytest.raises(Refused, match="was promised"):
        consulting.close_consultation(answered_one, by=custodian)


def test_a_consultation_edited_after_the_first_answer(custodian) -> None:
    row = ConsultationFactory(open=True)
    asked = QuestionFactory(consultation=row, text="Shuold we meet more often?", one=True)
    other = QuestionFactory(consultation=row)
    answered(row, picked={asked.pk: [1]})

    for act in (
        lambda: questions.add_question(row, by=custodian, kind="text", text="One more?"),
        lambda: questions.remove_question(asked, by=custodian),
        lambda: questions.move_question(other, by=custodian, up=True),
        lambda: questions.change_question(asked, by=custodian, kind="text"),
        lambda: questions.change_question(asked, by=custodian, options="Red\nGreen"),
        lambda: questions.change_question(asked, by=custodian, text="What is for lunch?"),
        lambda: consulting.change_consultation(row, by=custodian, body="Something else."),
        lambda: consulting.change_consultation(
            row, by=custodian, body=row.body.replace("more often", "never again, and that is all")
        ),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert "answered" in str(refusal.value)
    assert not WordingChange.objects.exists()

    questions.change_question(asked, by=custodian, text="Should we meet more often?")
    consulting.change_consultation(
        row, by=custodian, body=row.body.replace("publish what", "publish all that")
    )
    assert list(WordingChange.objects.order_by("pk").values_list("what", "was", "now")) == [
        ("Question 1", "Shuold we meet more often?", "Should we meet more often?"),
        ("Paragraph 2", "We publish what we learn.", "We publish all that we learn."),
    ]
    assert Question.objects.get(pk=asked.pk).text == "Should we meet more often?"


def test_before_the_first_answer_everything_can_change(custodian) -> None:
    row = ConsultationFactory(open=True)
    first = questions.add_question(row, by=custodian, kind="text", text="One?")
    second = questions.add_question(
        row, by=custodian, kind="many", text="Two?", options=" Red \n\nGreen\n"
    )
    questions.move_question(second, by=custodian, up=True)
    questions.change_question(first, by=custodian, text="Another?")
    assert [one.text for one in row.questions.all()] == ["Two?", "Another?"]
    assert Question.objects.get(pk=second.pk).choices == ["Red", "Green"]
    questions.remove_question(second, by=custodian)
    assert row.questions.count() == 1
    assert not WordingChange.objects.exists()


@pytest.mark.parametrize("options", ["", "Red", "Red\nred", "\n".join(map(str, range(21)))])
def test_odd_answers_to_choose_from_are_refused(custodian, options) -> None:
    with pytest.raises(Refused) as refusal:
        questions.add_question(
            ConsultationFactory(), by=custodian, kind="one", text="One?", options=options
        )
    assert refusal.value.field == "options"


def test_only_custodians_run_it() -> None:
    user, root = UserFactory(), UserFactory(is_superuser=True)
    row = ConsultationFactory(open=True)
    for by in (user, root):
        for act in (
            lambda by=by: consulting.close_consultation(row, by=by),
            lambda by=by: consulting.change_consultation(row, by=by, title="Mine"),
            lambda by=by: questions.add_question(row, by=by, kind="text", text="One?"),
            lambda by=by: reporting.publish_report(row, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_the_reminder_goes_once_to_those_who_have_not_answered(custodian) -> None:
    row = ConsultationFactory(open=True, remind_at=timezone.now() - timedelta(minutes=1))
    silent, done, begun = UserFactory(), UserFactory(), UserFactory()
    UserFactory(verified=False)
    answered(row, Who(user=done))
    from community.services import responding

    responding.respond(
        row,
        by=Who(user=begun),
        words=responding.Words(),
        received=timezone.now(),
        send=False,
    )

    consulting.run_consultation_clock()
    consulting.run_consultation_clock()
    outbox.run_due()

    mails = Message.objects.filter(kind="community_consultation_reminder")
    assert set(mails.values_list("recipient_id", flat=True)) == {
        silent.pk, begun.pk, custodian.pk
    }  # fmt: skip
    assert mails.get(recipient=begun).subject.startswith("Not sent yet: your answers to")
    assert mails.get(recipient=silent).subject.startswith("Answer by")
    with pytest.raises(Refused, match="already"):
        consulting.remind_now(row, by=custodian)


def test_a_report_waits_for_texts_to_be_read_and_keeps_its_figures(custodian) -> None:
    row = ConsultationFactory(open=True)
    asked = QuestionFactory(consultation=row)
    users = UserFactory.create_batch(6)
    made = [
        answered(row, Who(user=user), texts={asked.pk: "More maps."}, consent="unnamed")
        for user in users
    ]
    with pytest.raises(Refused, match="has closed"):
        reporting.publish_report(row, by=custodian)
    row = closed(row)
    with pytest.raises(Refused, match="6 texts wait"):
        reporting.publish_report(row, by=custodian)
    for response in made:
        said = response.answers.get()
        reporting.moderate(said, by=custodian, show=True, read=said.fingerprint)
    with pytest.raises(Refused, match="Say first"):
        reporting.publish_report(row, by=custodian)
    reporting.add_report_row(row, by=custodian, became="did", said="More maps.", did="We map.")

    reporting.publish_report(row, by=custodian)

    assert now(row).state == "reported"
    assert ConsultationReport.objects.get().figures["responses"] == 6
    made[0].delete()
    assert ConsultationReport.objects.get().figures["responses"] == 6
    with pytest.raises(Refused, match="published"):
        reporting.add_theme(row, by=custodian, title="Maps")
    assert broken() == {}


def test_a_text_that_was_changed_meanwhile_is_not_let_through(custodian) -> None:
    row = ConsultationFactory(open=True)
    asked = QuestionFactory(consultation=row)
    user = UserFactory()
    said = answered(row, Who(user=user), texts={asked.pk: "Nice."}, consent="named").answers.get()
    read = said.fingerprint
    answered(row, Who(user=user), texts={asked.pk: "Rude."}, consent="named")

    with pytest.raises(Refused, match="changed it meanwhile"):
        reporting.moderate(said, by=custodian, show=True, read=read)


def test_what_its_author_wants_unshown_stays_so(custodian) -> None:
    row = ConsultationFactory(open=True)
    asked = QuestionFactory(consultation=row)
    said = answered(row, texts={asked.pk: "For you only."}, consent="no").answers.get()
    with pytest.raises(Refused, match="does not want it shown"):
        reporting.moderate(said, by=custodian, show=True, read=said.fingerprint)
    assert reporting.texts_waiting(row) == 0


def test_nobody_shows_a_text_of_their_own(custodian) -> None:
    row = ConsultationFactory(open=True)
    said = answered(row, Who(user=custodian), paragraphs={1: "I agree."}, consent="named")
    said = said.comments.get()
    with pytest.raises(Refused, match="another custodian"):
        reporting.moderate(said, by=custodian, show=True, read=said.fingerprint)
    assert reporting.moderate(said, by=CustodianFactory(), show=True, read=said.fingerprint)
    assert reporting.moderate(said, by=custodian, show=False, read=said.fingerprint)


def test_a_draft_is_numbered_and_clean() -> None:
    body = (
        "# Title\n\nFirst <script>alert(1)</script> & so.\n\n* one\n* two\n\n"
        "[bad](javascript:alert(1)) ![x](http://x.example/y.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    found = paragraphs(body)
    assert [one.number for one in found] == [None, 1, 2, 3, 4]
    html = "".join(one.html for one in found)
    assert found[0].html == "<h2>Title</h2>"
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<table>" in html
    assert [one.number for one in numbered(body)] == [1, 2, 3, 4]
