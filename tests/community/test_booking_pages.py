"""Booking through the site: the form, links in mails, one's own pages, and what each reader may see."""

import datetime
import html
import re
import uuid

import pytest
from django.test import Client

from common import needs_me
from common.models import Message
from community import booking_links as links
from community.models import Booking, BookingSheet, SheetPart
from community.services import bookings
from tests.factories.community_bookings import (
    announced,
    asked,
    booked,
    move_gathering,
    published,
    sheet_of,
    soon,
)
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
JOIN = "https://meet.example/secret-room"


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(response) -> str:
    return html.unescape(response.content.decode())


def said(**more) -> dict:
    return {"name": "Ada Byron", "idempotency_key": uuid.uuid4().hex, **more}


def link_in(message: Message) -> str:
    """The one link of ours in a mail, as a path."""
    return re.search(r"http://[^/]+(/book/\S+)", message.body).group(1)


def last(what: str) -> Message:
    return Message.objects.filter(kind=f"community_booking_{what}").latest("pk")


def test_somebody_signed_in_books_in_one_form_and_finds_the_link_to_join():
    sheet, user = sheet_of(places=3, join_link=JOIN), UserFactory(name="Ada Byron")
    client = as_(user)

    form = client.get(sheet.get_absolute_url())
    sent = client.post(sheet.get_absolute_url(), said())
    page = client.get(sent.url)

    assert 'value="Ada Byron"' in read(form)
    assert JOIN not in read(form)
    assert sent.url == Booking.objects.get(user=user).get_absolute_url()
    assert JOIN in read(page)
    assert JOIN in last("placed").body
    assert page["Cache-Control"] == "private, no-store"


def test_the_link_to_join_is_for_those_with_a_place_only():
    meeting = announced(mode="online")
    sheet = sheet_of(meeting, places=1, join_link=JOIN)
    booked(sheet)
    waits = booked(sheet)
    guest = asked(sheet)
    outsider = UserFactory()

    for user, path in (
        (waits.user, waits.get_absolute_url()),
        (waits.user, links.place_link(waits)),
        (outsider, sheet.get_absolute_url()),
        (outsider, links.confirm_link(guest)),
        (outsider, meeting.get_absolute_url()),
        (CustodianFactory(), sheet.desk_url),
    ):
        assert JOIN not in read(as_(user).get(path)), path
    assert JOIN not in last("waiting").body + last("confirm").body
    assert as_(outsider).get(waits.get_absolute_url()).status_code == 404


def test_the_link_to_join_is_gone_after_cancelling():
    sheet = sheet_of(join_link=JOIN)
    one = booked(sheet)
    bookings.cancel(one, by=one.user)

    assert JOIN not in read(as_(one.user).get(one.get_absolute_url()))
    assert JOIN not in last("cancelled").body


def test_a_guest_books_confirms_by_mail_changes_and_cancels_without_an_account():
    sheet = sheet_of(places=3, parts=["The meeting", "Lunch"], asks_diet=True)
    meeting, lunch = SheetPart.objects.filter(sheet=sheet)
    client = Client()

    typed = said(address="Ada@Elsewhere.example", parts=[str(meeting.pk)], diet="vegan")
    sent = client.post(sheet.get_absolute_url(), typed)
    assert sent.url == f"{sheet.get_absolute_url()}asked/"
    assert client.get(sent.url).status_code == 200
    confirm = link_in(last("confirm"))
    assert client.get(confirm).status_code == 200
    assert Booking.objects.get().state == "asked", "opening the link changes nothing"
    done = client.post(confirm, {"idempotency_key": uuid.uuid4().hex})
    booking = Booking.objects.get()
    assert (booking.state, booking.guest_address) == ("placed", "ada@elsewhere.example")
    page = client.get(done.url)
    assert "You have a place" in read(page)

    version = page.context["form"]["version"].value()
    both = [str(meeting.pk), str(lunch.pk)]
    changed = client.post(done.url, said(act="change", parts=both, diet="halal", version=version))
    assert changed.status_code == 302
    booking.refresh_from_db()
    assert (booking.diet, booking.chosen.count()) == ("halal", 2)

    client.post(done.url, {"act": "cancel", "idempotency_key": uuid.uuid4().hex})
    assert "You have no place" in read(client.get(done.url))
    assert client.get(confirm).url == done.url, "an old link leads to where it stands"


def test_browsers_say_where_the_forms_come_from():
    """With “no-referrer” they would send "Origin: null", and every booking would be refused."""
    sheet = sheet_of()

    page = Client().get(sheet.get_absolute_url())

    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "same-origin")


def test_sending_the_form_twice_books_once():
    sheet, user = sheet_of(), UserFactory()
    client, typed = as_(user), said()

    first, second = (client.post(sheet.get_absolute_url(), typed) for _ in range(2))
    other = client.post(sheet.get_absolute_url(), {**typed, "name": "Somebody Else"})

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert other.status_code == 422
    assert Booking.objects.count() == 1
    assert client.get(sheet.get_absolute_url()).url == first.url, "the back button finds it"


def test_a_guest_learns_nothing_about_an_address_from_the_answer():
    sheet = sheet_of()
    member = booked(sheet)
    client = Client()

    known = client.post(sheet.get_absolute_url(), said(address=member.user.email))
    unknown = client.post(sheet.get_absolute_url(), said(address="new@elsewhere.example"))

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Fill this in: Your name"),
        ("name", "!!!", "Write this with letters."),
        ("name", "a" * 121, "120 characters or fewer"),
        ("address", "nobody", "such as name@example.org"),
        ("address", "a@b\r\nBcc: x@y.example", "such as name@example.org"),
        ("parts", "999999999999999999999", "not one of the available choices"),
        ("parts", "", "Tick what you stay for."),
        ("diet", "dragon", "not one of the available choices"),
        ("access_needs", "x" * 501, "500 characters or fewer"),
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_typed_is_lost(field, value, words):
    sheet = sheet_of(parts=["The meeting"], asks_diet=True)
    part = SheetPart.objects.get()
    good = said(address="ada@elsewhere.example", parts=[str(part.pk)], organisation_name="Choir")
    if field == "parts" and not value:
        good.pop("parts")
    else:
        good[field] = value

    response = Client().post(sheet.get_absolute_url(), good)

    assert response.status_code == 422
    assert words in read(response)
    assert "Choir" in read(response)
    assert not Booking.objects.exists()


def test_a_full_part_is_refused_at_its_field():
    sheet = sheet_of(parts=["The meeting", {"title": "Lunch", "places": 1, "food": True}])
    booked(sheet)
    keys = [str(part.pk) for part in SheetPart.objects.filter(sheet=sheet)]

    response = as_(UserFactory()).post(sheet.get_absolute_url(), said(parts=keys))

    assert response.status_code == 422
    assert "Lunch is full. Leave that out" in read(response)
    assert response.context["form"].errors["parts"]
    assert Booking.objects.count() == 1


def test_somebody_else_who_booked_the_last_place_meanwhile_puts_one_on_the_list():
    sheet = sheet_of(places=1)
    client = as_(UserFactory())
    page = client.get(sheet.get_absolute_url())
    booked(sheet)

    sent = client.post(sheet.get_absolute_url(), said())

    assert "1 of 1 places left" in read(page)
    assert "You are on the waiting list" in read(client.get(sent.url))
    assert "You are next." in read(client.get(sent.url))


def test_what_two_tabs_change_is_asked_about_first():
    sheet = sheet_of(asks_access=True)
    one = booked(sheet)
    client, path = as_(one.user), one.get_absolute_url()
    version = client.get(path).context["form"]["version"].value()

    first = client.post(path, said(act="change", access_needs="A ramp.", version=version))
    second = client.post(path, said(act="change", access_needs="Large print.", version=version))

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Large print." in read(second)
    assert Booking.objects.get().access_needs == "A ramp."


def test_a_sheet_of_an_unannounced_meeting_is_missing_for_all_but_custodians():
    sheet = sheet_of(announced(announced_at=None))

    assert Client().get(sheet.get_absolute_url()).status_code == 404
    assert as_(UserFactory()).get(sheet.get_absolute_url()).status_code == 404
    assert as_(CustodianFactory()).get(sheet.get_absolute_url()).status_code == 200
    assert Client().get("/book/999999999999999999999999/").status_code == 404


def test_a_link_that_was_changed_on_the_way_is_missing():
    booking = asked(sheet_of())
    confirm = links.confirm_link(booking)

    for path in (
        confirm[:-3] + "xx/",
        "/book/confirm/any/",
        "/book/place/any/",
        confirm.replace("confirm", "place"),
        "/me/calendar/any/bookings.ics",
    ):
        assert Client().get(path).status_code == 404, path


def test_a_forwarded_mail_cancels_and_shows_nothing_of_what_an_account_needs():
    sheet = sheet_of(asks_diet=True)
    one = booked(sheet, diet="vegan", diet_text="No sesame.", access_needs="Deaf.")
    path = links.place_link(one)

    page = read(Client().get(path))
    Client().post(path, said(act="change", access_needs="Nothing."))

    assert "No sesame" not in page
    assert "Deaf" not in page
    one.refresh_from_db()
    assert one.access_needs == "Deaf."
    Client().post(path, {"act": "cancel", "idempotency_key": uuid.uuid4().hex})
    one.refresh_from_db()
    assert one.state == "cancelled"


def test_custodians_read_names_and_never_what_one_person_needs():
    by = CustodianFactory()
    sheet = sheet_of(by=by, asks_diet=True)
    one = booked(sheet, name="Canary Person", diet="vegan", diet_text="Xylodiet.")
    booked(sheet, access_needs="Xyloneeds.")
    client = as_(by)

    for path in ("", "badges/", "door/"):
        page = read(client.get(f"{sheet.desk_url}{path}"))
        assert "Canary Person" in page
        assert "Xylo" not in page
        assert "Vegan" not in page
    sheet_page = read(client.get(f"{sheet.get_absolute_url()}caterer/"))
    assert "Xylodiet." in sheet_page
    assert "Xyloneeds." in sheet_page
    assert "Vegan" in sheet_page
    assert "Canary Person" not in sheet_page
    assert client.get(one.get_absolute_url()).status_code == 404


def test_totals_are_for_custodians_and_the_hosts_own_people():
    host = OrganisationFactory()
    lead, member = (
        MembershipFactory(organisation=host),
        MembershipFactory(organisation=host, role="member"),
    )
    elsewhere = MembershipFactory()
    sheet = sheet_of(announced(host=host))
    booked(sheet)
    path = f"{sheet.get_absolute_url()}caterer/"

    assert [as_(row.user).get(path).status_code for row in (lead, member)] == [200, 200]
    assert as_(CustodianFactory()).get(path).status_code == 200
    assert as_(elsewhere.user).get(path).status_code == 404
    assert as_(UserFactory(is_superuser=True)).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_a_caterers_sheet_counts_each_diet_in_each_part_with_food():
    lunch = {"title": "Lunch", "places": None, "food": True}
    sheet = sheet_of(parts=["The meeting", lunch], asks_diet=True, places=4)
    meeting, eaten = SheetPart.objects.filter(sheet=sheet)
    for diet in ("vegan", "vegan", ""):
        booked(sheet, diet=diet, parts=[meeting, eaten])
    booked(sheet, diet="halal", parts=[meeting])
    booked(sheet, diet="kosher", parts=[eaten])  # waits

    response = as_(CustodianFactory()).get(f"{sheet.get_absolute_url()}caterer/")

    totals = response.context["totals"]
    assert (totals.columns, totals.totals) == (["Lunch"], [3])
    assert totals.rows == [("Anything", [1]), ("Vegan", [2])]


def test_the_page_of_a_meeting_offers_places_and_says_that_one_has_one():
    meeting = announced()
    sheet = sheet_of(meeting, places=2)
    one = booked(sheet)

    assert "1 of 2 left" in read(Client().get(meeting.get_absolute_url()))
    mine = read(as_(one.user).get(meeting.get_absolute_url()))
    assert "You have a place" in mine
    assert one.get_absolute_url() in mine


def test_the_page_of_an_event_offers_places_and_the_form_leads_back_to_it():
    event = published()
    sheet = sheet_of(event, places=2)

    assert "2 of 2 left" in read(Client().get(event.get_absolute_url()))
    assert event.get_absolute_url() in read(Client().get(sheet.get_absolute_url()))


def test_my_bookings_and_what_needs_me():
    sheet = sheet_of(announced(title="Open data and health"))
    one = booked(sheet)
    assert "Open data and health" in read(as_(one.user).get("/me/bookings/"))
    assert needs_me.needs(one.user).entries == []

    move_gathering(sheet, starts=soon(2))

    [entry] = needs_me.needs(one.user).entries
    assert entry.title == "Come, or give your place back: Open data and health"
    assert entry.url == one.get_absolute_url()


def test_a_custodian_opens_changes_closes_and_calls_off_a_sheet():
    by, meeting = CustodianFactory(), announced()
    client = as_(by)
    overview = read(client.get("/desk/bookings/"))
    assert f"/desk/bookings/new/meeting/{meeting.pk}/" in overview
    new = f"/desk/bookings/new/meeting/{meeting.pk}/"
    typed = {
        "places": "20",
        "purge_days": "28",
        "asks_diet": "on",
        "lead_hours": ["48", "2"],
        "part_1_title": "The meeting",
        "part_2_title": "Lunch, 1 to 2 pm",
        "part_2_places": "15",
        "part_2_food": "on",
        "idempotency_key": uuid.uuid4().hex,
    }

    made = client.post(new, typed)
    again = client.post(new, typed)

    sheet = BookingSheet.objects.get()
    assert (made.url, again.url) == (sheet.desk_url, sheet.desk_url)
    assert [part.title for part in sheet.parts.all()] == ["The meeting", "Lunch, 1 to 2 pm"]
    assert [row.hours for row in sheet.reminders.all()] == [48, 2]
    assert client.get(new).url == f"{sheet.desk_url}edit/"
    edit = client.get(f"{sheet.desk_url}edit/")
    assert edit.context["form"]["part_2_places"].value() == 15

    client.post(sheet.desk_url, {"act": "close", "idempotency_key": uuid.uuid4().hex})
    assert "Booking is closed." in read(Client().get(sheet.get_absolute_url()))
    client.post(sheet.desk_url, {"act": "open", "idempotency_key": uuid.uuid4().hex})
    assert "20 of 20 places left" in read(Client().get(sheet.get_absolute_url()))
    assert client.post(sheet.desk_url, {"act": "burn"}).status_code == 400
    off = client.post(f"{sheet.desk_url}call-off/", {"idempotency_key": uuid.uuid4().hex})
    assert off.url == sheet.desk_url
    assert "This does not take place." in read(Client().get(sheet.get_absolute_url()))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("places", "0", "greater than or equal to 1"),
        ("places", "1", "2 are taken already"),
        ("places", "9" * 30, "less than or equal to"),
        ("closes_at", "yesterday", "Enter a day and a time"),
        ("closes_at", "2027-03-28T01:30", "clocks change"),
        ("closes_at", "9999-12-31T23:59", "between 2000 and 2100"),
        ("opens_at", "2099-01-01T10:00", "after it starts"),
        ("join_link", "javascript:alert(1)", "beginning with https://"),
        ("join_link", "http://plain.example", "beginning with https://"),
        ("purge_days", "400", "less than or equal to 90"),
        ("part_2_title", "THE MEETING", "Two parts have this name"),
        ("part_3_places", "4", "Name this part"),
        ("part_1_title", "", "has to stay"),
        ("lead_hours", "7", "not one of the available choices"),
    ],
)
def test_a_bad_sheet_is_refused_in_words(field, value, words):
    by = CustodianFactory()
    sheet = sheet_of(by=by, parts=["The meeting"])
    booked(sheet), booked(sheet)
    typed = {"places": "9", "purge_days": "28", "part_1_title": "The meeting"}
    path = f"{sheet.desk_url}edit/"

    response = as_(by).post(path, {**typed, "part_4_title": "Kept as typed", field: value})

    assert response.status_code == 422
    assert words in read(response)
    assert "Kept as typed" in read(response)
    sheet.refresh_from_db()
    assert sheet.places is None


def test_an_hour_that_comes_once_is_kept_across_the_clock_change():
    by = CustodianFactory()
    starts = datetime.datetime(2027, 3, 29, 9, 0, tzinfo=datetime.UTC)
    sheet = sheet_of(announced(starts=starts), by=by)
    typed = {"purge_days": "28", "closes_at": "2027-03-28T03:30"}

    response = as_(by).post(f"{sheet.desk_url}edit/", typed)

    assert response.status_code == 302
    sheet.refresh_from_db()
    assert sheet.closes_at == datetime.datetime(2027, 3, 28, 2, 30, tzinfo=datetime.UTC)
    page = as_(by).get(f"{sheet.desk_url}edit/")
    assert 'value="2027-03-28T03:30"' in read(page)
    assert "Sunday 28 March 2027, 03:30" in read(Client().get(sheet.get_absolute_url()))
