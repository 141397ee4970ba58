"""What of the mission an event points at: shown on its page, kept by its other dates, counted as evidence."""

import pytest

from community.models import Event
from community.services import event_series
from mission.evidence import evidence_for
from mission.models import Node, Priority, Strand
from tests.factories import community_events as make
from tests.factories.profiles import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def pointing(event: Event) -> Event:
    event.strands = [Strand.objects.first()]
    event.priorities = [Priority.objects.first()]
    event.nodes = [Node.objects.first()]
    event.save()
    return event


def test_the_page_links_to_what_an_event_serves(client):
    event = pointing(make.EventFactory())

    page = client.get(event.get_absolute_url())

    records = [rows.get() for rows in (event.strands, event.priorities, event.nodes)]
    assert [one["url"] for one in page.context["points"]] == [
        row.get_absolute_url() for row in records
    ]
    for row in records:
        assert f'href="{row.get_absolute_url()}"' in page.content.decode()
        assert client.get(row.get_absolute_url()).status_code == 200


def test_other_dates_point_where_the_first_one_does():
    author = UserFactory()
    event = pointing(make.published(author))
    day = make.ahead(17)

    [other] = event_series.repeat_event(event, by=author, days=[day])

    assert other.starts.date() == day
    for one in (Event.objects.get(pk=other.pk), other.get_latest_revision_as_object()):
        assert list(one.nodes.all()) == list(event.nodes.all())
        assert list(one.strands.all()) == list(event.strands.all())
        assert list(one.priorities.all()) == list(event.priorities.all())


def test_an_event_that_nobody_may_see_is_no_evidence():
    step = Node.objects.first()
    shown, hidden = pointing(make.EventFactory()), pointing(make.EventFactory())
    Event.objects.filter(pk=hidden.pk).update(organisation=OrganisationFactory(state="unverified"))

    [group] = [one for one in evidence_for("node", step).groups if one.kind.name == "events"]

    assert [row["title"] for row in group.rows] == [shown.title]
