"""The members' page: for confirmed addresses; whose turn it is; papers for members only for them."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from community.models import AgendaItem, Meeting, MeetingSeries, MemberUpdate, Paper
from community.queries.turns import turns_for
from tests.factories.profiles import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_what_was_counted():
    cache.clear()


def confirmed(user):
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def announced(days: int, **fields) -> Meeting:
    starts = timezone.now() + datetime.timedelta(days=days)
    return Meeting.objects.create(
        title=f"Meeting {days}",
        series=MeetingSeries.objects.get_or_create(title="Forum")[0],
        starts=starts,
        ends=starts + datetime.timedelta(hours=2),
        on=timezone.localdate(starts),
        announced_at=timezone.now(),
        uid=f"meeting{days}@forum.example",
        changed_at=timezone.now(),
        place="Hall",
        **fields,
    )


def test_it_is_for_confirmed_addresses(client):
    user = UserFactory()
    EmailAddress.objects.filter(user=user).delete()
    anonymous = client.get("/members/")
    client.force_login(user)
    unconfirmed = client.get("/members/")
    confirmed(user)

    assert (anonymous.status_code, unconfirmed.status_code) == (302, 403)
    assert client.get("/members/").status_code == 200


def test_whoever_was_silent_for_longest_is_asked_first():
    before, last = announced(-60), announced(-30)
    coming = announced(20)
    lately, long_ago, never, done = (OrganisationFactory(name=name) for name in "ABCD")
    OrganisationFactory(state="unverified", name="Unknown")
    MemberUpdate.objects.create(meeting=last, organisation=lately, text="New.")
    MemberUpdate.objects.create(meeting=before, organisation=long_ago, text="Old.")
    MemberUpdate.objects.create(meeting=coming, organisation=done, text="Done.")

    assert list(turns_for(coming)) == [never, long_ago, lately]


def test_an_organisation_writes_from_here(client):
    membership = MembershipFactory()
    meeting = announced(20, updates_by=timezone.now() + datetime.timedelta(days=10))
    client.force_login(confirmed(membership.user))

    page = client.get("/members/").content.decode()

    link = f"{meeting.get_absolute_url()}update/?for={membership.organisation.slug}"
    assert link in page
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("speaks", [True, False])
def test_papers_for_members_are_for_those_who_speak_for_one(client, speaks):
    meeting = announced(-5)
    item = AgendaItem.objects.create(meeting=meeting, title="Maps", minutes=10, order=1)
    for title, closed in (("Open slides", False), ("Closed paper", True)):
        Paper.objects.create(
            item=item, title=title, link="https://else.example/", members_only=closed
        )
    client.force_login(confirmed(MembershipFactory().user if speaks else UserFactory()))

    page = client.get("/members/").content.decode()

    assert "Open slides" in page
    assert ("Closed paper" in page) is speaks
    assert ("Find yours and join it" in page) is not speaks


def test_an_empty_page_says_what_will_come(client):
    client.force_login(confirmed(UserFactory()))

    page = client.get("/members/").content.decode()

    assert "No meeting is announced." in page
    assert "None has been sent yet." in page
