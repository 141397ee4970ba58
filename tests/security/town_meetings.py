"""Meetings of the town: one that is announced, with an item, a paper and a day for updates, and a draft."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from community.models import Paper
from tests.factories.community_meetings import ItemFactory, MeetingFactory, SeriesFactory


def lay_meetings(town: SimpleNamespace) -> None:
    """The student presents, and nobody else does."""
    town.series = SeriesFactory(title="Meetings of the Forum")
    starts = timezone.now().replace(microsecond=0) + datetime.timedelta(days=12)
    town.meeting = MeetingFactory(
        series=town.series, title="The spring meeting", starts=starts, updates_by=starts
    )
    town.meeting_draft = MeetingFactory(
        series=town.series, draft=True, starts=starts + datetime.timedelta(days=50)
    )
    town.item = ItemFactory(meeting=town.meeting, title="Bus stops", order=1, owner=town.student)
    town.paper = Paper.objects.create(
        item=town.item, title="A page about stops", link="https://stops.example/"
    )
