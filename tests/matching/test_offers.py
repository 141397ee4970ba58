"""One offer's page of matches; and asking to use an offer."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching import services
from matching.models import Introduction
from tests.factories.matching import ChallengeFactory, lead_of
from tests.factories.profiles import MembershipFactory, OrganisationFactory


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def as_(client, user):
    client.force_login(user)
    return client


def test_an_offer_has_its_page_of_matches_with_what_comes_close(client, market):
    other = OrganisationFactory(kind="community")
    ChallengeFactory(title="Clean it all up", organisation=other, asks={"Data cleaning": 4})
    services.run_all()
    path = f"{market.team.get_absolute_url()}matches/"

    client = as_(client, market.offerer)
    with CaptureQueriesContext(connection) as asked:
        page = text_of(client.get(path))

    assert len(asked) <= 15, [query["sql"][:160] for query in asked]
    for words in (
        "One open challenge could use “A team of four students”",
        "Where do our referrals come from?",
        "What you gain",
        "Not for us",
        "Close, but not yet",
        "Clean it all up",
        "One thing is in the way: essential skills.",
    ):
        assert words in page
    assert "Not for us" not in text_of(as_(client, market.custodian).get(path))
    for user in (market.stranger, market.poster):
        assert as_(client, user).get(path).status_code == 404


def test_whoever_needs_it_asks_to_use_an_offer(client, market):
    services.run_all()
    path = f"{market.team.get_absolute_url()}ask/"
    match = market.team.matches.get(is_current=True)
    client = as_(client, market.poster)

    page = text_of(client.get(path))
    nothing = client.post(path, {"message": "We kept a table."})
    asked = {"match": match.pk, "message": "We kept a table.", "idempotency_key": "k" * 32}
    sent = client.post(path, asked)
    again = client.post(path, asked)

    row = Introduction.objects.get()
    assert "Where do our referrals come from?" in page
    assert (nothing.status_code, sent.status_code, again.status_code) == (422, 302, 302)
    assert (row.offer, row.need_answer, row.message) == (market.team, "yes", "We kept a table.")
    assert sent.headers["Location"] == row.get_absolute_url()
    assert "see the introduction" in text_of(client.get(path))


def test_who_has_nothing_that_fits_is_told_what_to_do(client, market):
    services.run_all()
    path = f"{market.team.get_absolute_url()}ask/"
    other = lead_of(OrganisationFactory(kind="community"))

    assert "Post what you need" in text_of(as_(client, market.student.user).get(path))
    assert "Post what you need" in text_of(as_(client, other).get(path))
    assert "This is yours to give" in text_of(as_(client, market.offerer).get(path))
    match = market.team.matches.get(is_current=True)
    assert as_(client, other).post(path, {"match": match.pk}).status_code == 422
    assert not Introduction.objects.exists()


def test_members_who_sent_nothing_in_do_not_ask_and_custodians_ask_both_sides(client, market):
    services.run_all()
    path = f"{market.team.get_absolute_url()}ask/"
    member = MembershipFactory(organisation=market.food_bank, role="member").user
    match = market.team.matches.get(is_current=True)

    assert as_(client, member).post(path, {"match": match.pk}).status_code == 422
    as_(client, market.custodian).post(path, {"match": match.pk})

    row = Introduction.objects.get()
    assert (row.need_answer, row.supply_answer, row.broker) == ("", "", market.custodian)
