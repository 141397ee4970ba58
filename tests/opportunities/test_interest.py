"""Interest in a challenge: said with one button, taken back with another; names for a few only."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common import erasing, outbox, retention
from common.models import Message
from common.states import IllegalMove
from opportunities import services
from opportunities.models import Interested, OpportunityState
from opportunities.services.interest import register_interest, withdraw_interest
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return MembershipFactory()


@pytest.fixture
def challenge(lead):
    return ChallengeFactory(organisation=lead.organisation, author=lead.user, live=True)


def test_one_button_says_it_another_takes_it_back_and_the_public_reads_a_number(
    client, lead, challenge
):
    student = UserFactory(name="Zebedee Ink")
    here = challenge.get_absolute_url()
    client.force_login(student)
    assert "I am interested" in client.get(here).content.decode()
    key = {"idempotency_key": "k" * 12}

    first = client.post(f"{here}interest/", key)
    again = client.post(f"{here}interest/", key)

    assert (first.status_code, again.status_code) == (302, 302)
    assert Interested.objects.get().user == student
    assert "You are interested." in client.get(here).content.decode()
    client.logout()
    page = client.get(here).content.decode()
    assert "1 person is interested" in page
    assert "Zebedee" not in page
    client.force_login(lead.user)
    assert "Zebedee Ink" in client.get(f"{here}interested/").content.decode()
    outbox.run_due()
    assert Message.objects.get(kind="opportunities_interested").address == lead.user.email
    client.force_login(student)
    client.post(f"{here}interest/", {"withdraw": "yes"})
    assert not Interested.objects.exists()
    register_interest(challenge, by=student)
    assert Message.objects.filter(kind="opportunities_interested").count() == 1


def test_names_are_for_the_organisation_and_custodians_and_for_oneself(client, lead, challenge):
    student, other = UserFactory(name="Zebedee Ink"), UserFactory(name="Abigail Oak")
    for user in (student, other):
        register_interest(challenge, by=user)
    url = f"{challenge.get_absolute_url()}interested/"
    sees = {CustodianFactory(): (True, True), student: (True, False)}
    for user, expected in sees.items():
        client.force_login(user)
        page = client.get(url).content.decode()
        assert ("Zebedee" in page, "Abigail" in page) == expected
    for user in (UserFactory(), MembershipFactory().user, UserFactory(is_superuser=True)):
        client.force_login(user)
        assert client.get(url).status_code == 404
    client.logout()
    assert "/accounts/login/" in client.get(url)["Location"]


def test_custodians_and_what_is_not_open_are_refused(client, lead, challenge):
    with pytest.raises(PermissionDenied):
        register_interest(challenge, by=CustodianFactory())
    draft = ChallengeFactory(organisation=lead.organisation, live=False)
    stranger = UserFactory()
    client.force_login(stranger)
    assert client.post(f"{draft.get_absolute_url()}interest/", {}).status_code == 404
    register_interest(challenge, by=stranger)
    services.close(challenge, by=lead.user)
    with pytest.raises(IllegalMove):
        register_interest(challenge, by=UserFactory())
    outbox.run_due()
    told = Message.objects.filter(kind="opportunities_interest_ended")
    assert list(told.values_list("address", flat=True)) == [stranger.email]
    assert withdraw_interest(challenge, by=stranger)


def test_interest_goes_with_the_account_and_half_a_year_after_the_end(challenge):
    gone, stays = UserFactory(), UserFactory()
    for user in (gone, stays):
        register_interest(challenge, by=user)

    erasing.erase(gone)
    assert [row.user for row in Interested.objects.all()] == [stays]
    closed = timezone.now() - datetime.timedelta(days=184)
    OpportunityState.objects.filter(pk=challenge.pk).update(lifecycle="closed", closed_at=closed)
    list(retention.run())
    assert not Interested.objects.exists()


def test_pages_take_few_queries_however_many_are_interested(
    client, lead, challenge, django_assert_max_num_queries
):
    for _ in range(8):
        register_interest(challenge, by=UserFactory())
    client.force_login(lead.user)
    with django_assert_max_num_queries(15):
        client.get(f"{challenge.get_absolute_url()}interested/")
    client.force_login(UserFactory())
    client.get(challenge.get_absolute_url())
    with django_assert_max_num_queries(15):
        client.get(challenge.get_absolute_url())
