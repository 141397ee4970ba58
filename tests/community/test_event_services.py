"""Events from draft to being called off: who may, what is told, what calendars hear."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from common import moderation
from common.models import Message, Work
from common.states import IllegalMove
from community.models import Event, EventState
from community.services import event_life, event_series, event_telling
from community.services import events as services
from community.signals import event_called_off, event_changed, event_published, event_reinstated
from tests.factories import community_events as make
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """The signals that were sent, with the key of what they are about."""
    found: list[tuple[str, int]] = []
    pairs = (
        ("published", event_published),
        ("changed", event_changed),
        ("called off", event_called_off),
        ("reinstated", event_reinstated),
    )
    keep = []
    for name, signal in pairs:

        def hear(sender, event_id, name=name, **kwargs):
            found.append((name, event_id))

        keep.append(hear)
        signal.connect(hear)
    yield found
    for hear, (_, signal) in zip(keep, pairs, strict=True):
        signal.disconnect(hear)


def state_of(event) -> EventState:
    return EventState.objects.get(pk=event.pk)


def test_anybody_with_a_verified_address_drafts_and_nobody_else():
    author = UserFactory()
    event = make.draft(author)

    assert not event.live
    assert event.slug == "bus-data-hack-night"
    assert state_of(event).owner == author
    assert state_of(event).uid.count("@") == 1
    with pytest.raises(PermissionDenied):
        make.draft(UserFactory(verified=False))


def test_nobody_drafts_in_the_name_of_an_organisation_of_others():
    member = MembershipFactory(role="member")
    organisation = member.organisation

    event = make.draft(member.user, organisation=organisation)
    assert event.organisation == organisation
    with pytest.raises(PermissionDenied):
        make.draft(UserFactory(), organisation=organisation)
    with pytest.raises(PermissionDenied):
        services.change_event(event, by=member.user, organisation=OrganisationFactory())


def test_addresses_of_pages_are_not_taken_by_titles():
    assert make.draft(title="New").slug == "new-event"
    assert make.draft(title="2026").slug == "2026-event"
    assert make.draft(title="!!!").slug == "untitled"


def test_sent_in_approved_and_live_with_a_mail_to_each(heard):
    first, second = CustodianFactory(), CustodianFactory()
    author = UserFactory()
    event = make.waiting(author)
    task = event.current_workflow_state.current_task_state
    event_telling.tell_custodians(task.pk)

    live = services.approve_event(event, by=first)

    assert live.live
    assert heard == [("published", event.pk)]
    told = set(
        Message.objects.filter(kind="community_event_submitted").values_list("address", flat=True)
    )
    assert told == {first.email, second.email}
    assert Message.objects.get(kind="community_event_live").address == author.email
    assert Work.objects.filter(kind="community.tell_custodians_of_event").count() == 1


def test_a_custodian_never_publishes_their_own_by_any_door():
    custodian = CustodianFactory()
    event = make.waiting(custodian)

    with pytest.raises(PermissionDenied):
        services.approve_event(event, by=custodian)
    with pytest.raises(PermissionDenied):
        moderation.approve(event, by=custodian)
    with pytest.raises(PermissionDenied):
        event.latest_revision.publish(user=custodian)
    assert services.approve_event(event, by=CustodianFactory()).live


def test_a_custodian_decides_nothing_about_their_own_organisation():
    custodian = CustodianFactory()
    organisation = MembershipFactory(user=custodian, role="member").organisation
    author = MembershipFactory(organisation=organisation, role="lead").user
    event = make.waiting(author, organisation=organisation)

    with pytest.raises(PermissionDenied):
        services.approve_event(event, by=custodian)


@pytest.mark.parametrize("verb", [services.approve_event, services.refuse_event])
def test_members_decide_nothing(verb):
    event = make.waiting()
    said = {} if verb is services.approve_event else {"comment": "No."}

    with pytest.raises(PermissionDenied):
        verb(event, by=UserFactory(), **said)


def test_changes_are_asked_for_in_words_and_sent_in_again():
    author = UserFactory()
    event = make.waiting(author)
    task = event.current_workflow_state.current_task_state
    services.ask_for_changes(event, by=CustodianFactory(), comment="Say where it is.")
    event_telling.tell_decision(task.pk)

    assert "Say where it is." in Message.objects.get(kind="community_event_changes_requested").body
    services.change_event(event, by=author, place="Room 2")
    again = services.submit_event(Event.objects.get(pk=event.pk), by=author)
    assert services.approve_event(again, by=CustodianFactory()).place == "Room 2"


def test_refused_is_told_with_the_reason_and_the_draft_stays():
    event = make.waiting()
    task = event.current_workflow_state.current_task_state
    services.refuse_event(event, by=CustodianFactory(), comment="It sells shoes.")
    event_telling.tell_decision(task.pk)

    assert "It sells shoes." in Message.objects.get(kind="community_event_refused").body
    assert moderation.current_state(Event.objects.get(pk=event.pk)) == moderation.DRAFT


def test_what_waits_is_taken_back_before_it_is_changed():
    author = UserFactory()
    event = make.waiting(author)

    with pytest.raises(IllegalMove):
        services.change_event(event, by=author, title="Another")
    services.take_back_event(event, by=author)
    assert services.change_event(event, by=author, title="Another").title == "Another"


def test_a_change_of_a_published_event_waits_and_keeps_what_happened_meanwhile(heard):
    author = UserFactory()
    event = make.published(author)
    services.change_event(event, by=author, starts=make.at(make.ahead(), 17))
    services.submit_event(event, by=author)
    assert Event.objects.get(pk=event.pk).starts == make.at(make.ahead(), 18)
    event_life.call_off(Event.objects.get(pk=event.pk), by=author, why="No room.")

    services.approve_event(Event.objects.get(pk=event.pk), by=CustodianFactory())

    assert Event.objects.get(pk=event.pk).starts == make.at(make.ahead(), 17)
    assert state_of(event).lifecycle == "called_off"
    assert state_of(event).sequence == 2
    assert [name for name, _ in heard] == ["published", "called off", "changed"]


def test_publishing_other_words_leaves_calendars_alone():
    author = UserFactory()
    event = make.published(author)
    services.change_event(event, by=author, description="More about it.")
    services.submit_event(event, by=author)
    before = state_of(event)
    services.approve_event(Event.objects.get(pk=event.pk), by=CustodianFactory())

    assert state_of(event).sequence == before.sequence == 0
    assert state_of(event).changed_at == before.changed_at


def test_called_off_and_reinstated_count_on_and_are_told(heard):
    author = UserFactory()
    event = make.published(author)
    uid = state_of(event).uid

    event_life.call_off(event, by=author, why="The room flooded.")
    assert (state_of(event).sequence, state_of(event).called_off_why) == (1, "The room flooded.")
    with pytest.raises(IllegalMove):
        event_life.call_off(event, by=author)
    event_life.reinstate(event, by=CustodianFactory())

    assert (state_of(event).sequence, state_of(event).called_off_why) == (2, "")
    assert state_of(event).uid == uid
    assert [name for name, _ in heard] == ["published", "called off", "reinstated"]


def test_only_its_own_people_and_custodians_call_it_off_and_only_what_is_ahead():
    event = make.published()
    with pytest.raises(PermissionDenied):
        event_life.call_off(event, by=UserFactory())

    past = make.EventFactory(
        starts=make.at(datetime.date(2020, 1, 3), 18), ends=make.at(datetime.date(2020, 1, 3), 19)
    )
    with pytest.raises(IllegalMove, match="over"):
        event_life.call_off(past, by=CustodianFactory())
    with pytest.raises(IllegalMove, match="Nobody can see it"):
        event_life.call_off(make.draft(), by=CustodianFactory())


def test_what_is_over_is_not_sent_in():
    author = UserFactory()
    event = make.draft(
        author,
        starts=make.at(datetime.date(2020, 1, 3), 18),
        ends=make.at(datetime.date(2020, 1, 3), 19),
    )

    with pytest.raises(IllegalMove, match="over already"):
        services.submit_event(event, by=author)


# Series ----------------------------------------------------------------------------------------


def test_a_series_keeps_its_hour_over_both_clock_changes():
    author = UserFactory()
    first = datetime.date(2027, 3, 4)
    event = make.draft(author, starts=make.at(first, 18), ends=make.at(first, 20))
    days, cut = event_series.later_days(first, "week", datetime.date(2027, 12, 2))

    made = event_series.repeat_event(event, by=author, days=days)

    assert not cut
    assert len(made) == 39
    hours = {one.starts.astimezone(make.moment.__globals__["BIRMINGHAM"]).hour for one in made}
    assert hours == {18}
    assert len({state_of(one).uid for one in made}) == 39
    assert {state_of(one).together for one in [event, *made]} == {state_of(event).together}


def test_a_series_without_end_is_cut_and_says_so():
    first = datetime.date(2026, 12, 3)
    days, cut = event_series.later_days(first, "week", datetime.date(2100, 1, 1))
    assert (len(days), cut) == (52, True)
    assert days[-1] <= first + datetime.timedelta(days=366)

    months, cut = event_series.later_days(
        datetime.date(2026, 8, 31), "month_day", datetime.date(2027, 8, 31)
    )
    assert [day.month for day in months] == [10, 12, 1, 3, 5, 7, 8]
    assert not cut
    thirds, _ = event_series.later_days(
        datetime.date(2026, 12, 15), "month_weekday", datetime.date(2027, 3, 31)
    )
    assert thirds == [
        datetime.date(2027, 1, 19),
        datetime.date(2027, 2, 16),
        datetime.date(2027, 3, 16),
    ]


def test_the_hour_that_the_clocks_leave_out_is_left_out_of_a_series():
    first = datetime.date(2027, 3, 21)
    event = make.draft(starts=make.at(first, 1, 30), ends=make.at(first, 4))

    missing = event_series.days_without_that_hour(
        event, [datetime.date(2027, 3, 28), datetime.date(2027, 4, 4)]
    )

    assert missing == [datetime.date(2027, 3, 28)]


def test_a_whole_series_is_published_with_one_decision():
    author = UserFactory()
    event = make.waiting(author)
    first = make.ahead()
    days, _ = event_series.later_days(first, "week", first + datetime.timedelta(days=30))
    event_series.repeat_event(event, by=author, days=days)

    with pytest.raises(PermissionDenied):
        services.approve_together(event, by=author)
    done = services.approve_together(Event.objects.get(pk=event.pk), by=CustodianFactory())

    assert len(done) == 5
    assert all(one.live for one in done)


def test_what_others_sent_in_is_not_published_along():
    author, other = UserFactory(), UserFactory()
    event = make.waiting(author)
    stranger = make.waiting(other, title="Another thing")
    EventState.objects.update(together="same")

    services.approve_together(Event.objects.get(pk=event.pk), by=CustodianFactory())

    assert not Event.objects.get(pk=stranger.pk).live


def test_several_drafts_are_made_at_once_and_sent_in_if_wanted():
    author = UserFactory()
    rows = [make.words(title=f"Talk {number}") for number in range(3)]

    drafts = event_series.draft_several(rows, by=author)
    sent = event_series.draft_several(rows, by=author, send_in=True)

    assert [moderation.current_state(one) for one in drafts] == ["draft"] * 3
    assert [moderation.current_state(one) for one in sent] == ["waiting"] * 3
    with pytest.raises(ValueError, match="At most 40"):
        event_series.draft_several(rows * 20, by=author)
    with pytest.raises(ValueError, match="at least one"):
        event_series.draft_several([], by=author)


# Erasure ---------------------------------------------------------------------------------------


def test_erasure_takes_drafts_away_and_names_out_of_what_is_public():
    from common.erasing import erase

    author = UserFactory(name="Wilhelmina Thistlewood")
    kept = make.published(author, description="Ask Wilhelmina Thistlewood at the door.")
    make.draft(author, title="Never sent in")

    erase(author)

    assert list(Event.objects.values_list("pk", flat=True)) == [kept.pk]
    event = Event.objects.get()
    assert "Thistlewood" not in event.description
    assert "Thistlewood" not in str(event.latest_revision.content)
    assert state_of(event).owner_id is None
    assert state_of(event).submitted_by_id is None
