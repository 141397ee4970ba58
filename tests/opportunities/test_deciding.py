"""Decisions are written, read again, and sent once, whoever asks how often."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from common import outbox
from common.models import Message
from common.states import IllegalMove
from opportunities.application_choices import ApplicationState, DeclineReason
from opportunities.models import Application, Decision
from opportunities.services import deciding, reviewing
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory

pytestmark = pytest.mark.django_db
S = ApplicationState


@pytest.fixture
def lead():
    return MembershipFactory().user


@pytest.fixture
def placement(lead):
    host = lead.memberships.get().organisation
    return PlacementFactory(live=True, organisation=host, author=lead, seats=3)


@pytest.fixture
def application(placement):
    return ApplicationFactory(opportunity=placement)


def fresh(application) -> Application:
    return Application.objects.get(pk=application.pk)


def mails(kind: str):
    return Message.objects.filter(kind=f"opportunities_application_{kind}")


def test_written_is_not_sent(application, lead) -> None:
    deciding.write_decision(application, by=lead, to=S.OFFERED)

    assert fresh(application).state == S.RECEIVED
    assert not mails("offered").exists()
    assert fresh(application).decision.public_text == deciding.kind_text(S.OFFERED)


def test_an_offer_is_sent_once_and_open_for_a_week(application, placement, lead) -> None:
    deciding.write_decision(application, by=lead, to=S.OFFERED, public_text="Come!")
    assert deciding.send_decisions(placement, [application.pk], by=lead) == 1
    assert deciding.send_decisions(placement, [application.pk], by=lead) == 0
    outbox.run_due()
    outbox.run_due()
    assert deciding.carry_out(application.pk) is None

    row = fresh(application)
    assert row.state == S.OFFERED
    assert row.named_at is not None
    assert row.offer_until == timezone.localdate() + datetime.timedelta(days=7)
    assert mails("offered").count() == 1
    assert "Come!" in mails("offered").get().body
    assert not Decision.objects.exists()


def test_declining_keeps_the_reason_private_and_the_text_kind(application, placement, lead) -> None:
    with pytest.raises(ValidationError):
        deciding.write_decision(application, by=lead, to=S.DECLINED)
    deciding.write_decision(
        application, by=lead, to=S.DECLINED, reason="skills", private_note="Knows no SQL."
    )
    deciding.send_decisions(placement, [application.pk], by=lead)
    outbox.run_due()

    row = fresh(application)
    assert (row.state, row.decline_reason, row.private_note) == (
        S.DECLINED,
        "skills",
        "Knows no SQL.",
    )
    body = mails("declined").get().body
    assert "Thank you for the time you took" in body
    assert "Knows no SQL" not in body
    assert "/matches/" in body


@pytest.mark.parametrize("reason", DeclineReason.values)
def test_each_reason_has_kind_words(reason) -> None:
    text = deciding.kind_text(S.DECLINED, reason)
    assert text.startswith("Thank you")
    assert len(text) < 400


def test_whoever_withdrew_in_the_meantime_hears_nothing(application, placement, lead) -> None:
    deciding.write_decision(application, by=lead, to=S.DECLINED, reason="full")
    deciding.send_decisions(placement, [application.pk], by=lead)
    Application.objects.filter(pk=application.pk).update(state=S.WITHDRAWN)
    outbox.run_due()

    assert fresh(application).state == S.WITHDRAWN
    assert not mails("declined").exists()
    assert not Decision.objects.exists()


def test_one_that_fails_holds_up_no_other(placement, lead) -> None:
    rows = [ApplicationFactory(opportunity=placement) for _ in range(3)]
    for row in rows:
        deciding.write_decision(row, by=lead, to=S.RESERVE)
    deciding.send_decisions(placement, [row.pk for row in rows], by=lead)
    Application.objects.filter(pk=rows[1].pk).delete()
    outbox.run_due()

    assert [fresh(row).state for row in (rows[0], rows[2])] == [S.RESERVE, S.RESERVE]
    assert mails("reserve").count() == 2


def test_what_is_being_sent_cannot_be_changed_or_taken_back(application, placement, lead) -> None:
    deciding.write_decision(application, by=lead, to=S.RESERVE)
    deciding.send_decisions(placement, [application.pk], by=lead)
    with pytest.raises(IllegalMove):
        deciding.write_decision(application, by=lead, to=S.OFFERED)
    assert not deciding.take_back(application, by=lead)


def test_what_was_written_can_be_taken_back(application, lead) -> None:
    deciding.write_decision(application, by=lead, to=S.RESERVE)
    assert deciding.take_back(application, by=lead)
    assert not deciding.take_back(application, by=lead)
    assert not Decision.objects.exists()


def test_readers_decline_and_only_leads_offer(application, placement, lead) -> None:
    host = placement.organisation
    reader = MembershipFactory(organisation=host, role="member").user
    ReviewFactory(application=application, reviewer=reader)
    with pytest.raises(Http404):
        deciding.write_decision(application, by=reader, to=S.OFFERED)
    reviewing.score(application, by=reader, scores={}, note="Clear.")
    with pytest.raises(Http404):
        deciding.write_decision(application, by=reader, to=S.OFFERED)
    deciding.write_decision(application, by=lead, to=S.OFFERED)
    assert deciding.send_decisions(placement, [application.pk], by=reader) == 0
    deciding.write_decision(application, by=reader, to=S.DECLINED, reason="full")
    assert deciding.send_decisions(placement, [application.pk], by=reader) == 1


def test_an_application_of_another_opportunity_is_left_out(application, lead) -> None:
    other = PlacementFactory(live=True, organisation=application.opportunity.organisation)
    deciding.write_decision(application, by=lead, to=S.RESERVE)
    assert deciding.send_decisions(other, [application.pk], by=lead) == 0


def test_a_place_that_is_declined_after_acceptance_is_free_again(placement, lead) -> None:
    application = ApplicationFactory(opportunity=placement, state="accepted")
    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 1
    deciding.write_decision(application, by=lead, to=S.DECLINED, reason="other")
    deciding.send_decisions(placement, [application.pk], by=lead)
    outbox.run_due()
    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 0


def test_a_header_cannot_be_typed_into_a_mail(application, placement, lead) -> None:
    deciding.write_decision(
        application, by=lead, to=S.RESERVE, public_text="Hello\r\nBcc: all@people.example"
    )
    deciding.send_decisions(placement, [application.pk], by=lead)
    outbox.run_due()
    mail = mails("reserve").get()
    assert "\n" not in mail.subject
    assert "\nBcc:" not in mail.body
