"""*Not for me*: put aside with a reason that teaches the gates, unknown to the other side, reversible."""

import pytest
from django.http import Http404

from common import outbox
from common.models import Message
from matching import services
from matching.models import Aside, Match
from tests.factories.matching import ChallengeFactory, PlacementFactory


@pytest.fixture
def scored(market):
    market.second = ChallengeFactory(
        title="Another of theirs", organisation=market.food_bank, asks={"Data cleaning": 2}
    )
    market.unpaid = PlacementFactory(
        title="Unpaid", asks={"Data cleaning": 2}, pay_basis="voluntary"
    )
    market.unpaid_too = PlacementFactory(
        title="Unpaid too", asks={"Data cleaning": 2}, pay_basis="voluntary"
    )
    market.paid = PlacementFactory(title="Paid", asks={"Data cleaning": 2}, pay_basis="paid")
    services.run_all()
    return market


def fits(person) -> set[str]:
    rows = Match.objects.filter(person=person, is_current=True)
    return set(rows.values_list("opportunity__title", flat=True))


def of(person, opportunity) -> Match:
    return Match.objects.get(person=person, opportunity_id=opportunity.pk, is_current=True)


ALL = {"Where do our referrals come from?", "Another of theirs", "Unpaid", "Unpaid too", "Paid"}


@pytest.mark.parametrize(
    ("which", "reason", "gone"),
    [
        ("challenge", "this_one", {"Where do our referrals come from?"}),
        ("challenge", "organisation", {"Where do our referrals come from?", "Another of theirs"}),
        ("unpaid", "unpaid", {"Unpaid", "Unpaid too"}),
        ("paid", "dates", {"Paid"}),
    ],
)
def test_reason_teaches_the_gates_and_is_reversible(scored, which, reason, gone):
    assert fits(scored.student) == ALL
    user = scored.student.user
    found = of(scored.student, getattr(scored, which))

    row = services.put_aside(found, by=user, reason=reason)
    outbox.run_due()
    after = fits(scored.student)
    services.run_all()
    again = fits(scored.student)
    services.bring_back(row, by=user)
    outbox.run_due()

    assert after == again == ALL - gone
    assert fits(scored.student) == ALL


def test_it_is_gone_at_once_and_the_other_side_hears_nothing(client, scored):
    Message.objects.all().delete()
    client.force_login(scored.student.user)
    found = of(scored.student, scored.challenge)
    where = f"/matches/{found.pk}/not-for-me/"

    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": "nonsense"}).status_code == 422
    assert client.post(where, {"reason": "place"}).status_code == 302

    assert scored.challenge.title not in fits(scored.student)
    listed = client.get("/matches/aside/").content.decode()
    assert "The place does not suit" in listed
    assert "/me/profile/when/" in listed
    client.force_login(scored.poster)
    shortlist = client.get("/challenges/referrals/matches/").context["found"]
    assert [item.title for item in shortlist.suggestions] == ["A team of four students"]
    assert all("put" not in miss.text for miss in shortlist.near)
    assert not Message.objects.exists()
    assert client.post(f"/matches/aside/{Aside.objects.get().pk}/back/").status_code == 404


def test_need_puts_a_supply_aside_with_its_own_reasons(client, scored):
    found = Match.objects.get(offer=scored.team, opportunity=scored.challenge, is_current=True)
    client.force_login(scored.poster)

    assert client.post(f"/matches/{found.pk}/not-for-me/", {"reason": "unpaid"}).status_code == 422
    assert client.post(f"/matches/{found.pk}/not-for-me/", {"reason": "skills"}).status_code == 302
    outbox.run_due()

    gone = Match.objects.filter(offer=scored.team, opportunity=scored.challenge, is_current=True)
    assert not gone.exists()
    row = Aside.objects.get()
    assert client.get(f"/matches/aside/{row.pk}/back/").status_code == 200
    assert client.post(f"/matches/aside/{row.pk}/back/").status_code == 302
    outbox.run_due()
    assert gone.exists()


def test_only_the_two_sides_put_aside(scored):
    found = of(scored.student, scored.challenge)

    for user in (scored.stranger, scored.custodian, scored.offerer):
        with pytest.raises(Http404):
            services.put_aside(found, by=user, reason="this_one")
