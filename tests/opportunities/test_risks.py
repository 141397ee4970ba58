"""The risk list at the desk: what is missing, of nobody in particular, and a reminder a day."""

import datetime

import pytest
from django.core.cache import cache
from django.http import Http404
from django.test import Client
from django.utils import timezone

from common.models import Message
from opportunities.models import Agreement, AgreementParty, FeedbackRequest, PlacementRecord
from opportunities.placement_choices import PartyRole
from opportunities.queries import placements
from opportunities.services import agreeing, feedback, reminding
from opportunities.services.placement_clock import run_placement_clock
from opportunities.views.desk_placements import MOST
from tests.factories.profiles import CustodianFactory, MembershipFactory
from tests.support.placements import agreed, ready, sent

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def fresh(record: PlacementRecord) -> PlacementRecord:
    return PlacementRecord.objects.for_pages().get(pk=record.pk)


def kinds(today: datetime.date) -> set[str]:
    return {risk.kind for row in placements.at_risk(today=today) for risk in row["risks"]}


def words(today: datetime.date) -> str:
    return " ".join(one.text for row in placements.at_risk(today=today) for one in row["risks"])


def test_a_placement_that_goes_well_is_no_risk() -> None:
    agreed()

    assert placements.at_risk() == []


def test_an_agreement_that_is_not_there_on_the_first_day() -> None:
    record, _ = sent()
    starts = Agreement.objects.get(record=record).starts

    assert kinds(starts - DAY) == set()
    assert kinds(starts) == {"agreement"}
    assert "Not everybody has answered." in words(starts)
    party = AgreementParty.objects.open().get(role=PartyRole.SUPERVISOR)
    agreeing.decline(party, reason="No.")
    assert "Somebody said no" in words(starts)


def test_a_first_week_without_a_word_and_answers_that_are_overdue() -> None:
    record, _ = agreed()
    due = FeedbackRequest.objects.get(moment="first_week", side="student").due
    run_placement_clock(today=due)

    assert kinds(due + DAY) == set()
    assert kinds(due + 3 * DAY) == {"contact"}
    middle = FeedbackRequest.objects.get(moment="midpoint", side="student")
    for row in FeedbackRequest.objects.filter(moment="first_week"):
        feedback.answer(row, how="well", good="", change="", shared=False)
    run_placement_clock(today=middle.due)
    assert kinds(middle.due + 10 * DAY) == {"feedback"}
    feedback.answer(middle, how="badly", good="", change="Xylowoe.", shared=False)
    assert kinds(middle.due + DAY) == {"badly"}
    assert record.person is not None


def test_another_supervisor() -> None:
    record, lead = agreed()
    agreeing.save_agreement(fresh(record), by=lead, supervisor_name="Nia New")
    agreeing.send_agreement(fresh(record), by=lead)

    assert kinds(timezone.localdate()) == {"supervisor"}
    assert kinds(timezone.localdate() + 40 * DAY) == set()


def test_custodians_read_no_name_and_nothing_of_their_own_organisation() -> None:
    record, _ = agreed()
    run_placement_clock(today=FeedbackRequest.objects.get(moment="first_week", side="host").due)
    row = FeedbackRequest.objects.get(moment="first_week", side="student")
    feedback.answer(row, how="badly", good="Xylogood.", change="Xylowoe.", shared=True)
    outside, inside = CustodianFactory(), CustodianFactory()
    MembershipFactory(user=inside, organisation=record.opportunity.organisation)
    client, colleague = Client(), Client()
    client.force_login(outside)
    colleague.force_login(inside)

    page = client.get("/desk/placements/").content.decode()

    assert record.opportunity.title in page
    for word in (record.person.name, "Xylo", record.person.slug, "sam@host.example"):
        assert word not in page
    assert record.opportunity.title not in colleague.get("/desk/placements/").content.decode()


def test_a_reminder_is_written_once_a_day_and_by_outsiders_only() -> None:
    record, lead = sent()
    custodian = CustodianFactory()
    before = Message.objects.count()

    assert reminding.remind_now(fresh(record), by=custodian) == 2
    reminding.remind_now(fresh(record), by=custodian)

    assert Message.objects.count() == before + 2
    with pytest.raises(Http404):
        reminding.remind_now(fresh(record), by=lead)


def test_a_host_that_has_not_sent_it_is_reminded_a_week_before() -> None:
    record, lead = ready()
    starts = record.agreements.get().starts

    assert run_placement_clock(today=starts - 8 * DAY)["hosts_reminded"] == 0
    assert run_placement_clock(today=starts - 7 * DAY)["hosts_reminded"] == 1
    assert run_placement_clock(today=starts - 6 * DAY)["hosts_reminded"] == 0
    assert Message.objects.get(kind="opportunities_agreement_due").recipient == lead


def test_the_list_asks_as_much_for_three_as_for_one(django_assert_num_queries) -> None:
    record, _ = sent()
    starts = Agreement.objects.get(record=record).starts
    with django_assert_num_queries(4):
        placements.at_risk(today=starts)
    sent()
    sent()

    with django_assert_num_queries(4):
        assert len(placements.at_risk(today=starts)) == 3


def test_nobody_but_custodians_finds_the_page() -> None:
    record, lead = agreed()
    client = Client()
    client.force_login(lead)

    assert client.get("/desk/placements/").status_code == 404
    assert client.post(f"/desk/placements/{record.pk}/remind/").status_code == 404


def test_none_is_left_out_and_the_page_says_how_many_it_does_not_show() -> None:
    record, _ = agreed()
    many = [
        PlacementRecord(opportunity=record.opportunity, person=record.person, state="draft")
        for _ in range(MOST + 2)
    ]
    yesterday = timezone.localdate() - DAY
    rows = PlacementRecord.objects.bulk_create(many)
    Agreement.objects.bulk_create(Agreement(record=row, number=1, starts=yesterday) for row in rows)
    client = Client()
    client.force_login(CustodianFactory())

    page = client.get("/desk/placements/").content.decode()

    assert placements.risk_counts()["agreement"] == MOST + 2
    assert page.count("Not agreed by the first day") == MOST
    assert "2 more stand behind them" in page
