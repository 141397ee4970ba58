"""A past one again: the same words in a new draft, and nothing of what happened to it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from mission.models import Theme
from opportunities import services
from opportunities.models import Job, Opportunity, Placement
from opportunities.queries import standing
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory
from tests.factories.profiles import MembershipFactory, UserFactory

from .test_wizard import hidden, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def test_words_skills_and_tags_come_along_dates_and_the_supervisor_do_not(client, lead):
    theme, _ = Theme.objects.get_or_create(slug="food", defaults={"name": "Food"})
    past = PlacementFactory(
        organisation=lead.organisation,
        author=lead.user,
        closed=True,
        title="Make it usable",
        starts=datetime.date(2026, 12, 1),
        ends=datetime.date(2027, 3, 1),
        funding_status="funded",
        hours_per_week=20,
        themes=[theme],
        requirements=[("Statistics", 3, False), ("Mapping", 2, True)],
    )
    mine = client.get("/me/opportunities/").content.decode()
    page = client.get(past.get_absolute_url()).content.decode()
    url = f"/placements/{past.slug}/again/"
    assert url in mine
    assert url in page

    response = send(client, url, {})

    made = Placement.objects.exclude(pk=past.pk).get()
    assert response["Location"] == f"/placements/{made.slug}/edit/problem/"
    assert client.get(response["Location"]).status_code == 200
    assert (made.title, made.description, made.learns) == (past.title, past.description, "Mapping.")
    assert (made.hours_per_week, made.funding_source) == (20, past.funding_source)
    assert sorted(made.requirements.values_list("skill__name", "level", "essential")) == [
        ("Mapping", 2, True),
        ("Statistics", 3, False),
    ]
    assert list(made.themes.all()) == [theme]
    assert (made.starts, made.ends, made.closes, made.funding_status) == (None, None, None, "")
    assert (made.live, standing(made).stage) == (False, "draft")
    assert made.state.supervisor is None
    assert made.state.supervisor_accepted_at is None
    past.state.refresh_from_db()
    assert past.state.lifecycle == "closed"


def test_sending_it_twice_makes_one_draft(client, lead):
    past = ChallengeFactory(organisation=lead.organisation, author=lead.user, closed=True)
    url = f"/challenges/{past.slug}/again/"
    body = hidden(client.get(url))

    first, second = client.post(url, body), client.post(url, body)

    assert Opportunity.objects.count() == 2
    assert first["Location"] == second["Location"]


def test_a_job_keeps_its_link(client, lead):
    past = JobFactory(
        organisation=lead.organisation, employer_form_url="https://employer.example/12"
    )

    made = services.post_again(past, by=lead.user)

    assert Job.objects.get(pk=made.pk).employer_form_url == "https://employer.example/12"


def test_strangers_learn_nothing_and_make_nothing(client):
    past = ChallengeFactory(closed=True)
    stranger = UserFactory()
    client.force_login(stranger)

    shown = client.get(f"/challenges/{past.slug}/again/")
    missing = client.get("/challenges/no-such/again/")
    sent = client.post(f"/challenges/{past.slug}/again/", {})

    assert (shown.status_code, missing.status_code, sent.status_code) == (404, 404, 404)
    with pytest.raises(PermissionDenied):
        services.post_again(past, by=stranger)
    assert Opportunity.objects.count() == 1
