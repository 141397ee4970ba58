"""The weekly page: what waits, the most urgent first, cleared in one or two clicks each."""

import datetime
import html
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common import expiring, moderation, outbox
from common.models import Work
from community.gaps import gaps_of
from community.models import AgendaItem, Meeting, MeetingSeries
from desk import services, week
from desk.models import LeftToEnd
from opportunities.models import Opportunity
from profiles.models import OfferState, Organisation
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

from .test_desk import waiting_offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_what_was_counted():
    """Some queues are minutes old at most, and tests take less."""
    cache.clear()


def stuck_mail() -> Work:
    work = Work.objects.create(kind="common.send_mail", ids={"message_id": 0}, attempts=5)
    Work.objects.filter(pk=work.pk).update(stuck_at=work.created_at, last_error="Refused: full")
    return work


def closing_challenge(days: int = 5) -> Opportunity:
    closes = timezone.localdate() + datetime.timedelta(days=days)
    challenge = ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    Opportunity.objects.filter(pk=challenge.pk).update(closes=closes)
    challenge.refresh_from_db()
    return challenge


def planned(**fields) -> Meeting:
    series = MeetingSeries.objects.get_or_create(title="The Forum")[0]
    starts = fields.pop("starts", timezone.now() + datetime.timedelta(days=50))
    return Meeting.objects.create(
        title="Forum meeting",
        series=series,
        starts=starts,
        ends=starts + datetime.timedelta(hours=2),
        on=timezone.localtime(starts).date(),
        uid=f"meeting-{Meeting.objects.count()}@forum.example",
        changed_at=timezone.now(),
        **fields,
    )


def whole(**fields) -> Meeting:
    """A meeting that lacks nothing."""
    meeting = planned(
        host=OrganisationFactory(),
        place="Council House",
        ways="By tram. Step-free.",
        announced_at=timezone.now(),
        **fields,
    )
    AgendaItem.objects.create(meeting=meeting, title="Maps", minutes=10, order=1)
    return meeting


def test_nothing_waits_is_said_where_nothing_does(client):
    whole()
    client.force_login(CustodianFactory())

    page = client.get("/desk/").content.decode()

    assert "Nothing waits for a custodian." in page
    assert "want a person" not in page


def test_late_queues_come_first_and_empty_ones_last():
    whole()
    waiting_offer(MembershipFactory().user)
    OrganisationFactory(state="unverified")
    stuck_mail()

    found = week.week_of(CustodianFactory())

    assert [room.id for room in found.rooms] == ["failed-mails", "approve", "organisations"]
    assert {"ending", "introductions", "next-meeting"} <= {room.id for room in found.quiet}
    assert found.total == 3


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, ""),
        (1, "about 5 minutes"),
        (21, "about 25 minutes"),
        (60, "about 1 hour"),
        (126, "about 2 hours and 10 minutes"),
    ],
)
def test_minutes_are_rounded_up_in_words(minutes, words):
    assert week.about(minutes) == words


def test_minutes_are_what_each_queue_declares_for_one():
    whole()
    waiting_offer(MembershipFactory().user)
    stuck_mail()

    found = week.week_of(CustodianFactory())

    assert found.minutes == week.APPROVING + week.STUCK
    assert found.takes == "about 10 minutes"


def test_done_today_counts_things_and_not_clicks():
    custodian = CustodianFactory()
    work = stuck_mail()

    outbox.retry(work, by=custodian)
    outbox.retry(work, by=custodian)

    assert week.done_today(custodian) == 1
    assert week.done_today(CustodianFactory()) == 0


def test_every_failed_mail_is_tried_again_at_once(client):
    custodian = CustodianFactory()
    rows = [stuck_mail(), stuck_mail()]
    other = Work.objects.create(kind="profiles.tell_reported", ids={})
    Work.objects.filter(pk=other.pk).update(stuck_at=timezone.now())
    client.force_login(custodian)

    client.post("/desk/mails/again/")

    assert list(Work.objects.stuck()) == [other]
    assert {Work.objects.get(pk=row.pk).attempts for row in rows} == {0}


def test_only_custodians_try_mails_again_and_let_things_end():
    member = UserFactory()

    with pytest.raises(PermissionDenied):
        services.retry_mails(by=member)
    with pytest.raises(PermissionDenied):
        services.let_end("opportunity", 1, day=timezone.localdate(), by=member)
    with pytest.raises(PermissionDenied):
        services.ask_again("opportunity", 1, day=timezone.localdate(), by=member)


def test_what_closes_within_a_fortnight_is_shown_until_somebody_lets_it_end(client):
    soon, later = closing_challenge(5), closing_challenge(30)
    client.force_login(CustodianFactory())
    fields = {"kind": "opportunity", "pk": soon.pk, "day": str(soon.closes)}

    before = week.ending_soon()["rows"]
    client.post("/desk/ending/", fields)
    client.post("/desk/ending/", fields)
    after = week.ending_soon()["rows"]
    client.post("/desk/ending/", {**fields, "again": "yes"})

    assert [row.pk for row in before] == [soon.pk]
    assert before[0].act_url == f"{soon.get_absolute_url()}later/"
    assert later.pk not in [row.pk for row in before]
    assert after == []
    assert [row.pk for row in week.ending_soon()["rows"]] == [soon.pk]


def test_a_later_day_is_asked_about_anew():
    custodian, soon = CustodianFactory(), closing_challenge(5)
    services.let_end("opportunity", soon.pk, day=soon.closes, by=custodian)

    Opportunity.objects.filter(pk=soon.pk).update(closes=soon.closes + datetime.timedelta(days=3))

    assert [row.pk for row in week.ending_soon()["rows"]] == [soon.pk]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": "opportunity", "pk": "x", "day": "2026-01-01"},
        {"kind": "opportunity", "pk": "1", "day": "soon"},
    ],
)
def test_letting_end_what_no_row_says_is_refused(client, fields):
    client.force_login(CustodianFactory())

    assert client.post("/desk/ending/", fields).status_code == 400
    assert not LeftToEnd.objects.exists()


def test_what_does_not_end_that_day_is_not_noted():
    custodian, soon = CustodianFactory(), closing_challenge(5)

    noted = services.let_end("opportunity", soon.pk, day=timezone.localdate(), by=custodian)

    assert noted is None
    assert not LeftToEnd.objects.exists()


def test_offers_that_run_out_are_named():
    offer = waiting_offer(MembershipFactory().user, title="Maps on a Monday")
    state = moderation.waiting().get()
    services.decide(state, by=CustodianFactory(), decision="approve")
    day = timezone.localdate() + datetime.timedelta(days=9)
    OfferState.objects.filter(pk=offer.pk).update(expires_on=day)

    found = expiring.ending(timezone.localdate(), day)

    assert [(row.kind, row.title, row.day) for row in found] == [("offer", "Maps on a Monday", day)]


def test_gaps_of_a_meeting_are_named_with_their_days():
    near = timezone.now() + datetime.timedelta(days=30)
    bare = planned(starts=near)
    online = planned(starts=near + datetime.timedelta(days=1), mode="online")

    assert [gap.what for gap in gaps_of(bare)] == [
        "Nobody hosts it yet",
        "It has no place",
        "It is not announced",
    ]
    assert [gap.is_late for gap in gaps_of(bare)] == [True, False, False]
    assert [gap.what for gap in gaps_of(online)] == ["It is not announced"]
    assert gaps_of(whole()) == []


def test_a_meeting_called_off_is_not_the_next(client):
    planned(called_off_at=timezone.now())
    client.force_login(CustodianFactory())

    assert "No meeting is planned." in client.get("/desk/").content.decode()


def test_a_busy_week_is_cleared_in_one_or_two_clicks_a_thing(client):
    """Walks the page as a volunteer does: each thing is opened or pressed, and gone afterwards."""
    whole()
    for number in range(3):
        waiting_offer(MembershipFactory().user, title=f"Offer {number}")
    for number in range(2):
        group = OrganisationFactory(state="unverified", name=f"New group {number}")
        MembershipFactory(organisation=group)
    for _ in range(4):
        stuck_mail()
    for _ in range(2):
        closing_challenge()
    custodian = CustodianFactory()
    client.force_login(custodian)
    things = week.week_of(custodian).total
    clicks = 0

    def desk() -> str:
        return html.unescape(client.get("/desk/").content.decode())

    client.post("/desk/mails/again/")
    clicks += 1
    while found := re.search(r'href="(/desk/decide/\d+/)"', desk()):
        assert client.get(found.group(1)).status_code == 200
        client.post(found.group(1), {"decision": "approve", "comment": ""})
        clicks += 2
    while found := re.search(r'href="(/organisations/[\w-]+/verify/)"', desk()):
        assert client.get(found.group(1)).status_code == 200
        client.post(found.group(1), {})
        clicks += 2
    row = re.compile(r'name="kind" value="(\w+)".*?name="pk" value="(\d+)".*?value="([\d-]{10})"')
    while found := row.search(desk()):
        kind, pk, day = found.groups()
        client.post("/desk/ending/", {"kind": kind, "pk": pk, "day": day})
        clicks += 1

    assert things == 11
    assert clicks == 13
    assert week.week_of(custodian).total == 0
    assert not Organisation.objects.filter(state__verified_at__isnull=True).exists()
    assert "Nothing waits for a custodian." in desk()
