"""A search is kept under a name, writes when something new fits and never twice, and can be silenced."""

import datetime
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.models import Message
from opportunities import alert_links, services
from opportunities.finding import asking
from opportunities.models import SavedSearch
from opportunities.services.searches import MOST, CannotSave
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def reader():
    return UserFactory(name="Asha Patel")


def saved(reader, query="skill=mapping", kind="", alerts="daily", name="Maps") -> SavedSearch:
    return services.save_search(by=reader, name=name, kind=kind, query=query, alerts=alerts)


def later(days: int = 1, minutes: int = 10) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days, minutes=minutes)


def mails() -> list[Message]:
    return list(Message.objects.filter(kind="opportunities_new_found").order_by("pk"))


def test_a_reader_saves_what_the_list_shows_and_finds_it_again(client, reader):
    ChallengeFactory(live=True, title="A map of tolls", requirements=[("Mapping", 2, True)])
    client.force_login(reader)
    listed = client.get("/challenges/?skill=mapping&level=2&sort=title&page=1&nonsense=1")

    form = client.get(listed.context["save_url"])
    answer = client.post(
        listed.context["save_url"],
        {**form.context["form"].initial, "name": "Maps for me", "alerts": "weekly"},
        follow=True,
    )

    assert "Maps for me" in answer.content.decode()
    row = SavedSearch.objects.get()
    assert (row.user, row.kind, row.query) == (reader, "challenge", "skill=mapping&level=2")
    assert row.said == "Challenges, Mapping, Level asked: Working"
    found = client.get(row.get_absolute_url())
    assert [one["title"] for one in found.context["rows"]] == ["A map of tolls"]


def test_the_page_of_none_says_what_to_do(client, reader):
    client.force_login(reader)
    assert "You have saved no search yet" in client.get("/me/searches/").content.decode()


def test_what_the_address_does_not_know_is_not_kept(reader):
    row = saved(
        reader, query="skill=nothing&kind=%00&organisation__name=x&q=%22maps%22&next=//evil"
    )
    assert row.query == "q=maps"
    assert row.said == "“maps”"
    assert saved(reader, query="", name="All").said == "Everything"


def test_names_are_once_and_there_are_twenty_at_most(client, reader):
    for number in range(MOST):
        saved(reader, name=f"Search {number}")
    with pytest.raises(CannotSave, match="Delete one first"):
        saved(reader, name="One more")
    SavedSearch.objects.first().delete()
    with pytest.raises(CannotSave, match="of this name"):
        saved(reader, name="Search 5")
    client.force_login(reader)
    answer = client.post("/me/searches/new/", {"name": "Search 5", "alerts": "off", "query": "q=x"})
    assert answer.status_code == 422
    assert "You have a search of this name" in answer.content.decode()


def test_a_list_of_twenty_asks_as_many_queries_as_one_of_two(client, reader):
    client.force_login(reader)
    counts = []
    for first, last in ((0, 2), (2, MOST)):
        for number in range(first, last):
            saved(
                reader,
                name=f"Search {number}",
                query="skill=mapping&theme=health&district=coventry",
            )
        client.get("/me/searches/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/searches/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_a_mail_names_what_is_new_and_only_that(client, reader):
    ChallengeFactory(live=True, title="Known before", requirements=[("Mapping", 2, True)])
    row = saved(reader)
    ChallengeFactory(live=True, title="A map of tolls", requirements=[("Mapping", 2, True)])
    ChallengeFactory(live=True, title="No map")
    ChallengeFactory(waiting=True, title="Not published", requirements=[("Mapping", 2, True)])
    ChallengeFactory(closed=True, title="Ended already", requirements=[("Mapping", 2, True)])

    assert services.send_alerts(now=later()) == 1

    (mail,) = mails()
    assert mail.address == reader.email
    assert mail.subject == "New for “Maps”"
    assert "A map of tolls" in mail.body
    for other in ("Known before", "No map", "Not published", "Ended already"):
        assert other not in mail.body
    row.refresh_from_db()
    assert row.looked_until > timezone.now()


def test_a_publication_is_told_of_once(reader):
    saved(reader)
    ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])

    sent = [services.send_alerts(now=later(days)) for days in (1, 1, 2, 3)]

    assert sent == [1, 0, 0, 0]
    assert len(mails()) == 1


def test_two_clocks_at_once_write_one_mail(reader):
    row = saved(reader)
    ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    now = later()
    from opportunities.services.searches import _alert

    both = [SavedSearch.objects.select_related("user").get(pk=row.pk) for _ in range(2)]

    assert [_alert(one, now) for one in both] == [True, False]
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("alerts", "after", "number"),
    [("daily", 1, 1), ("weekly", 1, 0), ("weekly", 7, 1), ("off", 30, 0)],
)
def test_a_search_writes_as_often_as_was_asked(reader, alerts, after, number):
    saved(reader, alerts=alerts)
    ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    assert services.send_alerts(now=later(after)) == number


def test_kind_words_and_filters_all_hold_in_the_mail(reader):
    saved(reader, query="q=bicycles", kind="challenge")
    ChallengeFactory(live=True, title="Counting bicycles")
    PlacementFactory(live=True, title="Bicycles on placement")
    services.send_alerts(now=later())
    assert "Counting bicycles" in mails()[0].body
    assert "placement" not in mails()[0].body.lower()


def test_a_closed_account_gets_none(reader):
    saved(reader)
    ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    reader.is_active = False
    reader.save()
    assert services.send_alerts(now=later()) == 0


def test_a_name_cannot_bring_lines_into_a_mail(client, reader):
    client.force_login(reader)
    bad = {"name": "Maps\r\nBcc: all@people.example", "alerts": "daily", "query": "q=x"}
    assert client.post("/me/searches/new/", bad).status_code == 422
    saved(reader, name="Maps\r\nBcc: all@people.example")
    ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    services.send_alerts(now=later())
    assert "\n" not in mails()[0].subject
    assert "\nBcc" not in mails()[0].body


def test_the_link_in_the_mail_stops_it_without_a_sign_in_and_opening_changes_nothing(
    client, reader
):
    row = saved(reader)
    ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    services.send_alerts(now=later())
    link = re.search(r"/searches/stop/\S+", mails()[0].body).group()

    assert "Stop these mails" in client.get(link).content.decode()
    row.refresh_from_db()
    assert row.alerts == "daily"
    answer = client.post(link, follow=True)
    assert "You get no more of these mails" in answer.content.decode()
    row.refresh_from_db()
    assert row.alerts == "off"


@pytest.mark.parametrize("text", ["any", "x" * 5000, "WzEsMV0:x:y"])
def test_a_link_of_nobodys_is_not_found(client, text):
    assert client.get(f"/searches/stop/{text}/").status_code == 404


def test_a_link_of_a_deleted_search_or_another_reader_is_not_found(client, reader):
    row = saved(reader)
    other = alert_links.make(search_id=row.pk, user_id=UserFactory().pk)
    own = alert_links.make(search_id=row.pk, user_id=reader.pk)
    row.delete()
    for signed in (other, own):
        assert client.post(f"/searches/stop/{signed}/").status_code == 404


def test_switched_on_again_it_does_not_catch_up(reader):
    row = saved(reader, alerts="off")
    ChallengeFactory(live=True, requirements=[("Mapping", 2, True)])
    services.set_alerts(row, "daily", by=reader)
    assert services.send_alerts(now=later()) == 0


@pytest.mark.parametrize("what", ["", "delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_readers_search_looks_as_a_missing_one(client, reader, what, method):
    row = saved(reader)
    client.force_login(UserFactory())

    theirs = getattr(client, method)(f"/me/searches/{row.pk}/{what}", {"alerts": "off"})
    missing = getattr(client, method)(f"/me/searches/987654/{what}", {"alerts": "off"})

    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    row.refresh_from_db()
    assert row.alerts == "daily"


def test_the_mails_are_changed_and_a_search_deleted_by_whoever_saved_it(client, reader):
    row = saved(reader)
    client.force_login(reader)
    assert client.post(f"/me/searches/{row.pk}/", {"alerts": "weekly"}).status_code == 302
    row.refresh_from_db()
    assert row.alerts == "weekly"
    assert "Delete this search?" in client.get(f"/me/searches/{row.pk}/delete/").content.decode()
    client.post(f"/me/searches/{row.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_somebody_unknown_is_asked_to_sign_in(client):
    for path in ("/me/searches/", "/me/searches/new/?q=maps", "/me/searches/1/"):
        assert client.get(path).status_code == 302


def test_what_was_asked_is_said_as_people_say_it():
    params = QueryDict("q=maps&pattern=remote&hours=few&closing=week")
    assert asking.in_words("job", params) == (
        "Jobs, “maps”, Remote, Hours a week: Up to 8, Closes: In the next 7 days"
    )


def test_of_skills_that_nobody_has_nothing_is_kept(reader):
    words = "&".join(f"skill={'x' * 70}{n}" for n in range(20))
    assert saved(reader, query=words).query == ""
