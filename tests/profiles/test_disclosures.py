"""Who could see a person because of something between them, and who did."""

import datetime

import pytest
from django.utils import timezone

from common.models import ActivityEntry
from matching.services import accept, advance
from profiles import services
from profiles.policies import may_see_access_needs, may_see_person
from tests.factories.matching import ChallengeFactory, introduction, lead_of, person
from tests.factories.profiles import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/me/who-sees-me/"


@pytest.fixture
def met():
    """A student and a food bank, introduced."""
    organisation = OrganisationFactory(name="Canal Street Food Bank")
    poster = lead_of(organisation)
    challenge = ChallengeFactory(
        title="Where do our referrals come from?",
        organisation=organisation,
        asks={"Mapping": 2},
        state={"submitted_by": poster},
    )
    student = person(name="Noor Okafor", holds={"Mapping": 3})
    row = introduction(challenge, person=student)
    accept(row, by=poster)
    accept(row, by=student.user)
    row.refresh_from_db()
    return row, student, poster


def shown(client, user) -> str:
    client.force_login(user)
    return client.get(PAGE).content.decode()


def test_person_sees_who_could_see_what_and_why(client, met):
    row, student, poster = met

    page = shown(client, student.user)

    assert poster.name in page
    assert "Canal Street Food Bank" in page
    assert "your name, profile and e-mail address" in page
    assert row.get_absolute_url() in page


def test_person_sees_who_looked_once_a_day(client, met):
    row, student, poster = met
    client.force_login(poster)
    for _ in range(3):
        client.get(student.get_absolute_url())
        client.get(row.get_absolute_url())

    page = shown(client, student.user)

    assert ActivityEntry.objects.filter(verb="profiles.looked_at").count() == 2
    assert "your e-mail address" in page
    assert "your profile" in page
    assert "Nobody has used" not in page


def test_looks_at_what_is_shown_to_everybody_are_not_noted(client):
    seen = PersonFactory(members=True)
    client.force_login(UserFactory())
    client.get(seen.get_absolute_url())
    client.force_login(seen.user)
    client.get(seen.get_absolute_url())

    assert not ActivityEntry.objects.filter(verb="profiles.looked_at").exists()


def test_log_of_another_is_nobody_elses_business(client, met):
    _, student, poster = met
    client.force_login(poster)
    client.get(student.get_absolute_url())

    page = shown(client, PersonFactory().user)

    assert poster.name not in page
    assert "Canal Street" not in page


def test_disclosure_ends_with_its_cause_and_stays_in_the_log(client, met):
    row, student, poster = met
    client.force_login(poster)
    client.get(student.get_absolute_url())

    advance(row, "fell_through", by=student.user)

    assert not may_see_person(poster, student)
    assert client.get(student.get_absolute_url()).status_code == 404
    page = shown(client, student.user)
    assert "Nobody at the moment" in page
    assert "No longer: one ended" in page
    assert poster.name in page.split('id="did"')[1]


def test_agreeing_opens_shared_access_needs_until_it_ends(met):
    row, student, poster = met
    services.set_access_needs(student, text="Step-free", shared=True, by=student.user)
    before = may_see_access_needs(poster, student)

    advance(row, "agreed", by=poster)
    agreed = may_see_access_needs(poster, student)
    advance(row, "under_way", by=poster)
    advance(row, "done", by=poster)

    assert (before, agreed, may_see_access_needs(poster, student)) == (False, True, False)


def test_disclosure_past_its_time_opens_nothing(client):
    seen = PersonFactory(matched=True)
    viewer = UserFactory()
    yesterday = timezone.now() - datetime.timedelta(days=1)
    services.disclose(seen, viewer=viewer, scope="contact", cause="application:4", until=yesterday)
    client.force_login(viewer)

    assert client.get(seen.get_absolute_url()).status_code == 404


def test_a_cause_that_nobody_knows_is_put_in_general_words(client):
    seen = PersonFactory(matched=True)
    for cause in ("application:4", "introduction:999999", "nonsense", "introduction:x"):
        services.disclose(seen, viewer=UserFactory(), scope="name", cause=cause)

    assert shown(client, seen.user).count("An earlier contact") == 4


@pytest.mark.parametrize("rows", [1, 6])
def test_page_takes_the_same_queries_at_any_number(client, met, rows, django_assert_num_queries):
    _, student, _ = met
    for _ in range(rows):
        viewer = MembershipFactory().user
        services.disclose(student, viewer=viewer, scope="name", cause="introduction:1")
        services.note_look(student, viewer=viewer, scopes=frozenset({"name"}))
    client.force_login(student.user)
    client.get(PAGE)

    with django_assert_num_queries(11):
        client.get(PAGE)


def test_somebody_without_a_profile_is_told_so(client):
    assert "You have no profile" in shown(client, UserFactory())
