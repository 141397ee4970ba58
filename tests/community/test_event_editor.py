"""Events in Wagtail: what custodians see there, and that nobody publishes their own by that door."""

import pytest

from community.models import Event, EventState
from community.services import events as services
from tests.factories import community_events as make
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db
ROOM = "/admin/snippets/community/event/"


@pytest.fixture
def custodian(client, site):
    user = CustodianFactory()
    client.force_login(user)
    return user


def typed(**changes) -> dict:
    day = f"{make.ahead():%Y-%m-%d}"
    return {
        "title": "Written in the editor",
        "summary": "",
        "description": "",
        "starts": f"{day} 18:00",
        "ends": f"{day} 20:00",
        "mode": "in_person",
        "place": "A room",
        "address": "",
        "district": "",
        "ways": "",
        "organisation": "",
        "organiser": "",
        "link": "",
        "price": "",
        **changes,
    }


def test_the_room_lists_filters_exports_and_shows(client, custodian):
    event = make.EventFactory(title="=cmd()|x", organiser="A group")

    assert event.title in client.get(ROOM).content.decode()
    assert client.get(f"{ROOM}?q=%22").status_code == 200
    assert client.get(f"{ROOM}?live=true&mode=online").status_code == 200
    csv = b"".join(client.get(f"{ROOM}?export=csv").streaming_content).decode()
    assert "'=cmd()|x" in csv
    assert "A group" in csv
    assert client.get(f"{ROOM}inspect/{event.pk}/").status_code == 200
    assert client.get(f"{ROOM}edit/{event.pk}/").status_code == 200
    assert client.get(f"{ROOM}history/{event.pk}/").status_code == 200


def test_a_preview_is_the_page_as_it_will_be(client, custodian):
    event = make.draft(UserFactory())
    address = f"{ROOM}preview/{event.pk}/"

    saved = client.post(address, typed(title="Seen before it is there"))
    page = client.get(address)

    assert saved.json()["is_valid"]
    assert page.status_code == 200
    assert "Seen before it is there" in page.content.decode()


def test_who_writes_one_in_the_editor_does_not_publish_it(client, custodian):
    client.post(f"{ROOM}add/", typed())
    event = Event.objects.get()

    assert EventState.objects.get().owner == custodian
    assert event.slug == "written-in-the-editor"
    client.post(f"{ROOM}edit/{event.pk}/", {**typed(), "action-publish": "yes"})
    assert not Event.objects.get().live


def test_no_button_offers_what_would_be_refused(client, custodian):
    mine, theirs = make.draft(custodian), make.draft(UserFactory())

    assert "action-publish" not in client.get(f"{ROOM}add/").content.decode()
    assert "action-publish" not in client.get(f"{ROOM}edit/{mine.pk}/").content.decode()
    assert "action-publish" in client.get(f"{ROOM}edit/{theirs.pk}/").content.decode()


def test_written_and_published_in_one_step_it_is_not_published(client, custodian):
    client.post(f"{ROOM}add/", {**typed(), "action-publish": "yes"})

    assert not Event.objects.filter(live=True).exists()


def test_another_custodian_publishes_what_one_wrote(client, custodian):
    client.post(f"{ROOM}add/", {**typed(), "action-submit": "yes"})
    event = Event.objects.get()

    assert services.approve_event(event, by=CustodianFactory()).live


def test_what_ends_before_it_starts_is_refused_in_the_editor_too(client, custodian):
    day = f"{make.ahead():%Y-%m-%d}"

    response = client.post(f"{ROOM}add/", typed(ends=f"{day} 17:00"))

    assert "It ends before it starts. Check both times." in response.content.decode()
    assert Event.objects.count() == 0
