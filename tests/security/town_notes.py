"""Notes of the town: a meeting that was, with attendance, notes that are out and an action for each role."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from community.models import (
    Action,
    Attendance,
    Decision,
    Delegation,
    ItemNote,
    MeetingNotes,
    RemovalRequest,
    SeriesMember,
    TaskGroup,
)
from tests.factories.community_meetings import ItemFactory, MeetingFactory, SeriesFactory

WHO = ("student", "expert", "member", "lead")


def lay_notes(town: SimpleNamespace) -> None:
    """Circulated notes of the winter, a draft of the autumn, and what belongs to them."""
    now = timezone.now().replace(microsecond=0)
    starts = now - datetime.timedelta(days=40)
    town.noted = MeetingFactory(series=town.series, title="The winter meeting", starts=starts)
    town.unnoted = MeetingFactory(
        series=town.series, title="The autumn meeting", starts=starts - datetime.timedelta(days=80)
    )
    town.noted_item = ItemFactory(meeting=town.noted, title="Burial data", order=1)
    ItemNote.objects.create(meeting=town.noted, item=town.noted_item, text="Positive talks.")
    ItemNote.objects.create(meeting=town.unnoted, text="Not out yet.")
    Decision.objects.create(meeting=town.unnoted, number=1, text="We meet in spring.")
    MeetingNotes.objects.create(meeting=town.noted, state="circulated", circulated_at=now)
    town.lines, town.own_actions = {}, {}
    for role in WHO:
        line = Attendance.objects.create(
            meeting=town.noted, user=getattr(town, role), name=f"Noted {role}", initials="NO"
        )
        town.lines[role] = line
        town.own_actions[role] = Action.objects.create(meeting=town.noted, text=f"Ring for {role}")
        town.own_actions[role].owners.add(line)
    town.their_action = Action.objects.create(meeting=town.noted, text="Read it", everyone=True)
    town.removal = RemovalRequest.objects.create(
        meeting=town.noted, name="Noted student", address="noted@people.example", state="waiting"
    )
    group = SeriesFactory(title="Task group on stops")
    town.group = TaskGroup.objects.create(series=group, purpose="Count.", ends_on="2100-01-01")
    town.group_member = SeriesMember.objects.create(series=group, name="Una Kay")
    town.delegation = Delegation.objects.create(
        where="The transport board", name="Una Kay", since="2018-01-01", until="2100-01-01"
    )
