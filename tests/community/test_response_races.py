"""Twenty at once from one person are one response, on both databases; and the control without the lock."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from common.database_errors import will_pass
from community.models import Consultation, Response
from community.services import questions, responding
from community.services.consulting import Refused
from community.services.responding import Who, Words
from profiles.models import User
from tests.factories.community_consultations import ConsultationFactory, QuestionFactory
from tests.factories.profiles import CustodianFactory, UserFactory
from tests.support.rivals import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_twenty_answers_of_one_person_at_once_are_one_response() -> None:
    row, user = ConsultationFactory(open=True), UserFactory()

    def answer(number: int):
        return responding.respond(
            Consultation.objects.get(pk=row.pk),
            by=Who(user=User.objects.get(pk=user.pk)),
            words=Words(paragraphs={1: f"Text {number}."}),
            received=timezone.now(),
        )

    results = at_once(*(lambda n=n: answer(n) for n in range(20)))

    # A starved machine may answer that the database is busy; nothing is half done then.
    assert [one for one in results if not isinstance(one, Response) and not will_pass(one)] == []
    assert any(isinstance(one, Response) for one in results)
    assert Response.objects.count() == 1
    assert Response.objects.get().comments.count() == 1


def test_without_looking_first_the_constraint_refuses_the_second() -> None:
    """The control: nothing but the database keeps them apart."""
    row, user = ConsultationFactory(open=True), UserFactory()

    def answer():
        return Response.objects.create(consultation=row, kind="person", user=user)

    results = at_once(*([answer] * 5))

    assert sum(isinstance(result, IntegrityError) for result in results) == 4
    assert Response.objects.count() == 1


@pytest.mark.parametrize("times", range(3))
def test_a_question_is_removed_or_answered_and_never_both(times) -> None:
    row, custodian, user = ConsultationFactory(open=True), CustodianFactory(), UserFactory()
    asked = QuestionFactory(consultation=row)

    removed, answered = at_once(
        lambda: questions.remove_question(asked, by=User.objects.get(pk=custodian.pk)),
        lambda: responding.respond(
            Consultation.objects.get(pk=row.pk),
            by=Who(user=User.objects.get(pk=user.pk)),
            words=Words(texts={asked.pk: "Yes."}),
            received=timezone.now(),
        ),
    )

    assert isinstance(answered, Response)
    kept = answered.answers.count()
    assert isinstance(removed, Refused) == (kept == 1)
