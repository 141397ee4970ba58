"""An introduced person is open to whoever stands on the other side today, and to nobody else."""

import pytest

from matching import services as matching
from opportunities import services as opportunities
from opportunities.models import Placement
from profiles import services
from profiles.models import Disclosure, Membership
from profiles.policies import may_see_access_needs, may_see_contact
from tests.factories.matching import PlacementFactory, introduction, lead_of
from tests.factories.profiles import MembershipFactory, OrganisationFactory


@pytest.fixture
def met(market):
    """The student is introduced to the food bank, which has a second lead."""
    market.other = lead_of(market.food_bank)
    row = introduction(market.challenge, person=market.student)
    matching.accept(row, by=market.poster)
    matching.accept(row, by=market.student.user)
    row.refresh_from_db()
    market.row = row
    return market


def membership(user, organisation):
    return Membership.objects.get(user=user, organisation=organisation)


def reads(client, user, market) -> bool:
    """Whether any page shows the user the student's address."""
    client.force_login(user)
    paths = (market.student.get_absolute_url(), market.row.get_absolute_url())
    return any(market.student.user.email in client.get(path).content.decode() for path in paths)


def test_whoever_is_put_out_reads_the_introduced_person_no_more(met, client, broken):
    assert reads(client, met.poster, met)

    services.remove_member(membership(met.poster, met.food_bank), by=met.other)

    assert not reads(client, met.poster, met)
    assert client.get(met.student.get_absolute_url()).status_code == 404
    assert reads(client, met.other, met)
    assert broken() == {}


def test_whoever_leaves_hands_the_introduced_person_on_to_the_heir(market, client, broken):
    heir = MembershipFactory(organisation=market.food_bank, role="member").user
    market.row = introduction(market.challenge, person=market.student)
    matching.accept(market.row, by=market.poster)
    matching.accept(market.row, by=market.student.user)
    market.row.refresh_from_db()
    assert not reads(client, heir, market)

    successor = membership(heir, market.food_bank)
    services.leave(market.food_bank, by=market.poster, successor=successor)

    assert not reads(client, market.poster, market)
    assert reads(client, heir, market)
    assert broken() == {}


def test_a_new_lead_sees_how_to_reach_whom_the_others_met(met, client, broken):
    new = MembershipFactory(organisation=met.food_bank, role="member").user
    assert not reads(client, new, met)

    services.change_role(membership(new, met.food_bank), "lead", by=met.poster)

    assert reads(client, new, met)
    assert not may_see_access_needs(new, met.student)
    services.set_access_needs(met.student, text="Quiet.", shared=True, by=met.student.user)
    matching.advance(met.row, "agreed", by=met.poster)
    assert may_see_access_needs(new, met.student)
    assert broken() == {}


def test_a_demoted_lead_keeps_what_a_member_of_that_role_would_get(met, client, broken):
    services.change_role(membership(met.other, met.food_bank), "member", by=met.poster)

    assert not reads(client, met.other, met)
    assert reads(client, met.poster, met)
    assert broken() == {}


def test_a_supervisor_who_says_no_reads_nobody_on(market, client, broken):
    supervisor = MembershipFactory(organisation=market.food_bank, role="supervisor").user
    placement = PlacementFactory(organisation=market.food_bank, state={"supervisor": supervisor})
    market.row = introduction(placement, person=market.student)
    matching.accept(market.row, by=market.poster)
    matching.accept(market.row, by=market.student.user)
    market.row.refresh_from_db()
    assert reads(client, supervisor, market)

    opportunities.decline_supervision(Placement.objects.get(pk=placement.pk), by=supervisor)

    assert not reads(client, supervisor, market)
    assert broken() == {}


def test_of_two_organisations_made_one_the_leads_see_whom_either_met(met, client, broken):
    kept = OrganisationFactory(name="Canal Street")
    lead = lead_of(kept)

    services.merge_organisations(kept, met.food_bank, by=met.custodian)

    assert reads(client, lead, met)
    assert broken() == {}


def test_the_clock_mends_what_no_signal_told_and_invariants_find_it(met, broken):
    Membership.objects.filter(user=met.other).delete()
    assert list(broken()) == [
        "INV-13c: an introduction opens somebody only to who is on its side today"
    ]

    assert matching.realign() == 1
    assert matching.realign() == 0

    assert broken() == {}
    assert not may_see_contact(met.other, met.student)
    assert Disclosure.objects.filter(viewer=met.other, until__isnull=False).exists()


def test_whoever_hides_is_seen_by_nobody_they_were_introduced_to(met, client, broken):
    services.set_visibility(met.student, "private", by=met.student.user)

    assert not reads(client, met.poster, met)
    page = client.get(met.row.get_absolute_url()).content.decode()
    assert "Their profile is closed for now" in page
    assert "Data cleaning" not in page.split("Read the")[0]
    client.force_login(met.student.user)
    assert met.poster.email in client.get(met.row.get_absolute_url()).content.decode()

    services.set_visibility(met.student, "matched", by=met.student.user)
    assert reads(client, met.poster, met)
    assert broken() == {}
