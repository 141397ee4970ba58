"""The home page tells of the next meeting, and of none where there is none."""

import datetime
import re

import pytest
from django.utils import timezone

from community.models import Meeting, MeetingSeries
from mission.models import District
from tests.factories.profiles import OrganisationFactory

pytestmark = pytest.mark.django_db


def meeting(title, *, days, **fields):
    series, _ = MeetingSeries.objects.get_or_create(title="The Forum's meetings")
    starts = timezone.now().replace(hour=10, minute=0) + datetime.timedelta(days=days)
    settings = {"announced_at": timezone.now(), "place": "The Lock Works", **fields}
    return Meeting.objects.create(
        title=title,
        series=series,
        on=starts.date(),
        starts=starts,
        ends=starts + datetime.timedelta(hours=3),
        uid=title,
        changed_at=timezone.now(),
        **settings,
    )


def home(client):
    return client.get("/").content.decode()


def test_no_meeting_is_not_mentioned(client, site):
    meeting("Gone by", days=-3)
    meeting("Not announced", days=2, announced_at=None)
    meeting("Called off", days=3, called_off_at=timezone.now())

    html = home(client)

    assert "Next meeting" not in html
    for title in ("Gone by", "Not announced", "Called off"):
        assert title not in html


def test_the_soonest_is_shown_with_day_times_place_and_host(client, site):
    host = OrganisationFactory(name="Canal Trust")
    place = District.objects.get(slug="wolverhampton")
    meeting("Later one", days=30)
    found = meeting("Sooner one", days=9, host=host, district=place, mode="hybrid")

    html = home(client)

    assert "Next meeting" in html
    assert "Sooner one" in html
    assert "Later one" not in html
    assert "The Lock Works, Wolverhampton, and online" in html
    assert "at Canal Trust" in html
    assert re.search(r'<li class="wv m0 here">', html)
    assert "Our next meeting is here." in html
    starts, ends = timezone.localtime(found.starts), timezone.localtime(found.ends)
    assert f"{starts:%H:%M} to {ends:%H:%M}" in html


def test_a_meeting_online_names_no_room(client, site):
    meeting("Online one", days=2, mode="online", place="")

    assert ">Online" in home(client)
