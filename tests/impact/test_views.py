"""Pages: the board, one outcome, answering without an account, the desk."""

import json

import pytest
from django.urls import reverse

from impact import services
from impact.models import Ask, Outcome
from impact.services.letters import link_of
from mission.evidence import evidence_for
from tests.factories.impact import outcome
from tests.factories.profiles import CustodianFactory
from tests.support.atom import atom_faults

WORDS = {"title": "It works", "what_changed": "Less waste.", "for_whom": "All of us"}


@pytest.fixture
def published(seen_through):
    seen_through.outcome = outcome(seen_through.introduction)
    seen_through.outcome.strands.set(seen_through.challenge.strands.all())
    return seen_through


def text(response) -> str:
    return response.content.decode()


def test_the_board_filters_counts_and_gives_it_all_away(client, published):
    page = text(client.get("/outcomes/"))
    assert "1 outcome" in page
    assert published.outcome.title in page
    assert "Canal Street Food Bank" in page
    for query in ("strand=sharing", "district=walsall", "step=local-pathways", "of=introduction"):
        assert published.outcome.title in text(client.get(f"/outcomes/?{query}"))
    for query in ("strand=championing", "district=dudley", "of=event", "q=zeppelin"):
        assert published.outcome.title not in text(client.get(f"/outcomes/?{query}"))

    told = json.loads(text(client.get("/outcomes/export.json")))["outcomes"]
    assert told[0]["who"] == ["Canal Street Food Bank", "Zebedee Canaryname"]
    assert published.outcome.title in text(client.get("/outcomes/export.csv?strand=sharing"))
    assert published.outcome.title in text(client.get("/outcomes/feed.atom"))
    assert atom_faults(client.get("/outcomes/feed.atom").content) == []


def test_a_published_outcome_is_evidence_and_stands_with_its_organisation(client, published):
    for record, thing in (("node", published.node), ("strand", published.challenge.strands.get())):
        groups = {one.kind.name: one for one in evidence_for(record, thing).groups}
        assert groups["outcomes"].number == 1
    page = text(client.get(published.food_bank.get_absolute_url()))
    assert published.outcome.title in page
    published.outcome.consents.update(may_name=False)
    page = text(client.get(published.food_bank.get_absolute_url()))
    assert published.outcome.title not in page


def test_without_a_name_the_page_leads_to_nobody(client, published):
    published.outcome.consents.update(may_name=False)
    page = text(client.get(published.outcome.get_absolute_url()))
    assert "Community organisation in Walsall" in page
    for name in ("Canal Street", "Zebedee", "referrals"):
        assert name not in page


def test_a_draft_is_nobody_elses(client, seen_through):
    draft = outcome(seen_through.introduction, state="draft")
    address = draft.get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(seen_through.stranger)
    for path in (address, f"{address}edit/", f"{address}consent/", f"{address}file/"):
        assert client.get(path).status_code == 404
    client.force_login(seen_through.student)
    assert "Send it in" in text(client.get(address))


def test_an_outcome_is_told_from_the_page_of_the_introduction(client, seen_through):
    client.force_login(seen_through.poster)
    page = client.get(seen_through.introduction.get_absolute_url())
    address = reverse("impact:record", args=["introduction", seen_through.introduction.pk])
    assert address in text(page)

    bad = client.post(address, {**WORDS, "title": "", "may_name": "on"})
    assert bad.status_code == 422
    assert "Less waste." in text(bad)
    client.post(address, {**WORDS, "may_publish": "on", "idempotency_key": "a" * 16})
    client.post(address, {**WORDS, "may_publish": "on", "idempotency_key": "a" * 16})

    made = Outcome.objects.get()
    assert made.state == "waiting"
    assert made.consents.get(organisation=seen_through.food_bank).may_publish


def test_answering_by_link_needs_no_account_and_opening_it_changes_nothing(client, seen_through):
    services.begin_missing()
    services.ask_due()
    mine = Ask.objects.get(user=seen_through.student, moment="done")
    theirs = Ask.objects.get(user=seen_through.poster)

    assert client.get(link_of(mine)).status_code == 200
    assert not Outcome.objects.exists()
    client.post(link_of(mine), {**WORDS, "may_publish": "on"})
    client.post(link_of(theirs), {"nothing": "yes"})

    made = Outcome.objects.get()
    assert (made.state, made.recorded_by) == ("waiting", seen_through.student)
    theirs.refresh_from_db()
    assert theirs.nothing_came
    assert "Thank you" in text(client.get(link_of(mine)))
    assert client.get("/outcomes/answer/forged/").status_code == 404


def test_three_taps_by_link(client, seen_through):
    row = Ask.objects.create(
        introduction=seen_through.introduction,
        user=seen_through.student,
        moment="year",
        asked_on=seen_through.introduction.ended_at.date(),
    )
    assert client.post(link_of(row), {"role": "analyst"}).status_code == 422
    client.post(link_of(row), {"still_here": "yes", "role": "analyst", "sector": "public"})
    row.refresh_from_db()
    assert (row.still_here, row.role, row.sector) == ("yes", "analyst", "public")


def test_the_desk_publishes_once_everybody_agreed(client, seen_through):
    waiting = outcome(seen_through.introduction, state="waiting", agreed=None)
    address = f"/desk/outcomes/{waiting.pk}/"
    sent = {"decision": "publish", "node": seen_through.node.pk}
    client.force_login(CustodianFactory(second_step=True))
    assert waiting.title in text(client.get("/desk/"))
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Not every side has agreed" in text(refused)
    waiting.consents.update(may_publish=True)
    assert client.post(address, {**sent, "node": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "published"
    client.force_login(seen_through.poster)
    assert client.get(address).status_code == 403


def test_consent_is_asked_and_taken_back_on_one_page(client, published):
    client.force_login(published.student)
    address = f"{published.outcome.get_absolute_url()}consent/"
    page = client.get(address)
    assert "You answer for yourself" in text(page)
    assert client.post(address, {"publish": "no", "name": "on"}).status_code == 422
    client.post(address, {"publish": "no"})
    published.outcome.refresh_from_db()
    assert published.outcome.state == "withdrawn"
