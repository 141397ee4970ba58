"""Several opportunities closed in Wagtail: by the verb for one, with everybody told; nothing unsaid."""

import pytest
from django.urls import reverse

from common.models import Work
from opportunities import finding
from opportunities.models import Opportunity
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(*things: Opportunity, kind: str = "placement") -> str:
    ids = "&".join(f"id={thing.pk}" for thing in things)
    return f"{reverse('wagtail_bulk_action', args=['opportunities', kind, 'close'])}?{ids}"


@pytest.fixture
def custodian(client):
    user = CustodianFactory()
    client.force_login(user)
    return user


def lifecycles(*things: Opportunity) -> list[str]:
    return [Opportunity.objects.get(pk=thing.pk).state.lifecycle for thing in things]


def test_the_page_says_who_is_told_and_what_is_left(client, custodian):
    open_one, ended = PlacementFactory(live=True, seats=3), PlacementFactory(closed=True)
    own = PlacementFactory(live=True)
    MembershipFactory(organisation=own.organisation, user=custodian, role="member")
    for state in ("received", "reserve", "declined", "draft"):
        ApplicationFactory(opportunity=open_one, state=state)

    text = client.get(url(open_one, ended, own)).content.decode()

    assert "2 people who wait for an answer are told" in text
    assert f"{ended}: It has ended already." in text
    assert f"{own}: You have a part in it" in text
    assert lifecycles(open_one) == ["open"]


def test_each_is_closed_by_the_verb_and_those_who_wait_are_told(client, custodian):
    both = [PlacementFactory(live=True) for _ in range(2)]
    ended = PlacementFactory(closed=True)
    ApplicationFactory(opportunity=both[0])
    finding.current()

    answer = client.post(url(*both, ended), {"reason": "They asked us to."})

    assert answer.status_code == 302
    assert lifecycles(*both) == ["closed", "closed"]
    ending = Work.objects.filter(kind="opportunities.end_applications")
    keys = set(ending.values_list("key", flat=True))
    assert keys >= {f"opportunity:{thing.pk}" for thing in both}
    assert not finding.current().facts["open"].any()

    again = client.post(url(*both), {"reason": "Once more."})
    assert again.status_code == 302
    assert Work.objects.filter(kind="opportunities.end_applications").count() == ending.count()


def test_without_a_reason_nothing_is_closed(client, custodian):
    thing = PlacementFactory(live=True)

    client.post(url(thing), {"reason": " "})

    assert lifecycles(thing) == ["open"]


@pytest.mark.parametrize("who", ["lead", "stranger"])
def test_nobody_but_custodians_comes_in(client, who):
    thing = ChallengeFactory(live=True)
    lead = MembershipFactory(organisation=thing.organisation).user
    client.force_login(lead if who == "lead" else UserFactory())

    client.post(url(thing, kind="challenge"), {"reason": "Mine."})

    assert lifecycles(thing) == ["open"]


@pytest.mark.parametrize("ids", ["id=x", "id=99999999999999999999", "id=-1", "id=%00", ""])
def test_keys_that_are_none_close_nothing(client, custodian, ids):
    thing = ChallengeFactory(live=True)
    base = reverse("wagtail_bulk_action", args=["opportunities", "challenge", "close"])

    assert client.get(f"{base}?{ids}").status_code in (200, 302, 400, 404)
    assert lifecycles(thing) == ["open"]


@pytest.mark.parametrize("most", [0, 100])
def test_a_bulk_update_does_not_leave_lists_stale(monkeypatch, most):
    monkeypatch.setattr("opportunities.querysets.MOST_NAMED", most)
    shown = [ChallengeFactory(live=True) for _ in range(2)]
    assert len(finding.current()) == 2

    Opportunity.objects.filter(pk=shown[0].pk).update(live=False)
    assert finding.current().keys.tolist() == [shown[1].pk]

    shown[1].title = "Another"
    Opportunity.objects.bulk_update([shown[1]], ["title"])
    assert finding.current().facts["title"].tolist() == ["Another"]
