"""Pages of events: what they show to whom, what their forms refuse, in how many queries."""

import csv
import datetime
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import Event, EventState
from community.services import events as services
from mission.models import District, Theme
from tests.factories import community_events as make
from tests.factories.community_meetings import MeetingFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAST = datetime.date(2019, 5, 23)


def past(**changes):
    return make.EventFactory(starts=make.at(PAST, 10), ends=make.at(PAST, 12), **changes)


def titles(response) -> list[str]:
    return [event.title for event in response.context["page"]]


def test_the_list_shows_what_is_coming_up_soonest_first(client):
    make.EventFactory(
        title="Later", starts=make.at(make.ahead(20), 9), ends=make.at(make.ahead(20), 10)
    )
    make.EventFactory(title="Sooner")
    past(title="Long ago")
    make.draft(title="Nobody’s business")

    assert titles(client.get("/events/")) == ["Sooner", "Later"]
    assert titles(client.get("/events/?when=past")) == ["Long ago"]
    assert titles(client.get("/events/?when=all")) == ["Long ago", "Sooner", "Later"]
    assert titles(client.get("/events/?month=2019-05")) == ["Long ago"]


def test_what_began_yesterday_and_goes_on_is_still_there(client):
    today = timezone.localdate()
    make.EventFactory(
        title="Three days",
        starts=make.at(today - datetime.timedelta(days=1), 9),
        ends=make.at(today + datetime.timedelta(days=1), 17),
    )

    assert titles(client.get("/events/")) == ["Three days"]


def test_facets_narrow_and_count_and_chips_take_them_away(client):
    transport = Theme.objects.get(slug="transport")
    coventry = District.objects.get(slug="coventry")
    one = make.EventFactory(title="Bus", district=coventry)
    one.themes = [transport]
    one.save()
    make.EventFactory(title="Web", mode="online", place="", price="£5", link="https://x.example/")

    response = client.get("/events/?theme=transport&district=coventry&mode=in_person&cost=free")
    assert titles(response) == ["Bus"]
    assert [chip["title"] for chip in response.context["chips"]] == [
        *("Transport", "Coventry", "In person", "Free"),
    ]
    facets = {facet["name"]: facet["options"] for facet in client.get("/events/").context["facets"]}
    assert [(one["value"], one["count"]) for one in facets["cost"]] == [("free", 1), ("paid", 1)]
    assert [(one["value"], one["count"]) for one in facets["theme"]] == [("transport", 1)]
    assert titles(client.get("/events/?cost=paid")) == ["Web"]
    assert titles(client.get("/events/?q=bus")) == ["Bus"]
    assert titles(client.get("/events/?q=%22")) == []


def test_what_an_organisation_in_bad_standing_holds_is_hidden(client):
    organisation = OrganisationFactory(state="unverified")
    event = make.EventFactory(organisation=organisation)

    assert titles(client.get("/events/")) == []
    assert client.get(event.get_absolute_url()).status_code == 404
    assert client.get(f"{event.get_absolute_url()}calendar.ics").status_code == 404
    assert event.title not in client.get("/events/calendar.ics").content.decode()


def test_the_csv_holds_what_the_list_shows_and_no_formula(client):
    make.EventFactory(title="=HYPERLINK(1)")
    past()

    response = client.get("/events/export.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert [row["title"] for row in rows] == ["'=HYPERLINK(1)"]
    assert rows[0]["url"].endswith("/events/hyperlink1/")


# The month -------------------------------------------------------------------------------------


def test_the_month_shows_each_event_on_each_of_its_days(client):
    make.EventFactory(
        title="Camp",
        starts=make.at(datetime.date(2026, 11, 29), 9),
        ends=make.at(datetime.date(2026, 12, 2), 9),
    )
    make.EventFactory(
        title="Till midnight",
        starts=make.at(datetime.date(2026, 11, 3), 20),
        ends=make.at(datetime.date(2026, 11, 4), 0),
    )

    november = client.get("/events/2026/11/")
    december = client.get("/events/2026/12/")

    def found(response):
        weeks = response.context["month"].weeks
        return {
            day.date.day: [i.title for i in day.items]
            for week in weeks
            for day in week
            if day.items
        }

    assert found(november) == {3: ["Till midnight"], 29: ["Camp"], 30: ["Camp"]}
    assert found(december) == {1: ["Camp"], 2: ["Camp"]}
    page = november.content.decode()
    assert 'rel="prev" href="/events/2026/10/"' in page
    assert 'rel="next" href="/events/2026/12/"' in page


@pytest.mark.parametrize(
    "address", ["/events/2026/13/", "/events/2026/00/", "/events/1999/12/", "/events/9999/01/"]
)
def test_months_that_are_none_are_missing(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/events/2000/01/", "/events/2100/12/"])
def test_the_first_and_the_last_month_lead_one_way(client, address):
    assert client.get(address).status_code == 200


# One event -------------------------------------------------------------------------------------


def test_a_published_event_says_when_where_and_what_for_programs(client):
    event = make.EventFactory(
        title="Open <data>", price="£5", link="https://tickets.example/1", organiser="A group"
    )

    page = client.get(event.get_absolute_url()).content.decode()
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])

    assert "Get a ticket" in page
    assert "Open &lt;data&gt;" in page
    assert 'property="og:title" content="Open &lt;data&gt;"' in page
    assert data["@type"] == "Event"
    assert data["name"] == "Open <data>"
    assert data["startDate"].startswith(f"{make.ahead():%Y-%m-%d}T18:00:00+0")
    assert data["isAccessibleForFree"] is False
    assert data["location"]["name"] == "The Lock Works"


def test_called_off_is_said_everywhere(client):
    author = UserFactory()
    event = make.published(author)
    client.force_login(author)
    answer = client.post(f"{event.get_absolute_url()}call-off/", {"why": "The room flooded."})
    assert answer.status_code == 302
    client.logout()

    page = client.get(event.get_absolute_url()).content.decode()
    assert "This is called off." in page
    assert "The room flooded." in page
    assert "EventCancelled" in page
    assert "Called off" in client.get("/events/").content.decode()
    assert "STATUS:CANCELLED" in client.get("/events/calendar.ics").content.decode()
    assert "called off" in client.get(f"/events/{event.starts:%Y/%m}/").content.decode()


def test_drafts_are_missing_for_strangers_and_seen_by_their_own_and_custodians(client):
    member = MembershipFactory(role="member")
    event = make.draft(member.user, organisation=member.organisation)
    other = MembershipFactory(organisation=member.organisation, role="member").user
    address = event.get_absolute_url()

    assert client.get(address).status_code == 404
    for user, status in (
        (UserFactory(), 404),
        (member.user, 200),
        (other, 200),
        (CustodianFactory(), 200),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status
        assert client.get(f"{address}calendar.ics").status_code == 404


# Drafting --------------------------------------------------------------------------------------


def test_drafting_needs_an_account_with_a_verified_address(client):
    assert client.get("/events/new/").status_code == 302
    client.force_login(UserFactory(verified=False))
    assert client.get("/events/new/").status_code == 403
    client.force_login(UserFactory())
    assert client.get("/events/new/").status_code == 200


def test_a_draft_is_made_sent_in_and_published_through_the_pages(client):
    author = UserFactory()
    client.force_login(author)
    made = client.post("/events/new/", make.typed(), follow=True)
    event = Event.objects.get()
    assert "A draft" in made.content.decode()

    sent = client.post(f"{event.get_absolute_url()}send/", follow=True)
    assert "With the custodians" in sent.content.decode()

    client.force_login(CustodianFactory())
    decide = f"{event.get_absolute_url()}decide/"
    assert client.get(decide).status_code == 200
    assert client.post(decide, {"decision": "changes"}).status_code == 422
    assert client.post(decide, {"decision": "approve"}).status_code == 302
    client.logout()
    assert titles(client.get("/events/")) == ["Bus data hack night"]


def test_a_custodian_is_told_that_another_decides_about_their_own(client):
    custodian = CustodianFactory()
    event = make.waiting(custodian)
    client.force_login(custodian)

    assert (
        "another custodian decides"
        in client.get(f"{event.get_absolute_url()}decide/").content.decode()
    )
    assert (
        client.post(f"{event.get_absolute_url()}decide/", {"decision": "approve"}).status_code
        == 403
    )


def test_the_desk_leads_to_the_page_that_decides(client):
    event = make.waiting()
    client.force_login(CustodianFactory(second_step=True))

    assert f"{event.get_absolute_url()}decide/" in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"finishes": "17:00"}, "It ends before it starts. Check both times."),
        ({"finishes": "18:00"}, "It ends before it starts. Check both times."),
        ({"day": "2027-03-28", "begins": "01:30", "finishes": "04:00"}, "01:30 does not exist"),
        ({"day": "", "begins": ""}, "Give the day."),
        ({"begins": "25:99"}, "Enter a time of day, such as 18:00."),
        ({"day": "9999-12-31"}, "Enter a date between 2000 and 2100."),
        ({"last_day": "2100-01-01"}, "That is longer than a month."),
        ({"place": ""}, "Say where it is, or that it is online."),
        ({"price": "£5"}, "Say where tickets are, since it is not free."),
        ({"link": "javascript:alert(1)"}, "Enter the address of a web page"),
        ({"link": "ftp://x.example/y"}, "Enter the address of a web page"),
        ({"title": "x" * 161}, "This must be 160 characters or fewer. It is 161."),
        ({"title": ""}, "Answer this: What is it?"),
        ({"mode": "telepathy"}, "Select a valid choice."),
    ],
)
def test_bad_drafts_are_refused_in_words_with_what_was_typed(client, changes, words):
    client.force_login(UserFactory())

    response = client.post("/events/new/", make.typed(summary="Kept as it is.", **changes))

    assert response.status_code == 422
    assert words in response.content.decode().replace("&#x27;", "'")
    assert "Kept as it is." in response.content.decode()
    assert Event.objects.count() == 0


def test_the_hour_that_comes_twice_is_taken(client):
    client.force_login(UserFactory())
    typed = make.typed(day="2027-10-31", begins="01:45", finishes="01:15")

    assert client.post("/events/new/", typed).status_code == 302
    event = Event.objects.get()
    assert event.ends - event.starts == datetime.timedelta(minutes=30)


def test_sent_twice_it_is_one_event(client):
    client.force_login(UserFactory())
    typed = make.typed(idempotency_key="k" * 32)

    first, second = client.post("/events/new/", typed), client.post("/events/new/", typed)

    assert first["Location"] == second["Location"]
    assert Event.objects.count() == 1


def test_something_alike_is_asked_about_before_it_is_saved(client):
    known = make.EventFactory(title="Bus Data Hacknight")
    client.force_login(UserFactory())

    asked = client.post("/events/new/", make.typed())
    assert asked.status_code == 422
    assert known.get_absolute_url() in asked.content.decode()
    assert Event.objects.count() == 1

    same = client.post("/events/new/", make.typed(same="same"))
    assert same["Location"] == known.get_absolute_url()
    assert Event.objects.count() == 1

    client.post("/events/new/", make.typed(same="another"))
    assert Event.objects.count() == 2


def test_others_drafts_are_never_named_as_alike(client):
    make.draft()
    client.force_login(UserFactory())

    assert client.post("/events/new/", make.typed()).status_code == 302


def test_my_last_one_is_copied_without_its_day(client):
    author = UserFactory()
    make.draft(author, title="Older")
    make.draft(author, title="My last one")
    theirs = make.draft(title="Not mine")
    client.force_login(author)

    form = client.get("/events/new/?like=last").context["form"]
    assert (form["title"].value(), form["day"].value()) == ("My last one", None)
    assert client.get(f"/events/new/?like={theirs.slug}").context["form"]["title"].value() is None


def test_two_who_change_one_event_lose_nothing(client):
    author = UserFactory()
    event = make.draft(author)
    client.force_login(author)
    address = f"{event.get_absolute_url()}edit/"
    version = client.get(address).context["form"]["version"].value()

    assert client.post(address, make.typed(summary="First.", version=version)).status_code == 302
    second = client.post(address, make.typed(summary="Second.", version=version))

    assert second.status_code == 409
    assert "First." in second.content.decode()
    assert "Second." in second.content.decode()
    assert Event.objects.get().summary == "First."


@pytest.mark.parametrize("verb", ["edit", "send", "take-back", "repeat"])
def test_others_events_have_no_such_pages(client, verb):
    event = make.draft()
    live = make.EventFactory()
    client.force_login(UserFactory())

    assert client.get(f"{event.get_absolute_url()}{verb}/").status_code == 404
    assert client.post(f"{live.get_absolute_url()}{verb}/").status_code == 404


def test_what_waits_is_taken_back_to_be_changed(client):
    author = UserFactory()
    event = make.waiting(author)
    client.force_login(author)

    assert client.get(f"{event.get_absolute_url()}edit/").status_code == 302
    answer = client.post(f"{event.get_absolute_url()}take-back/")
    assert answer["Location"] == f"{event.get_absolute_url()}edit/"


def test_my_events_say_where_each_stands_in_few_queries(client):
    author = UserFactory()
    make.draft(author, title="One")
    make.waiting(author, title="Two")
    refused = make.waiting(author, title="Three")
    services.refuse_event(refused, by=CustodianFactory(), comment="It sells shoes.")
    client.force_login(author)

    page = client.get("/events/mine/").content.decode()

    for words in ("A draft", "With the custodians", "Not published", "It sells shoes."):
        assert words in page


def test_a_series_is_looked_at_before_it_is_made(client):
    author = UserFactory()
    event = make.draft(author)
    client.force_login(author)
    address = f"{event.get_absolute_url()}repeat/"
    until = make.ahead() + datetime.timedelta(days=15)
    typed = {"every": "week", "until": f"{until:%Y-%m-%d}"}

    looked = client.post(address, typed)
    assert looked.status_code == 200
    assert len(looked.context["days"]) == 2
    assert Event.objects.count() == 1
    key = {"idempotency_key": "r" * 32, "sure": "yes"}
    for _ in range(2):
        assert client.post(address, typed | key).status_code == 302
    assert Event.objects.count() == 3
    far = client.post(address, typed | {"until": "2100-12-31"})
    assert "twelve months ahead at most" in far.content.decode()
    assert client.post(address, typed | {"until": "2020-01-01"}).status_code == 422


# Several at once -------------------------------------------------------------------------------


def test_a_flier_becomes_drafts_after_it_was_checked(client):
    known = make.EventFactory(
        title="Walk", starts=make.at(make.ahead(5), 10), ends=make.at(make.ahead(5), 11)
    )
    author = UserFactory()
    client.force_login(author)
    flier = (
        f"Walk\n{make.ahead(5):%d %B %Y}, 10:00 to 11:00\nThe park\n\n"
        f"Talk\n{make.ahead(6):%d %B %Y}, 6pm to 7pm\nThe library\n\n"
        f"No time\n{make.ahead(7):%d %B %Y}\nThe yard\n"
    )

    looked = client.post("/events/new/several/", {"text": flier, "action": "look"})
    drafts = looked.context["drafts"].drafts
    assert looked.status_code == 200
    assert [draft["keep"].value() for draft in drafts] == [False, True, True]
    assert known.get_absolute_url() in looked.content.decode()
    assert Event.objects.count() == 1

    data = {"action": "save", "number": "3", "idempotency_key": "f" * 32}
    for place, draft in enumerate(drafts):
        for name in draft.fields:
            value = draft[name].value()
            if value not in (None, False):
                data[f"e{place}-{name}"] = "on" if value is True else str(value)
    half = client.post("/events/new/several/", data)
    assert half.status_code == 422
    assert "Mend the event marked below." in half.content.decode()
    assert "Say when it begins." in half.content.decode()

    del data["e2-keep"]
    for _ in range(2):
        assert client.post("/events/new/several/", data)["Location"] == "/events/mine/"
    assert Event.objects.filter(title="Talk").count() == 1
    assert Event.objects.count() == 2


def test_several_are_sent_in_at_once_if_wanted(client):
    client.force_login(UserFactory())
    data = {"action": "save", "number": "2", "send_in": "on"}
    for place in range(2):
        typed = make.typed(title=f"Talk {place}", keep="on")
        data |= {f"e{place}-{name}": value for name, value in typed.items()}

    client.post("/events/new/several/", data)

    assert EventState.objects.exclude(submitted_by=None).count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is no event in this file."),
        (b"%PDF-1.7 \x00\x01", "This file is not text"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n" * 22_000, "This file holds 22,000 events."),
        (b"x" * 700_000, "600 kB or smaller"),
    ],
)
def test_odd_files_are_refused_in_words_on_the_page(client, content, words):
    client.force_login(UserFactory())
    upload = SimpleUploadedFile("x.ics", content, content_type="text/calendar")

    response = client.post("/events/new/several/", {"file": upload, "action": "look"})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_hundred_megabytes_are_refused_before_they_are_read(client):
    client.force_login(UserFactory())

    response = client.post(
        "/events/new/several/",
        b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": "104857600"},
    )

    assert response.status_code == 413
    assert "MB can be sent here at once" in response.content.decode()


def test_no_address_is_ever_opened(client):
    client.force_login(UserFactory())

    response = client.post(
        "/events/new/several/", {"text": "http://127.0.0.1:8000/calendar.ics", "action": "look"}
    )

    assert response.status_code == 422


@pytest.mark.parametrize("number", ["0", "-3", "99999999", "x", ""])
def test_odd_numbers_of_drafts_are_refused(client, number):
    client.force_login(UserFactory())

    assert (
        client.post("/events/new/several/", {"action": "save", "number": number}).status_code == 422
    )


# Sizes -----------------------------------------------------------------------------------------


def fill(start: int, stop: int) -> None:
    """Published events of the coming year, with themes, districts and organisations."""
    districts, themes = list(District.objects.all()[:3]), list(Theme.objects.all()[:3])
    organisation = OrganisationFactory(name=f"Holder {start}", slug=f"holder-{start}")
    now = timezone.now()
    rows = Event.objects.bulk_create(
        Event(
            title=f"Row {n}", slug=f"row-{n}", live=True, first_published_at=now,
            starts=now + datetime.timedelta(hours=n % 8000), place="A room",
            ends=now + datetime.timedelta(hours=n % 8000 + 2), district=districts[n % 3],
            organisation=organisation if n % 2 else None, description="A row.",
        )
        for n in range(start, stop)
    )  # fmt: skip
    EventState.objects.bulk_create(
        EventState(event=row, uid=f"{row.slug}@x", changed_at=now, shown="x", together="same")
        for row in rows
    )
    through = Event.themes.through
    through.objects.bulk_create(
        through(event=row, theme=themes[n % 3]) for n, row in enumerate(rows)
    )


def test_pages_take_the_same_few_queries_with_10_and_with_10_000_events(client):
    month = f"/events/{timezone.localdate():%Y/%m}/"
    pages = ["/events/", "/events/?q=row&theme=transport&when=all", month, "/events/row-0/"]
    pages += ["/events/row-1/", "/events/calendar.ics", "/events/feed.atom", "/events/export.csv"]

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            assert client.get(address).status_code == 200, address
        return len([q for q in context.captured_queries if "SAVEPOINT" not in q["sql"]])

    fill(0, 10)
    few = {address: count(address) for address in pages}
    fill(10, 10_000)
    many = {address: count(address) for address in pages}

    assert many == few
    assert max(many.values()) <= 15, many


def test_announced_meetings_stand_in_the_month_and_in_the_calendar_of_everything(client):
    shown = MeetingFactory(title="Meeting of the Forum")
    hidden = MeetingFactory(title="Not announced", announced_at=None)

    month = client.get(f"/events/{timezone.localtime(shown.starts):%Y/%m}/").content.decode()
    everything = client.get("/events/calendar.ics").content.decode()

    assert shown.get_absolute_url() in month
    assert hidden.title not in month
    assert f"UID:{shown.uid}" in everything
    assert f"UID:{hidden.uid}" not in everything
    assert f"UID:{shown.uid}" not in client.get("/events/calendar.ics?cost=free").content.decode()
