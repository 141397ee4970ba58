"""Building an agenda: order, times, postponing, contacts, proposals."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from common.models import Message
from common.states import IllegalMove
from community.choices.agenda import ItemState
from community.forms.times import moment
from community.models import AgendaItem
from community.queries.meetings import agenda_of, proposals_for
from community.services import agenda
from community.services.meetings import call_off_meeting, change_meeting, make_meeting
from community.timetable import ends_at, slots
from opportunities.services.meeting import set_for_meeting
from tests.factories.community_meetings import ItemFactory, MeetingFactory, SeriesFactory
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def custodian():
    return CustodianFactory()


def titles(meeting) -> list[str]:
    return [item.title for item in meeting.items.order_by("order", "pk")]


def three(meeting) -> list[AgendaItem]:
    return [
        ItemFactory(meeting=meeting, order=n, title=title)
        for n, title in enumerate(("One", "Two", "Three"), start=1)
    ]


def test_an_item_moves_up_once_however_often_the_button_is_pressed(custodian):
    meeting = MeetingFactory()
    _, two, _ = three(meeting)

    first = agenda.move_item(two, by=custodian, up=True, seen=2)
    again = agenda.move_item(two, by=custodian, up=True, seen=2)

    assert (first, again) == (True, False)
    assert titles(meeting) == ["Two", "One", "Three"]


@pytest.mark.parametrize(("title", "up"), [("One", True), ("Three", False)])
def test_an_item_at_the_end_stays_there(custodian, title, up):
    meeting = MeetingFactory()
    three(meeting)
    item = meeting.items.get(title=title)

    assert not agenda.move_item(item, by=custodian, up=up, seen=item.order)
    assert titles(meeting) == ["One", "Two", "Three"]


def test_a_new_item_comes_before_the_one_about_the_next_meeting(custodian):
    meeting = MeetingFactory()
    ItemFactory(meeting=meeting, order=1, title="Next", kind="next")

    agenda.add_item(meeting, by=custodian, title="A talk", minutes=5)

    assert titles(meeting) == ["A talk", "Next"]


def test_times_and_numbers_leave_out_what_is_postponed_and_number_no_pause():
    starts = moment(datetime.date(2018, 5, 23), datetime.time(10, 30))
    items = [
        ItemFactory.build(meeting=None, minutes=20, title="Talk"),
        ItemFactory.build(meeting=None, minutes=15, kind="pause", title="Break"),
        ItemFactory.build(meeting=None, minutes=30, state="postponed", title="Later"),
        ItemFactory.build(meeting=None, minutes=None, title="Open end"),
    ]

    found = slots(items, starts=starts)

    said = [
        (slot.number, slot.starts and timezone.localtime(slot.starts).strftime("%H:%M"))
        for slot in found
    ]
    assert said == [(1, "10:30"), (None, "10:50"), (None, None), (2, "11:05")]
    assert timezone.localtime(ends_at(found, starts=starts)).strftime("%H:%M") == "11:05"


def test_an_agenda_across_the_clock_change_counts_real_minutes():
    starts = moment(datetime.date(2026, 10, 25), datetime.time(0, 30))
    items = [ItemFactory.build(meeting=None, minutes=60) for _ in range(3)]

    found = slots(items, starts=starts)

    assert [timezone.localtime(slot.starts).strftime("%H:%M") for slot in found] == [
        *("00:30", "01:30", "01:30")
    ]


def test_a_postponed_item_goes_to_the_next_meeting_and_comes_back(custodian):
    meeting = MeetingFactory()
    following = MeetingFactory(
        series=meeting.series, starts=meeting.starts + datetime.timedelta(days=40)
    )
    item = ItemFactory(meeting=meeting, title="Trees", owner_name="Ivy Ash")

    agenda.postpone_item(item, by=custodian)
    there = following.items.get()
    assert (there.title, there.owner_name, there.moved_from) == ("Trees", "Ivy Ash", item)
    with pytest.raises(IllegalMove):
        agenda.postpone_item(item, by=custodian)
    back = agenda.bring_back_item(item, by=custodian)

    assert back.state == ItemState.PLANNED
    assert not following.items.exists()


def test_a_postponed_item_waits_for_a_meeting_that_is_made_later(custodian):
    meeting = MeetingFactory()
    item = ItemFactory(meeting=meeting, title="Trees")
    agenda.postpone_item(item, by=custodian)
    starts = meeting.starts + datetime.timedelta(days=40)

    made = [
        make_meeting(
            meeting.series, by=custodian, starts=starts + datetime.timedelta(days=n),
            ends=starts + datetime.timedelta(days=n, hours=1), place="Here",
        )
        for n in (0, 1)
    ]  # fmt: skip

    assert [titles(row) for row in made] == [["Trees"], []]


def test_what_the_next_meeting_dealt_with_does_not_come_back(custodian):
    meeting = MeetingFactory(over=True)
    following = MeetingFactory(
        series=meeting.series, starts=timezone.now() - datetime.timedelta(days=1)
    )
    item = ItemFactory(meeting=meeting)
    agenda.postpone_item(item, by=custodian)

    with pytest.raises(IllegalMove, match="dealt with it"):
        agenda.bring_back_item(item, by=custodian)
    assert following.items.count() == 1


def test_an_agenda_takes_five_hundred_items_and_no_more(custodian):
    meeting = MeetingFactory()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, title=f"Item {n}", order=n, minutes=1) for n in range(500)
    )

    assert len(agenda_of(meeting)) == 500
    with pytest.raises(agenda.Full, match="500"):
        agenda.add_item(meeting, by=custodian, title="One more")


def test_only_whoever_presents_says_that_they_can_be_reached(custodian):
    owner = UserFactory()
    item = ItemFactory()
    item = agenda.change_item(
        item, by=custodian, owner=owner, contact="a@b.example", contact_shown=True
    )
    assert (item.owner, item.contact, item.contact_shown) == (owner, "", False)

    with pytest.raises(Http404):
        agenda.show_contact(item, by=custodian, contact="a@b.example", shown=True)
    shown = agenda.show_contact(item, by=owner, contact="a@b.example", shown=True)
    assert (shown.contact, shown.contact_shown) == ("a@b.example", True)
    kept = agenda.change_item(item, by=custodian, title="Other", owner=owner, contact="")
    assert (kept.title, kept.contact, kept.contact_shown) == ("Other", "a@b.example", True)
    other = agenda.change_item(item, by=custodian, owner=UserFactory())
    assert (other.contact, other.contact_shown) == ("", False)


def test_a_no_to_being_reached_forgets_the_contact():
    owner = UserFactory()
    item = ItemFactory(owner=owner, contact="a@b.example", contact_shown=True)

    hidden = agenda.show_contact(item, by=owner, contact="a@b.example", shown=False)

    assert (hidden.contact, hidden.contact_shown) == ("", False)


def test_what_an_author_asked_to_talk_about_is_taken_with_one_verb_and_given_back(custodian):
    lead = MembershipFactory()
    thing = ChallengeFactory(organisation=lead.organisation, title="Bus stops", live=True)
    set_for_meeting(thing, by=lead.user, wanted=True)
    meeting = MeetingFactory()
    assert [row.pk for row in proposals_for(meeting)] == [thing.pk]

    one = agenda.take_proposal(meeting, thing, by=custodian)
    again = agenda.take_proposal(meeting, thing, by=custodian)
    assert (one.pk, one.title) == (again.pk, "Bus stops")
    assert not proposals_for(MeetingFactory()).exists()
    agenda.remove_item(one, by=custodian)

    assert [row.pk for row in proposals_for(meeting)] == [thing.pk]


def test_nobody_but_custodians_builds_an_agenda():
    meeting = MeetingFactory()
    item = ItemFactory(meeting=meeting)
    lead = MembershipFactory().user

    for act in (
        lambda: agenda.add_item(meeting, by=lead, title="Mine"),
        lambda: agenda.change_item(item, by=lead, title="Mine"),
        lambda: agenda.remove_item(item, by=lead),
        lambda: agenda.move_item(item, by=lead, up=True, seen=1),
        lambda: agenda.postpone_item(item, by=lead),
        lambda: agenda.bring_back_item(item, by=lead),
        lambda: agenda.set_standing(meeting.series, by=lead, rows=[]),
        lambda: make_meeting(
            SeriesFactory(), by=lead, starts=meeting.starts, ends=meeting.ends, place="Here"
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert titles(meeting) == [item.title]


def test_presenters_hear_of_another_time_and_of_calling_off(custodian):
    owner = UserFactory()
    meeting = MeetingFactory()
    agenda.add_item(meeting, by=custodian, title="Trees", owner=owner, owner_name="Ivy Ash")

    change_meeting(meeting, by=custodian, starts=meeting.starts + datetime.timedelta(minutes=30))
    change_meeting(meeting, by=custodian, summary="Other words.")
    call_off_meeting(meeting, by=custodian, why="The trains are on strike.")
    call_off_meeting(meeting, by=custodian, why="Again.")

    mails = Message.objects.filter(recipient=owner).order_by("pk")
    assert [mail.kind for mail in mails] == [
        "community_presenting",
        "community_meeting_moved",
        "community_meeting_called_off",
    ]
    assert "The trains are on strike." in mails[2].body
    with pytest.raises(IllegalMove):
        agenda.add_item(meeting, by=custodian, title="Too late")
