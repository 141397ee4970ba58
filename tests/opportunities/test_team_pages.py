"""Applying together, by hand: each page, whom it is for, and how few questions it asks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opportunities import services
from opportunities.models import Application, ApplicationForm, TeamMember
from opportunities.services import teams
from opportunities.services.seats import lock
from profiles.services import set_cv
from tests.factories.applying import apply, asks, lock_free
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory, UserFactory
from tests.factories.teams import joined, team
from tests.support import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement():
    made = PlacementFactory(live=True, seats=6)
    asks(made, takes_teams=True)
    return made


def as_(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(application):
    return f"/applications/{application.pk}/team/"


def test_from_asking_to_the_last_yes_in_the_browser(placement):
    draft = apply(placement, to="draft")
    lead, robin = as_(draft.person.user), PersonFactory(matched=True, visibility="public")
    assert "ask others in" in lead.get(f"{placement.get_absolute_url()}apply/").content.decode()

    answer = lead.post(page_of(draft), {"action": "ask", "who": robin.get_absolute_url()})
    assert answer["Location"] == page_of(draft)
    link = teams.link_of(TeamMember.objects.get())
    me = as_(robin.user)
    assert draft.person.name in me.get(link).content.decode()
    assert link in me.get("/me/applications/").content.decode()
    assert not TeamMember.objects.filter(state="joined").exists(), "opening it changes nothing"
    me.post(link, {"answer": "yes"})
    check = f"{placement.get_absolute_url()}apply/check/"
    assert "said yes to this text yet" in lead.get(check).content.decode()
    assert lead.post(check).status_code == 422

    seen = teams.version(lock_free(draft))
    me.post(page_of(draft), {"action": "agree", "seen": seen})
    assert lead.post(check).status_code == 302
    assert lock_free(draft).state == "received"
    assert me.get(page_of(draft)).status_code == 200

    services.advance(lock(draft), "offered", by=None)
    lead.post(f"/applications/{draft.pk}/answer/", {"answer": "accept"})
    assert "Still to accept: " + robin.name in me.get(page_of(draft)).content.decode()
    me.post(f"/applications/{draft.pk}/answer/", {"answer": "accept"})
    assert lock_free(draft).state == "accepted"


def test_who_is_asked_for_a_cv_and_has_none_is_told_where_to_add_one(placement, settings, tmp_path):
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"
    asks(placement, takes_teams=True, wants_cv=True)
    draft, robin = apply(placement, to="draft"), PersonFactory(matched=True)
    link = teams.link_of(teams.ask(draft, by=draft.person.user, person=robin))
    me = as_(robin.user)
    without = me.get(link).content.decode()
    assert "They ask for a CV, and you have none here." in without
    assert 'href="/me/cv/"' in without
    assert "shares_cv" not in without

    set_cv(robin, documents.pdf(), by=robin.user)
    with_one = me.get(link).content.decode()
    assert "you have none here" not in with_one
    assert "shares_cv" in with_one
    me.post(link, {"answer": "yes", "shares_cv": "on"})
    assert joined(draft)[0].shares_cv
    assert "Your CV goes with it" in me.get(page_of(draft)).content.decode()
    lead = as_(draft.person.user).get(page_of(draft)).content.decode()
    assert "Your CV" not in lead, "whose CV goes with it is everybody's own matter"


def test_the_link_is_nothing_for_others(placement):
    draft = apply(placement, to="draft")
    asked = teams.ask(draft, by=draft.person.user, address="robin@post.example")
    stranger = as_(UserFactory())
    unsigned = Client().get(teams.link_of(asked))
    assert unsigned["Location"].startswith("/accounts/login/")
    for path in (teams.link_of(asked), "/teams/any/", page_of(draft), f"{page_of(draft)}leave/"):
        assert stranger.get(path).status_code == stranger.post(path).status_code == 404
    missing = stranger.get("/applications/999999/team/").content
    assert stranger.get(page_of(draft)).content == missing


def test_a_member_leaves_and_a_lead_hands_over(placement):
    made = team(placement, size=3, to="received")
    first, second = joined(made)
    as_(first.person.user).post(f"{page_of(made)}leave/", {})
    lead = as_(made.person.user)
    assert lead.post(f"{page_of(made)}leave/", {}).status_code == 422, "say who goes on"
    lead.post(f"{page_of(made)}leave/", {"heir": second.pk})
    assert lock_free(made).person == second.person
    assert lead.get(page_of(made)).status_code == 404


def test_refusing_leaves_the_team_to_the_others(placement):
    made = team(placement, size=3, to="offered")
    row = joined(made)[0]
    as_(row.person.user).post(f"/applications/{made.pk}/answer/", {"answer": "refuse"})
    assert lock_free(made).state == "offered"
    assert len(joined(made)) == 1


def test_an_address_that_is_none_is_said_and_kept(placement):
    draft = apply(placement, to="draft")
    lead = as_(draft.person.user)
    for who in ("robin", "/people/nobody-here/", "a@b\r\nBcc: c@d.example"):
        answer = lead.post(page_of(draft), {"action": "ask", "who": who})
        assert answer.status_code == 422
    assert not TeamMember.objects.exists()


def test_pages_ask_as_much_for_a_team_of_six_as_for_two(placement):
    Client().get(placement.get_absolute_url())  # the links around every page are remembered
    counts = []
    for size in (2, 6):
        other = PlacementFactory(live=True, seats=6)
        made = team(other, size=size, to="shortlisted")
        host, lead = as_(other.state.submitted_by), as_(made.person.user)
        here = f"{other.get_absolute_url()}applications/"
        found = []
        for client, path in (
            (lead, page_of(made)),
            (lead, f"/applications/{made.pk}/"),
            (as_(joined(made)[0].person.user), page_of(made)),
            (host, f"{here}?tab=shortlisted"),
            (host, f"{here}export.csv"),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0][:4]) <= 15, counts


def test_a_poster_says_whether_teams_may_come(placement):
    lead = as_(placement.state.submitted_by)
    where = f"{placement.get_absolute_url()}questions/"
    good = {"questions": ["why"], "days_to_answer": "14", "takes_teams": "on", "team_least": "2"}
    assert lead.post(where, good).status_code == 302
    assert ApplicationForm.objects.get(pk=placement.pk).team_least == 2
    assert lead.post(where, {**good, "team_least": "7"}).status_code == 422
    assert lead.post(where, {**good, "takes_teams": ""}).status_code == 422
    assert Application.objects.count() == 0
