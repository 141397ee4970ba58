"""Rows P088 to P098: who may what in a round, role by role, as the matrix says."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from matching.policies import rounds as policies
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import Application
from profiles.models import Interest
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory
from tests.factories.rounds import (
    applicant,
    go_to,
    place,
    planned_round,
    published,
    settled,
    small_round,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def roles():
    """The scene, and a user for each role of the matrix."""
    scene = small_round()
    host = scene.museum.opportunity.organisation
    scene.roles = {
        "anonymous": AnonymousUser(),
        "student": scene.ash.user,
        "expert": UserFactory(),
        "member": MembershipFactory(organisation=host, role="member").user,
        "lead": host.memberships.get(role="lead").user,
        "custodian": scene.custodian,
        "superuser": UserFactory(is_superuser=True),
    }
    return scene


@pytest.mark.parametrize(
    ("row", "ask", "allowed"),
    [
        ("P088", lambda s, u: policies.may_see_round(u, s.round), "all"),
        ("P089", lambda s, u: policies.may_plan(u), "custodian"),
        ("P090", lambda s, u: policies.may_tier(u, s.museum), "lead"),
        ("P092", lambda s, u: policies.may_run(u), "custodian superuser"),
        ("P093", lambda s, u: policies.may_run(u), "custodian superuser"),
        ("P094", lambda s, u: policies.may_see_proposed(u), "custodian"),
        (
            "P095",
            lambda s, u: policies.may_enter_by_hand(u, s.ash.applications[s.museum.pk]),
            "custodian",
        ),
        ("P096", lambda s, u: policies.may_publish(u, s.round), "custodian"),
        ("P098", lambda s, u: policies.may_run(u), "custodian superuser"),
    ],
)
def test_round_policies_answer_as_the_matrix(roles, row, ask, allowed):
    may = {name for name, user in roles.roles.items() if ask(roles, user)}

    assert may == (set(roles.roles) if allowed == "all" else set(allowed.split())), row


def test_nobody_reads_anothers_list_or_tiers(roles):
    """P091: an applicant's page holds their own list, a host's page its own tiers, the desk neither."""
    mine = queries.my_part(roles.round, roles.ash.user)
    hers = queries.my_part(roles.round, roles.roles["custodian"])

    assert [row.title for row in mine.chosen] == ["Museum", "Council"]
    assert (hers.entrant, hers.chosen, hers.others) == (None, [], [])
    lead = roles.roles["lead"]
    assert len(queries.tier_rows(roles.museum, lead)) == 3
    assert queries.tier_rows(roles.council, lead) == []
    assert [row.title for row in queries.host_places(roles.round, lead)] == ["Museum"]


def test_hosts_of_a_blind_round_read_no_names(roles):
    rows = queries.tier_rows(roles.museum, roles.roles["lead"])

    assert {row.name for row in rows} == {""}


def test_results_are_nobodys_before_they_are_out():
    """Guessed by address or not: there is nothing to read."""
    scene = small_round()
    run = settled(scene)

    assert queries.my_result(scene.round, scene.ash.user) is None
    assert queries.place_results(scene.round, scene.museum.joined_by) == []
    assert queries.report(scene.round) is None
    assert queries.public_instance(scene.round) is None
    assert queries.proposed(run, scene.ash.user) == []
    assert len(queries.proposed(run, scene.custodian)) == 3


def test_a_seat_by_hand_needs_two_custodians_without_a_part():
    scene = small_round()
    application = scene.cal.applications[scene.museum.pk]
    entered = rounds.enter_by_hand(
        application, round_=scene.round, by=scene.custodian, reason="Cares for a parent nearby."
    )

    with pytest.raises(Http404):
        rounds.confirm_by_hand(entered, by=scene.custodian)
    Interest.objects.create(user=scene.second, about=scene.museum.opportunity.organisation)
    with pytest.raises(Http404):
        rounds.confirm_by_hand(entered, by=scene.second)
    third = CustodianFactory()
    confirmed = rounds.confirm_by_hand(entered, by=third)

    assert (confirmed.state, confirmed.kind, confirmed.decided_by) == (
        "confirmed",
        "personal",
        third,
    )
    publication = published(scene)
    assert publication.state == "published"
    result = queries.my_result(scene.round, scene.cal.user)
    assert result.place == scene.museum
    assert "by hand" not in result.words
    upset = queries.figures(publication.run).upset
    assert len(upset) == 2
    assert all("a seat given by hand" in words for words in upset)


def test_the_steward_confirms_only_after_seven_days():
    scene = small_round()
    steward = MembershipFactory(role="lead").user
    rounds.change_round(scene.round, by=scene.custodian, steward=steward)
    entered = rounds.enter_by_hand(
        scene.cal.applications[scene.museum.pk],
        round_=scene.round,
        by=scene.custodian,
        reason="Circumstances",
    )
    with pytest.raises(Http404):
        rounds.confirm_by_hand(entered, by=steward)

    entered.entered_at -= policies.STEWARD_AFTER
    entered.save()

    assert rounds.confirm_by_hand(entered, by=steward).state == "confirmed"


def test_a_custodian_with_a_part_in_a_round_does_not_publish_it():
    scene = small_round()
    run = settled(scene)
    MembershipFactory(user=scene.custodian, organisation=scene.council.opportunity.organisation)
    fresh = type(scene.custodian).objects.get(pk=scene.custodian.pk)

    with pytest.raises(Http404):
        rounds.publish(scene.round, by=fresh, run=run)

    assert rounds.publish(scene.round, by=scene.second, run=run).state == "asked"


def test_a_host_that_puts_friends_first_waits_for_a_custodian():
    scene = small_round()
    host = scene.museum.opportunity.organisation
    for who, tier in ((scene.ash, 1), (scene.bea, 2), (scene.cal, 2)):
        pk = who.applications[scene.museum.pk].pk
        Application.objects.filter(pk=pk).update(tier=tier)
    scene.ash.person.affiliation = host
    scene.ash.person.save()
    run = settled(scene)

    found = queries.conflict_rows(scene.round, scene.custodian)
    assert [row.conflict.kind for row in found] == ["only_friends"]
    museum = next(row for row in run.facts["round"]["placements"] if row["key"] == scene.museum.key)
    assert "tiers" not in museum
    with pytest.raises(rounds.Refused, match="Conflicts of interest"):
        rounds.publish(scene.round, by=scene.custodian, run=run)
    rounds.decide_conflict(found[0].conflict, by=scene.custodian, to="set_aside", reason="Friends")
    assert rounds.publish(scene.round, by=scene.custodian, run=run).state == "asked"


def test_only_its_lead_puts_a_placement_into_a_round():
    round_ = planned_round()
    museum = place(round_)
    other = planned_round(title="Another")

    with pytest.raises(Http404):
        rounds.join_round(museum.opportunity, round_=other, by=UserFactory())
    with pytest.raises(rounds.Refused, match="in a round already"):
        rounds.join_round(museum.opportunity, round_=other, by=museum.joined_by)


def test_whoever_is_no_custodian_moves_no_dates():
    round_ = go_to(planned_round(), "post")
    who = applicant()

    with pytest.raises(PermissionDenied):
        rounds.move_phase(
            round_, "post", by=who.user, closes=round_.phases.get(kind="rank").opens_at, reason="x"
        )
