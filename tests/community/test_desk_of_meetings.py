"""The desk's room for meetings: what the buttons do, and how much it asks of the database."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import AgendaItem, Meeting, StandingItem
from opportunities.services.meeting import set_for_meeting
from tests.factories.community_meetings import ItemFactory, MeetingFactory, SeriesFactory
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(CustodianFactory())
    return client


def queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("place", ["", "pack/"])
def test_a_page_of_five_hundred_items_asks_no_more_than_one_of_three(client, place):
    meeting = MeetingFactory()
    path = f"{meeting.get_absolute_url()}{place}"
    ItemFactory.create_batch(3, meeting=meeting)
    few = queries(client, path)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, title=f"Item {n}", order=n, minutes=1) for n in range(497)
    )

    assert queries(client, path) == few
    assert few <= 15
    assert "500. " in client.get(path).content.decode()


def test_the_builder_asks_as_much_for_five_hundred_items_as_for_three(desk):
    meeting = MeetingFactory()
    path = f"/desk/meetings/{meeting.pk}/"
    ItemFactory.create_batch(3, meeting=meeting)
    few = queries(desk, path)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, title=f"Item {n}", order=n, minutes=1) for n in range(497)
    )

    assert queries(desk, path) == few
    assert few <= 20


def test_the_list_asks_as_much_for_a_thousand_meetings_as_for_three(client):
    series, now = SeriesFactory(), timezone.now()

    def fill(start: int, stop: int) -> None:
        Meeting.objects.bulk_create(
            Meeting(
                series=series, title=f"M {n}", uid=f"m-{n}", on=now.date(), part=n,
                starts=now - datetime.timedelta(days=n, hours=2),
                ends=now - datetime.timedelta(days=n, hours=1), announced_at=now, changed_at=now,
            )
            for n in range(start, stop)
        )  # fmt: skip

    fill(1, 4)
    few = queries(client, "/meetings/")
    fill(4, 1001)

    assert queries(client, "/meetings/") == few
    assert few <= 15
    assert len(client.get("/meetings/").context["page"]) == 20


def test_the_buttons_do_what_they_say(desk):
    meeting = MeetingFactory(draft=True)
    one, two = (ItemFactory(meeting=meeting, order=n, title=f"Talk {n}") for n in (1, 2))
    path = f"/desk/meetings/{meeting.pk}/"

    def press(act: str) -> str:
        answer = desk.post(path, {"act": act}, follow=True)
        return str(next(iter(answer.context["messages"])))

    assert press(f"up:{two.pk}:2") == "Moved."
    assert press(f"up:{two.pk}:2") == "It had moved already. Look at the order now."
    assert press(f"postpone:{one.pk}").startswith("Postponed.")
    assert press(f"postpone:{one.pk}").startswith("Postponed.")
    assert press(f"back:{one.pk}") == "Back on this agenda."
    assert press("announce") == "Announced. Everybody can see it now."
    assert press("up:99999:1") == "That item is no longer on this agenda."
    assert press("take:99999").startswith("It is on the agenda already")
    assert [item.title for item in meeting.items.all()] == ["Talk 2", "Talk 1"]
    assert Meeting.objects.get(pk=meeting.pk).is_announced


@pytest.mark.parametrize("act", ["", "up", "up:x:1", "explode:1", "take:", "down:1:²"])
def test_a_button_that_is_none_is_refused(desk, act):
    meeting = MeetingFactory()

    assert desk.post(f"/desk/meetings/{meeting.pk}/", {"act": act}).status_code == 400


def test_standing_items_are_typed_in_rows_and_ordered_by_their_places(desk):
    series = SeriesFactory()
    typed = {
        "title_1": "Updates", "place_1": "2", "minutes_1": "15", "kind_1": "updates",
        "text_1": "Two minutes each.",
        "title_2": "Welcome", "place_2": "1", "minutes_2": "", "kind_2": "ordinary",
        "title_3": "", "kind_3": "ordinary",
    }  # fmt: skip

    assert desk.post(f"/desk/meetings/series/{series.pk}/", typed).status_code == 302

    rows = StandingItem.objects.values_list("title", "minutes", "kind", "text")
    assert list(rows) == [
        ("Welcome", None, "ordinary", ""),
        ("Updates", 15, "updates", "Two minutes each."),
    ]
    assert "Two minutes each." in desk.get(f"/desk/meetings/series/{series.pk}/").content.decode()


def test_calling_off_asks_why_and_says_so_on_the_page(desk):
    meeting = MeetingFactory()
    path = f"/desk/meetings/{meeting.pk}/call-off/"

    assert desk.post(path, {"why": ""}).status_code == 422
    assert desk.post(path, {"why": "The hall is flooded."}).status_code == 302

    page = desk.get(meeting.get_absolute_url()).content.decode()
    assert "It does not take place." in page
    assert "The hall is flooded." in page
    assert desk.get(f"/desk/meetings/{meeting.pk}/").status_code == 200
    assert desk.post(f"/desk/meetings/{meeting.pk}/edit/", {}).status_code == 422


def test_a_presenter_is_found_by_their_sign_in_address_or_not_at_all(desk):
    meeting, user = MeetingFactory(), UserFactory()
    path = f"/desk/meetings/{meeting.pk}/items/new/"
    good = {"title": "A talk", "kind": "presentation", "owner_name": "Ivy Ash"}

    wrong = desk.post(path, {**good, "owner_address": "nobody@people.example"})
    right = desk.post(path, {**good, "owner_address": user.email.upper()})

    assert "Nobody signs in with this address" in wrong.context["form"].errors["owner_address"][0]
    assert right.status_code == 302
    assert meeting.items.get().owner == user


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"contact": "a@b.example"}, "contact_shown"),
        ({"contact_shown": "on"}, "contact"),
        ({"minutes": "-5"}, "minutes"),
        ({"minutes": "1e9"}, "minutes"),
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
    ],
)
def test_an_item_that_cannot_be_is_refused_with_what_was_typed(desk, typed, field):
    meeting = MeetingFactory()

    answer = desk.post(
        f"/desk/meetings/{meeting.pk}/items/new/", {"title": "A talk", "kind": "ordinary", **typed}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not meeting.items.exists()


def test_hostile_texts_are_shown_as_text(desk):
    hostile = "<script>alert(1)</script>"
    meeting = MeetingFactory(title=hostile, summary=hostile, ways=hostile, place=hostile)
    ItemFactory(meeting=meeting, title=hostile, text=hostile, owner_name=hostile)

    for path in (meeting.get_absolute_url(), f"{meeting.get_absolute_url()}pack/",
                 f"/desk/meetings/{meeting.pk}/", "/meetings/", "/desk/meetings/"):  # fmt: skip
        assert "<script>alert" not in desk.get(path).content.decode()


@pytest.mark.parametrize("path", ["/desk/meetings/", "/desk/meetings/series/new/"])
def test_the_room_is_for_custodians(client, path):
    assert client.get(path).url.startswith("/accounts/login/")
    client.force_login(MembershipFactory().user)
    assert client.get(path).status_code == 403


def test_whoever_never_had_a_series_begins_one_first(desk):
    answer = desk.get("/desk/meetings/new/")

    assert (answer.status_code, answer.url) == (302, "/desk/meetings/series/new/")


def test_what_is_asked_for_by_members_has_one_button(desk):
    lead = MembershipFactory()
    thing = ChallengeFactory(organisation=lead.organisation, title="Bus stops", live=True)
    set_for_meeting(thing, by=lead.user, wanted=True)
    meeting = MeetingFactory()
    path = f"/desk/meetings/{meeting.pk}/"
    assert f'value="take:{thing.pk}"' in desk.get(path).content.decode()

    desk.post(path, {"act": f"take:{thing.pk}"})

    item = meeting.items.get()
    assert (item.title, item.opportunity_id) == ("Bus stops", thing.pk)
    assert f'value="take:{thing.pk}"' not in desk.get(path).content.decode()
    assert thing.get_absolute_url() in desk.get(meeting.get_absolute_url()).content.decode()
