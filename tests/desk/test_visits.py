"""Pages read, as numbers: nobody in them, no query for a page, several workers add up."""

import datetime
import threading

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import Meeting, MeetingSeries
from desk import visits
from desk.models import VisitCount
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture(autouse=True)
def gathering(settings, monkeypatch):
    settings.FORUM_COUNT_VISITS = True
    fresh = visits.Gathering()
    monkeypatch.setattr(visits, "GATHERING", fresh)
    cache.delete(visits.FIGURE)
    yield fresh
    cache.delete(visits.FIGURE)


def read(client, path: str, **headers: str):
    return client.get(path, headers={**BROWSER, **headers})


def written(gathering) -> dict[str, int]:
    gathering.write()
    return dict(VisitCount.objects.values_list("section", "pages"))


def test_pages_are_counted_by_part_of_the_site(client, gathering):
    for path in ("/challenges/", "/challenges/", "/offers/"):
        read(client, path)

    assert written(gathering) == {"challenges": 2, "offers": 1}


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/challenges/", {"User-Agent": "Googlebot/2.1"}),
        ("/challenges/", {"User-Agent": ""}),
        ("/challenges/", {"User-Agent": "curl/8"}),
        ("/challenges/", {"HX-Request": "true"}),
        ("/challenges/", {"Sec-Purpose": "prefetch;prerender"}),
        ("/no-such-page/", {}),
        ("/accounts/login/", {}),
        ("/newsletter/feed.atom", {}),
        ("/desk/", {}),
    ],
)
def test_what_nobody_reads_is_not_counted(client, gathering, path, headers):
    read(client, path, **headers)

    assert written(gathering) == {}


def test_members_are_counted_and_custodians_are_not(client, gathering):
    client.force_login(UserFactory())
    read(client, "/challenges/")
    client.force_login(CustodianFactory())
    read(client, "/challenges/")

    assert written(gathering) == {"challenges": 1}


def test_nothing_about_a_reader_is_kept():
    names = {field.name for field in VisitCount._meta.fields}

    assert names == {"id", "day", "section", "pages"}


def test_a_page_costs_no_query_until_enough_have_gathered(client, gathering, monkeypatch):
    monkeypatch.setattr(visits, "AT_ONCE", 3)
    read(client, "/newsletter/")
    gathering.write()
    VisitCount.objects.all().delete()
    counts = []

    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            read(client, "/newsletter/")
        touched = [row for row in captured if "desk_visitcount" in row["sql"]]
        counts.append(len(touched))

    assert counts[:2] == [0, 0]
    assert counts[2] > 0
    assert VisitCount.objects.get().pages == 3


def test_what_has_gathered_for_long_is_written(gathering, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(visits.time, "monotonic", lambda: clock[0])
    fresh = visits.Gathering()

    early = fresh.add("offers")
    clock[0] += visits.SECONDS
    late = fresh.add("offers")

    assert (early, late) == (False, True)


def test_several_workers_add_up(gathering):
    day = timezone.localdate()
    workers = [visits.Gathering() for _ in range(3)]
    for worker in workers:
        for _ in range(4):
            worker.add("offers", day=day)

    for worker in workers:
        worker.write()

    assert VisitCount.objects.get().pages == 12


def test_threads_of_one_worker_lose_nothing(gathering):
    def work() -> None:
        for _ in range(500):
            gathering.add("offers")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert gathering.write() == 2000


def test_what_cannot_be_written_is_kept_for_the_next_time(gathering, monkeypatch):
    gathering.add("offers")
    real = visits._add

    def broken(*args):
        raise DatabaseError("busy")

    monkeypatch.setattr(visits, "_add", broken)
    first = gathering.write()
    monkeypatch.setattr(visits, "_add", real)

    assert first == 0
    assert gathering.write() == 1


def test_the_figure_counts_from_the_last_meeting():
    now = timezone.now()
    starts = now - datetime.timedelta(days=10)
    Meeting.objects.create(
        title="Last", series=MeetingSeries.objects.create(title="Forum"),
        starts=starts, ends=starts + datetime.timedelta(hours=2), on=timezone.localdate(starts),
        announced_at=starts, uid="last@forum.example", changed_at=starts, place="Hall",
    )  # fmt: skip
    for days, pages in ((20, 100), (10, 7), (1, 5)):
        day = timezone.localdate() - datetime.timedelta(days=days)
        VisitCount.objects.create(day=day, section="home", pages=pages)

    found = visits.since_last_meeting()

    assert found == {"day": timezone.localdate(starts), "pages": 12}
