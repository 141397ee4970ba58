"""One search over pages and public objects: nothing hidden in it, nothing that breaks it."""

import datetime
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from common.search_kinds import kinds, own_texts
from community.models import Event
from tests.factories import impact
from tests.factories.cms import StandardPageFactory
from tests.factories.community_consultations import ConsultationFactory
from tests.factories.community_notes import HeldMeetingFactory, publish
from tests.factories.mission import PriorityFactory
from tests.factories.opportunities import ChallengeFactory, JobFactory
from tests.factories.profiles import (
    CustodianFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
)
from tests.factories.skills import SkillFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.indexed]


def event(title, slug, **fields):
    """An event of two hours."""
    starts = datetime.datetime(2026, 3, 1, 10, tzinfo=datetime.UTC)
    ends = starts + datetime.timedelta(hours=2)
    return Event.objects.create(
        title=title, slug=slug, starts=starts, ends=ends, place="Library", **fields
    )


def jump(answer):
    """The kinds to choose from: title, address, count, whether it is chosen."""
    nav = re.search(r'<nav class="jump".*?</nav>', answer.content.decode(), re.DOTALL)[0]
    found = re.findall(r'<a href="([^"]*)"([^>]*)><span>(.*?)</span> <b>(.*?)</b>', nav)
    return [(title, unescape(url), count, "current" in here) for url, here, title, count in found]


HOSTILE = [
    '"',
    '"""',
    "'",
    "a\"b'c",
    "AND",
    "OR NOT AND",
    "NEAR(a b)",
    "a:b",
    "title:x",
    "*",
    "a*",
    "-",
    "--",
    "^",
    "(",
    "((()",
    "{}[]",
    "\\",
    "%",
    "_",
    ";",
    "'; DROP TABLE x; --",
    "|",
    "&",
    "!",
    "<->",
    "a & | b",
    "\x01\x02\x1f",
    "\u202e\u200b",
    "😀",
    "👩‍👩‍👧",
    "naïve Ærøskøbing",
    "北京",
    "a" * 5000,
    "a " * 500,
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "%00",
    "​",
    "C# .NET R&D e-mail",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_search_stands_whatever_is_typed(client, site, text):
    for kind in ("", "pages", "nonsense"):
        answer = client.get("/search/", {"q": text, "kind": kind, "page": "99999999999999999999"})

        assert answer.status_code == 200
        assert b"<script>alert(1)" not in answer.content


def test_search_refuses_nul(client, site):
    assert client.get("/search/?q=a%00b").status_code == 400


def test_search_refuses_to_be_posted_to(client, site):
    assert client.post("/search/", {"q": "data"}).status_code in (403, 405)


def test_search_finds_each_public_kind(client, site):
    StandardPageFactory(title="Turnips for beginners", slug="turnips")
    OrganisationFactory(name="Turnip Growers", slug="turnip-growers")
    OfferFactory(title="A turnip an hour", slug="turnip-hour")
    JobFactory(title="Turnip counter", slug="turnip-counter")

    html = client.get("/search/", {"q": "turnip"}).content.decode()

    for address in (
        "/organisations/turnip-growers/",
        "/offers/turnip-hour/",
        "/jobs/turnip-counter/",
    ):
        assert f'href="{address}"' in html
    html = client.get("/search/", {"q": "turnips"}).content.decode()
    assert 'href="/turnips/"' in html


def test_search_shows_nothing_hidden(client, site):
    StandardPageFactory(title="Turnip plot", slug="draft-turnip", live=False)
    locked = StandardPageFactory(title="Turnip vault", slug="locked-turnip")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    ChallengeFactory(title="Turnip draft")
    OrganisationFactory(name="Turnip Ghosts", slug="turnip-ghosts", state="unverified")
    OfferFactory(title="Turnip offer draft", slug="turnip-offer", live=False)
    PersonFactory(name="Turnip Person", slug="turnip-person", matched=True)

    html = client.get("/search/", {"q": "turnip"}).content.decode()

    assert "Nothing found" in html
    for word in ("plot", "vault", "draft", "Ghosts", "offer", "Person"):
        assert f"Turnip {word}" not in html


def test_search_pages_through_one_kind(client, site):
    for number in range(23):
        StandardPageFactory(title=f"Swede {number}", slug=f"swede-{number}")

    first = client.get("/search/", {"q": "swede"}).content.decode()
    last = client.get("/search/", {"q": "swede", "kind": "pages", "page": "2"}).content.decode()

    assert first.count('href="/swede-') == 5
    assert 'href="/search/?q=swede&amp;kind=pages">See all 23 in pages</a>' in first
    assert last.count('href="/swede-') == 3
    assert "23 results" in last


@pytest.mark.parametrize("count", [1, 30])
def test_search_costs_the_same_however_much_it_finds(client, site, count):
    for number in range(count):
        StandardPageFactory(title=f"Swede {number}", slug=f"swede-{number}")
    client.get("/search/", {"q": "swede"})

    with CaptureQueriesContext(connection) as asked:
        client.get("/search/", {"q": "swede"})

    # Savepoints are the test's: a visitor's search runs outside a transaction.
    queries = [row["sql"] for row in asked if "SAVEPOINT" not in row["sql"]]
    assert len(queries) == 5, queries
    assert len(queries) <= 15


@pytest.mark.parametrize("kind", ["", "pages", "events"])
def test_search_costs_the_same_with_every_kind_in_it(client, site, kind):
    def fill(start, stop):
        for number in range(start, stop):
            StandardPageFactory(title=f"Swede {number}", slug=f"swede-{number}")
            OrganisationFactory(name=f"Swede {number}", slug=f"swede-{number}")
            OfferFactory(title=f"Swede {number}", slug=f"swede-{number}")
            JobFactory(title=f"Swede {number}", slug=f"swede-{number}")
            PriorityFactory(title=f"Swede {number}", slug=f"swede-{number}")
            event(f"Swede {number}", f"swede-{number}", live=True)

    def queries():
        client.get("/search/", {"q": "swede", "kind": kind})
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/", {"q": "swede", "kind": kind})
        return len([row["sql"] for row in asked if "SAVEPOINT" not in row["sql"]])

    fill(0, 2)
    few = queries()
    fill(2, 8)

    assert queries() == few
    assert few <= 15


def test_kinds_stand_with_their_counts_and_one_can_be_chosen(client, site):
    for number in range(7):
        OfferFactory(title=f"Swede {number}", slug=f"swede-{number}")
    StandardPageFactory(title="Swede page", slug="swede-page")

    whole = jump(client.get("/search/", {"q": "swede"}))
    chosen = jump(client.get("/search/", {"q": "swede", "kind": "offers"}))
    empty = client.get("/search/", {"q": "swede", "kind": "skills"})

    assert whole == [
        ("Everything", "/search/?q=swede", "8", True),
        ("Offers", "/search/?q=swede&kind=offers", "7", False),
        ("Pages", "/search/?q=swede&kind=pages", "1", False),
    ]
    assert [(title, here) for title, _, _, here in chosen] == [
        ("Everything", False),
        ("Offers", True),
        ("Pages", False),
    ]
    assert ("Skills", "/search/?q=swede&kind=skills", "0", True) in jump(empty)
    assert "Nothing of this kind" in empty.content.decode()


def test_words_are_marked_in_a_piece_around_them(client, site):
    page = StandardPageFactory(title="Roots", slug="roots")
    page.body = [("text", f"<p>{'Filler words here. ' * 40}Then a <b>swede</b> &amp; more.</p>")]
    page.save()

    html = client.get("/search/", {"q": "SWEDE"}).content.decode()

    assert "<mark>swede</mark> &amp;" in html
    assert "… " in html


def test_marks_let_no_markup_through(client, site):
    OfferFactory(
        title='Swede <img src=x onerror="alert(1)">',
        slug="swede",
        summary="<script>swede</script> & co",
    )

    # PostgreSQL looks for no words inside a tag, so the marks are asked for around one outside.
    html = client.get("/search/", {"q": "swede"}).content.decode()
    html += client.get("/search/", {"q": "swede script"}).content.decode()

    assert "<img src=x" not in html
    assert "<script>swede" not in html
    assert "&lt;script&gt;<mark>swede</mark>&lt;/script&gt;" in html


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Café Zoë", "cafe zoe"),
        ("Cafe Zoe", "CAFÉ ZOË"),
        ("Ærøskøbing", "aeroskobing"),
        ("Cafe\u0301", "café"),
        ("STRASSE", "straße"),
    ],
)
def test_accents_and_case_make_no_difference(client, site, written, typed):
    OfferFactory(title=f"{written} clinic", slug="clinic")

    html = client.get("/search/", {"q": typed}).content.decode()

    assert 'href="/offers/clinic/"' in html
    assert "<mark>" in html.split('href="/offers/clinic/"')[1][:40]


def test_a_text_that_begins_with_the_summary_is_shown_once():
    thing = SimpleNamespace(summary="Count the stops.", description="Count the stops. All of them.")

    assert own_texts([thing, SimpleNamespace(summary="A line.")]) == [
        "Count the stops. All of them.",
        "A line.",
    ]


def test_events_are_found_once_published(client, site):
    event("Swede fair", "swede-fair", live=True)
    event("Swede secret", "swede-secret", live=False)

    html = client.get("/search/", {"q": "swede"}).content.decode()

    assert "<mark>Swede</mark> fair" in html
    assert "secret" not in html


def test_records_of_the_mission_are_found(client, site):
    html = client.get("/search/", {"q": "local way careers"}).content.decode()

    assert 'href="/theory-of-change/local-pathways/"' in html
    assert "Step of the theory of change" in html
    PriorityFactory(title="Swede for all", slug="swede-for-all")
    html = client.get("/search/", {"q": "swede", "kind": "mission"}).content.decode()
    assert 'href="/vision/swede-for-all/"' in html


def test_search_that_finds_of_every_kind_keeps_to_fifteen_queries_for_a_custodian(client, site):
    JobFactory(title="Swede", slug="swede")
    done = impact.done(ChallengeFactory())
    impact.outcome(done, title="Swede for everybody")
    StandardPageFactory(title="Swede", slug="swede")
    OrganisationFactory(name="Swede", slug="swede")
    OfferFactory(title="Swede", slug="swede")
    PriorityFactory(title="Swede", slug="swede")
    SkillFactory(name="Swede", slug="swede")
    ConsultationFactory(title="Swede", slug="swede", open=True)
    publish(HeldMeetingFactory(), "Swede for all.")
    event("Swede", "swede", live=True)
    client.force_login(CustodianFactory())
    client.get("/search/", {"q": "swede"})

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/search/", {"q": "swede"})

    found = [title for title, *_ in jump(page)]
    assert found == ["Everything", *(kind.title for kind in kinds())]
    assert len([row for row in asked if "SAVEPOINT" not in row["sql"]]) <= 15
