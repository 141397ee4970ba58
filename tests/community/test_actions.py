"""Actions: whose, how old, reminded, and the ladder that a human climbs."""

import datetime
import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.models import Message
from common.states import IllegalMove
from community.choices.notes import ACTION_MOVES, LADDER, ActionState
from community.models import Action, ActionReminder, SeriesMember
from community.queries.actions import lines, matters_arising, public_open
from community.services.actions import ActionRefused, add_action, change_action, say_how
from community.services.chasing import remind_owners, take_step
from tests.factories.community_notes import (
    ActionFactory,
    AttendanceFactory,
    HeldMeetingFactory,
    ItemFactory,
    publish,
)
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_an_action_has_owners_of_its_meeting_a_day_and_an_item():
    row, by = AttendanceFactory(state="absent"), CustodianFactory()
    item = ItemFactory(meeting=row.meeting)
    day = datetime.date(2018, 7, 1)

    made = add_action(row.meeting, by=by, text="Ring", owners=[row], due=day, item=item)

    assert (list(made.owners.all()), made.due, made.item, made.state) == ([row], day, item, "open")


def test_an_action_is_somebodys():
    meeting, by = HeldMeetingFactory(), CustodianFactory()
    with pytest.raises(ActionRefused, match="Say who"):
        add_action(meeting, by=by, text="Ring")
    with pytest.raises(ActionRefused, match="people of this meeting"):
        add_action(meeting, by=by, text="Ring", owners=[AttendanceFactory()])
    with pytest.raises(ActionRefused, match="another meeting"):
        add_action(meeting, by=by, text="Ring", everyone=True, item=ItemFactory())
    with pytest.raises(PermissionDenied):
        add_action(meeting, by=UserFactory(), text="Ring", everyone=True)
    assert not Action.objects.exists()


def test_changing_replaces_the_owners():
    row = AttendanceFactory()
    action = ActionFactory(meeting=row.meeting, owners=[row])

    change_action(action, by=CustodianFactory(), text="Write", everyone=True)

    action.refresh_from_db()
    assert (action.text, action.everyone, list(action.owners.all())) == ("Write", True, [])


@pytest.mark.parametrize(
    ("start", "to"), list(itertools.product(ActionState.values, ActionState.values))
)
def test_an_action_moves_as_the_table_says(start, to):
    action, by = ActionFactory(state=start), CustodianFactory()

    if to == start or to in ACTION_MOVES[start]:
        assert say_how(action, by=by, outcome="So.", state=to).state == to
    else:
        with pytest.raises(IllegalMove):
            say_how(action, by=by, outcome="So.", state=to)


def test_an_owner_settles_their_own_and_nobody_elses():
    row = AttendanceFactory(user=UserFactory())
    own, other = ActionFactory(meeting=row.meeting, owners=[row]), ActionFactory(everyone=True)

    assert say_how(own, by=row.user, outcome="Rang.", state="done").settled_at is not None
    with pytest.raises(PermissionDenied):
        say_how(other, by=row.user, outcome="Rang.", state="done")
    with pytest.raises(PermissionDenied):
        say_how(own, by=UserFactory(), outcome="x")


def test_dropping_asks_why():
    with pytest.raises(ActionRefused, match="why"):
        say_how(ActionFactory(), by=CustodianFactory(), outcome=" ", state="dropped")


def test_age_counts_the_meetings_of_the_series_since():
    first = HeldMeetingFactory(days=-100)
    action = ActionFactory(meeting=first)
    for days in (-60, -30):
        HeldMeetingFactory(series=first.series, days=days)
    HeldMeetingFactory(series=first.series, days=-20, called_off_at=timezone.now())
    HeldMeetingFactory(series=first.series, days=20)
    HeldMeetingFactory(days=-10)

    found = Action.objects.with_age().get(pk=action.pk)

    assert (found.carried, found.age) == (2, "carried over 2 meetings")
    assert list(Action.objects.overdue()) == [action]


def test_matters_arising_collect_themselves():
    first = HeldMeetingFactory(days=-60)
    burial = ActionFactory(meeting=first, text="Ask again for burial data", everyone=True)
    ActionFactory(meeting=first, state="done")
    ActionFactory()
    following = HeldMeetingFactory(series=first.series, days=10)
    ActionFactory(meeting=following)

    assert [row.text for row in matters_arising(following)] == [burial.text]


def test_owners_are_reminded_a_week_before_the_next_meeting_and_once():
    user = UserFactory()
    first = HeldMeetingFactory(days=-60)
    owner = AttendanceFactory(meeting=first, user=user)
    action = ActionFactory(meeting=first, text="Ring the museum", owners=[owner])
    ActionFactory(meeting=first, state="done", owners=[owner])
    ActionFactory(meeting=first, owners=[AttendanceFactory(meeting=first, name="No Account")])
    following = HeldMeetingFactory(series=first.series, days=10)
    HeldMeetingFactory(series=first.series, days=3, draft=True)

    assert remind_owners() == 0
    in_time = following.starts - datetime.timedelta(days=6)
    assert remind_owners(now=in_time) == 1
    assert remind_owners(now=in_time) == 0

    [mail] = Message.objects.filter(kind="community_action_reminder")
    assert mail.address == user.email
    assert "Ring the museum" in mail.body
    assert f"/me/actions/{action.pk}/" in mail.body
    assert ActionReminder.objects.get().told == 1


def test_what_is_for_all_is_reminded_of_to_those_who_were_there():
    first = HeldMeetingFactory(days=-60)
    there, owner = UserFactory(), UserFactory()
    AttendanceFactory(meeting=first, user=there)
    AttendanceFactory(meeting=first, user=UserFactory(), state="apologies")
    action = ActionFactory(
        meeting=first,
        text="Send a page",
        everyone=True,
        owners=[AttendanceFactory(meeting=first, user=owner)],
    )
    following = HeldMeetingFactory(series=first.series, days=5)

    assert remind_owners(now=following.starts - datetime.timedelta(days=5)) == 1

    mails = {
        mail.address: mail.body for mail in Message.objects.filter(kind="community_action_reminder")
    }
    assert set(mails) == {there.email, owner.email}
    assert "asked of everybody" in mails[there.email]
    assert "/meetings/actions/" in mails[there.email]
    assert f"/me/actions/{action.pk}/" in mails[owner.email]
    assert ActionReminder.objects.get().told == 2


def test_the_ladder_is_climbed_step_by_step_by_a_human():
    here = OrganisationFactory()
    lead, chair = MembershipFactory(organisation=here).user, UserFactory()
    owner = AttendanceFactory(user=UserFactory(), organisation=here)
    SeriesMember.objects.create(series=owner.meeting.series, user=chair, name="Una", part="chair")
    action, by = ActionFactory(meeting=owner.meeting, owners=[owner]), CustodianFactory()
    publish(owner.meeting)

    for step in LADDER:
        action.refresh_from_db()
        assert action.next_step == step
        take_step(action, by=by, step=step)

    told = Message.objects.filter(kind="community_action_chased").order_by("pk")
    assert [mail.address for mail in told] == [owner.user.email, lead.email, chair.email]
    assert [(one.step, one.told, one.by) for one in action.escalations.all()] == [
        ("owner", 1, by),
        ("lead", 1, by),
        ("chair", 1, by),
        ("public", 0, by),
    ]
    action.refresh_from_db()
    assert action.next_step == ""
    assert lines(public_open())[0]["asks"] is True


def test_a_step_is_taken_once_and_in_order():
    action, by = ActionFactory(), CustodianFactory()
    with pytest.raises(IllegalMove):
        take_step(action, by=by, step="chair")
    take_step(action, by=by, step="owner")
    with pytest.raises(IllegalMove):
        take_step(action, by=by, step="owner")
    with pytest.raises(PermissionDenied):
        take_step(action, by=UserFactory(), step="lead")
    say_how(action, by=by, outcome="", state="done")
    with pytest.raises(IllegalMove, match="not open"):
        take_step(action, by=by, step="lead")


def test_the_public_list_holds_published_ones_with_names_by_consent():
    owner = AttendanceFactory()
    ActionFactory(meeting=owner.meeting, text="PR to ring", owners=[owner])
    hidden = ActionFactory(everyone=True)

    assert lines(public_open()) == []
    publish(owner.meeting)
    publish(hidden.meeting, state="circulated")
    hidden.meeting.announced_at = None
    hidden.meeting.save()

    [row] = lines(public_open())
    assert (row["text"], row["owners"]) == ("a person to ring", "a person from Severn Housing")
    owner.named = True
    owner.save()
    assert lines(public_open())[0]["owners"] == "Priya Rao"


def test_the_public_list_takes_the_same_queries_for_many(django_assert_num_queries):
    for _ in range(10):
        owner = AttendanceFactory()
        ActionFactory(meeting=owner.meeting, owners=[owner])
        publish(owner.meeting)

    with django_assert_num_queries(3):
        assert len(lines(public_open())) == 10
