"""Lists, facets, files, feeds and the page of one opportunity: what they show, and to whom."""

import csv
import io
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.search_kinds import KINDS
from common.spreadsheets import safe_cell
from profiles.models import HeldSkill, OrganisationState
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory, make_skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# A search asks the index in a savepoint: three more.
LIST_QUERIES, SEARCH_QUERIES, DETAIL_QUERIES = 7, 10, 7


def queries_of(client, url) -> int:
    # Wagtail keeps the site's root and settings for a while: both measures begin with them known.
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def titles(response) -> list[str]:
    return [row["title"] for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("url", "queries"),
    [("/opportunities/", LIST_QUERIES), ("/challenges/?q=referrals", SEARCH_QUERIES)],
)
def test_list_has_the_same_number_of_queries_with_1_3_and_12_rows(client, url, queries):
    custodian, counts = CustodianFactory(), []
    for rows in (1, 2, 9):
        for _ in range(rows):
            ChallengeFactory(
                live=True,
                custodian=custodian,
                requirements=[("Statistics", 2, True), ("Mapping", 2, False)],
            )
        counts.append(queries_of(client, url))

    assert counts == [queries] * 3


def test_detail_has_the_same_number_of_queries_with_1_and_3_skills(client):
    one = ChallengeFactory(live=True)
    three = ChallengeFactory(
        live=True, requirements=[("A skill", 1, True), ("B skill", 2, True), ("C skill", 3, False)]
    )

    counts = [queries_of(client, thing.get_absolute_url()) for thing in (one, three)]

    assert counts == [DETAIL_QUERIES, DETAIL_QUERIES]


def test_hidden_ones_appear_nowhere(client):
    shown = ChallengeFactory(live=True, title="Shown referrals")
    secret = {"description": "Canary7431 in a draft", "summary": "Canary7431"}
    unconfirmed = ChallengeFactory(live=True, title="Canary7431 unconfirmed", **secret)
    OrganisationState.objects.filter(pk=unconfirmed.organisation_id).update(verified_at=None)
    suspended = ChallengeFactory(live=True, title="Canary7431 suspended", **secret)
    OrganisationState.objects.filter(pk=suspended.organisation_id).update(
        suspended_at=suspended.state.published_at
    )
    hidden = [
        ChallengeFactory(title="Canary7431 draft", **secret),
        ChallengeFactory(waiting=True, title="Canary7431 waiting", **secret),
        ChallengeFactory(needs_changes=True, title="Canary7431 changes", **secret),
        PlacementFactory(waiting=True, title="Canary7431 placement", **secret),
        unconfirmed,
        suspended,
    ]
    edited = ChallengeFactory(live=True, title="Published title")
    from opportunities import services

    services.save_challenge(edited, by=edited.state.submitted_by, title="Canary7431 edit")

    for prefix in ("/opportunities/", "/challenges/", "/placements/", "/jobs/"):
        for query in ("", "?q=Canary7431", "?closed=yes", "?sort=title", "?skill=statistics"):
            for url in (prefix, f"{prefix}export.csv", f"{prefix}feed.atom"):
                body = client.get(f"{url}{query}").content.decode()
                assert "Canary7431" not in body.replace("“Canary7431”", "").replace(
                    'value="Canary7431"', ""
                ).replace("q=Canary7431", "")
    found = KINDS["opportunities"].search("Canary7431", UserFactory())
    for thing in hidden:
        assert client.get(thing.get_absolute_url()).status_code == 404
    assert list(found) == []
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert "Canary7431" not in client.get(edited.get_absolute_url()).content.decode()


def test_missing_and_hidden_look_alike(client):
    draft = ChallengeFactory()
    client.force_login(UserFactory())

    hidden, missing = client.get(draft.get_absolute_url()), client.get("/challenges/not-there/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content


def test_a_challenge_that_was_never_asked_about_pay_is_not_counted_as_voluntary(client):
    ChallengeFactory(live=True, title="Never asked")
    PlacementFactory(live=True, title="Unpaid", pay_basis="voluntary")

    response = client.get("/opportunities/?pay=voluntary")
    (pay,) = [facet for facet in response.context["facets"] if facet["name"] == "pay"]

    assert titles(response) == ["Unpaid"]
    assert {one["value"]: one["count"] for one in pay["options"]}["voluntary"] == 1


def test_order_is_as_asked(client):
    for title, closes in (("B", None), ("A", "2099-01-01"), ("C", "2098-01-01")):
        ChallengeFactory(live=True, title=title, closes=closes and _day(closes))

    orders = {
        sort: titles(client.get(f"/challenges/?sort={sort}"))
        for sort in ("new", "closing", "title")
    }

    assert orders == {"new": ["C", "A", "B"], "closing": ["C", "A", "B"], "title": ["A", "B", "C"]}


def _day(text):
    import datetime

    return datetime.date.fromisoformat(text)


def test_htmx_and_plain_requests_get_the_same_address(client):
    ChallengeFactory(live=True, title="One")

    plain = client.get("/challenges/?q=referrals")
    swapped = client.get("/challenges/?q=referrals", headers={"HX-Request": "true"})

    assert titles(plain) == titles(swapped) == ["One"]
    assert 'id="results"' in plain.content.decode()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "plain", "O’Brien", "", "’=1"],
)
def test_no_cell_begins_with_a_formula(text):
    cell = safe_cell(text)

    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text or cell == text


def test_the_file_holds_what_the_list_shows_safely(client):
    ChallengeFactory(live=True, title='=HYPERLINK("http://evil.example")', summary='@cmd, "x"')
    ChallengeFactory(live=True, title="Siân’s question")

    response = client.get("/challenges/export.csv?sort=title")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["title"] for row in rows] == [
        '\'=HYPERLINK("http://evil.example")',
        "Siân’s question",
    ]
    assert rows[0]["summary"] == '\'@cmd, "x"'
    assert rows[1]["skills"] == "Statistics:working:essential"


def test_the_feed_does_not_change_by_itself(client):
    ChallengeFactory(live=True, title="Feed & <b>me</b>")

    first, second = (client.get("/challenges/feed.atom").content for _ in range(2))

    assert first == second
    assert b"Feed &amp; &lt;b&gt;me&lt;/b&gt;" in first


def test_the_reader_sees_their_own_levels(client):
    person = PersonFactory()
    HeldSkill.objects.create(person=person, skill=make_skill("Statistics"), level=3)
    challenge = ChallengeFactory(
        live=True, requirements=[("Statistics", 2, True), ("Mapping", 3, False)]
    )
    client.force_login(person.user)

    page = client.get(challenge.get_absolute_url()).content.decode()
    row = client.get("/challenges/").context["rows"][0]

    assert "They ask working, you hold practitioner" in page
    assert "They ask practitioner, and it is not in your profile" in page
    assert [skill["have"] for skill in row["skills"]] == [True, False]


def test_owners_see_where_it_stands_and_others_do_not(client):
    challenge = ChallengeFactory(live=True)
    url = challenge.get_absolute_url()
    client.force_login(challenge.state.submitted_by)
    owners = client.get(url).content.decode()
    client.force_login(UserFactory())

    others = client.get(url).content.decode()

    assert "You can close it when it is settled" in owners
    assert f"{url}edit/" in owners
    assert "You can close it" not in others
    assert f"{url}edit/" not in others


def test_only_paid_posts_call_themselves_jobs(client):
    job = JobFactory(title="Officer </script><script>alert(1)</script>")
    placement = PlacementFactory(live=True)

    page = client.get(job.get_absolute_url()).content.decode()
    unpaid = client.get(placement.get_absolute_url()).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)

    assert json.loads(found[1])["@type"] == "JobPosting"
    assert json.loads(found[1])["title"] == job.title
    assert "JobPosting" not in unpaid


def test_hidden_text_in_a_draft_stays_with_its_owners(client):
    draft = ChallengeFactory(title="Ours alone")
    for user, status in (
        (draft.state.submitted_by, 200),
        (MembershipFactory(organisation=draft.organisation, role="member").user, 200),
        (CustodianFactory(), 200),
        (UserFactory(), 404),
    ):
        client.force_login(user)
        assert client.get(draft.get_absolute_url()).status_code == status


def test_my_page_lists_mine_and_nobody_elses(client):
    organisation = OrganisationFactory()
    author = MembershipFactory(organisation=organisation).user
    for trait in ("waiting", "needs_changes", "live", "closed"):
        ChallengeFactory(
            organisation=organisation, author=author, title=f"My {trait}", **{trait: True}
        )
    ChallengeFactory(organisation=organisation, author=author, title="My draft")
    ChallengeFactory(title="Not mine")
    client.force_login(author)

    response = client.get("/me/opportunities/")
    shelves = {
        title: [item["opportunity"].title for item in items]
        for title, items in response.context["shelves"]
    }

    assert shelves == {
        "Changes asked for": ["My needs_changes"],
        "Drafts": ["My draft"],
        "Waiting for a custodian": ["My waiting"],
        "Live": ["My live"],
        "Ended": ["My closed"],
    }
    assert "Say who benefits." in response.content.decode()


def test_my_page_has_the_same_number_of_queries_with_1_and_3_rows(client):
    organisation = OrganisationFactory()
    author = MembershipFactory(organisation=organisation).user
    client.force_login(author)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            ChallengeFactory(organisation=organisation, author=author, waiting=True)
        counts.append(queries_of(client, "/me/opportunities/"))

    assert counts[0] == counts[1]


@pytest.fixture(autouse=True)
def _cold():
    cache.clear()
