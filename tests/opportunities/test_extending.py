"""A closing date that becomes later: by whom, never earlier, over edits that wait, and who hears of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from common.models import ActivityEntry, Message
from common.outbox import run_due
from common.states import IllegalMove
from opportunities import services
from opportunities.models import Opportunity, Placement
from opportunities.queries import specific
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead():
    return MembershipFactory().user


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def placement(lead, today):
    return PlacementFactory(
        live=True,
        organisation=lead.memberships.get().organisation,
        author=lead,
        closes=today + 5 * DAY,
        starts=today + 40 * DAY,
        ends=today + 80 * DAY,
    )


def closes(placement) -> datetime.date:
    return Opportunity.objects.get(pk=placement.pk).closes


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mails():
    return Message.objects.filter(kind="opportunities_application_later")


def test_a_lead_gives_more_time_and_whoever_applied_or_began_to_is_told(
    lead, placement, today
) -> None:
    sent = ApplicationFactory(opportunity=placement, state="received")
    begun = ApplicationFactory(opportunity=placement, state="draft")
    ApplicationFactory(opportunity=placement, state="declined")
    promised = sent.answer_by
    page = as_(lead).get(placement.get_absolute_url()).content.decode()
    assert f"{placement.get_absolute_url()}later/" in page
    new = today + 20 * DAY

    path = f"{placement.get_absolute_url()}later/"
    form = as_(lead).get(path).context["form"]
    data = {"closes": new.isoformat(), "idempotency_key": form["idempotency_key"].value()}
    for _ in range(2):
        assert as_(lead).post(path, data).status_code == 302
    run_due()

    assert closes(placement) == new
    told = {mail.recipient_id: mail.body for mail in mails()}
    assert set(told) == {sent.person.user_id, begun.person.user_id}
    assert mails().count() == 2
    assert "nothing that you have to do" in told[sent.person.user_id]
    assert "have not sent it" in told[begun.person.user_id]
    sent.refresh_from_db()
    assert sent.answer_by == promised
    assert ActivityEntry.objects.filter(verb="opportunities.extended").count() == 1


def test_it_is_never_shortened(lead, placement, today) -> None:
    before = closes(placement)
    for day in (before, before - DAY, today - DAY, today + 81 * DAY, today + 400 * DAY):
        with pytest.raises(ValidationError):
            services.extend(placement, by=lead, closes=day)
    answer = as_(lead).post(
        f"{placement.get_absolute_url()}later/", {"closes": (before - DAY).isoformat()}
    )
    assert answer.status_code == 422
    assert "people plan by the day" in answer.content.decode()
    with pytest.raises(ValidationError):
        services.save_placement(specific(placement), by=lead, closes=before - DAY)
    assert closes(placement) == before


def test_an_edit_that_waits_brings_no_old_day_back(lead, placement, today) -> None:
    services.save_placement(specific(placement), by=lead, title="Another title")
    new = today + 20 * DAY

    services.extend(placement, by=lead, closes=new)
    row = Placement.objects.get(pk=placement.pk)
    row.get_latest_revision().publish()

    row.refresh_from_db()
    assert (row.title, row.closes) == ("Another title", new)


def test_what_has_ended_or_never_closes_is_not_extended(lead, placement, today) -> None:
    endless = PlacementFactory(live=True, organisation=placement.organisation, closes=None)
    services.close(Opportunity.objects.get(pk=placement.pk), by=lead)
    for row in (endless, placement):
        with pytest.raises(IllegalMove):
            services.extend(row, by=lead, closes=today + 20 * DAY)
        path = f"{row.get_absolute_url()}later/"
        answer = as_(lead).post(path, {"closes": (today + 20 * DAY).isoformat()})
        assert answer.status_code == 409
        assert path not in as_(lead).get(row.get_absolute_url()).content.decode()


def test_custodians_from_outside_may_and_members_may_not(placement, today) -> None:
    member = MembershipFactory(organisation=placement.organisation, role="member").user
    with pytest.raises(PermissionDenied):
        services.extend(placement, by=member, closes=today + 20 * DAY)
    services.extend(placement, by=CustodianFactory(), closes=today + 20 * DAY)
    assert closes(placement) == today + 20 * DAY


def test_of_two_new_days_in_a_row_the_last_is_told(lead, placement, today) -> None:
    ApplicationFactory(opportunity=placement, state="received")
    for days in (10, 20):
        services.extend(placement, by=lead, closes=today + days * DAY)
    run_due()
    assert [mail.key for mail in mails()] == [
        f"{placement.applications.get().pk}:{today + 20 * DAY}"
    ]
