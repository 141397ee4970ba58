"""Limits of hosts and supervisors, teams and linked applicants: from the page to the published instance."""

import json

import pytest
from django.http import Http404
from django.urls import reverse

from common import outbox
from common.models import Message
from common.states import IllegalMove
from matching.engine.checks import judge
from matching.models import RoundResult, RoundTeamMember
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import OpportunityState
from opportunities.services import withdraw_application
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory
from tests.factories.rounds import applicant, go_to, place, planned_round, rank, unsound

pytestmark = pytest.mark.django_db(transaction=True)


def supervised(round_, *, quota, seats=(2, 2)):
    """Two placements of one host with one supervisor, who takes so many."""
    first = place(round_, title="Museum", seats=seats[0])
    host = first.opportunity.organisation
    second = place(round_, title="Archive", seats=seats[1], organisation=host)
    supervisor = MembershipFactory(organisation=host, role="member").user
    OpportunityState.objects.filter(pk__in=[first.opportunity_id, second.opportunity_id]).update(
        supervisor=supervisor
    )
    rounds.set_limits(
        first.host, by=first.joined_by, quota=None, supervisors={supervisor.pk: quota}
    )
    return first, second, supervisor


def published(round_, custodian):
    go_to(round_, "publish")
    run = round_.runs.get(kind="main", state="done")
    publication = rounds.publish(round_, by=custodian, run=run)
    outbox.run_due()
    publication.refresh_from_db()
    round_.refresh_from_db()
    assert publication.state == "published", publication.refused_because
    return publication


def kept_with(round_, *names):
    """Who has a seat, by the name of the test."""
    seats = RoundResult.objects.filter(round=round_, is_current=True, kind="seat", ended_at=None)
    return {row.entrant.person_id: row.place for row in seats}


# Limits


def test_a_supervisor_takes_no_more_than_they_said_over_all_placements():
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    museum, archive, supervisor = supervised(round_, quota=2)
    go_to(round_, "rank")
    people = [applicant(museum, archive) for _ in range(5)]
    for who in people:
        rank(round_, who, museum, archive)

    publication = published(round_, custodian)

    assert RoundResult.objects.filter(kind="seat").count() == 2
    facts = publication.run.facts["round"]["supervisors"]
    assert [row["quota"] for row in facts] == [2]
    text = json.dumps(publication.run.document)
    assert supervisor.name not in text
    assert judge(json.loads(text)).holds
    words = RoundResult.objects.exclude(kind="seat").values_list("words", flat=True)
    assert all("supervisor" in one for one in words)
    assert unsound() == {}


def test_clearing_and_refilling_keep_to_a_supervisors_number():
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    museum, archive, _ = supervised(round_, quota=2)
    go_to(round_, "rank")
    people = [applicant(museum, archive) for _ in range(5)]
    for who in people:
        rank(round_, who, museum, archive)
    published(round_, custodian)
    seated = [who for who in people if queries.my_result(round_, who.user).has_seat]

    won = queries.my_result(round_, seated[0].user).application
    withdraw_application(won, by=seated[0].user)
    outbox.run_due()

    assert len(kept_with(round_)) == 2
    go_to(round_, "clear")
    left = next(who for who in people if who.person.pk not in kept_with(round_))
    if left is seated[0]:
        left = next(
            who for who in people if who is not seated[0] and who.person.pk not in kept_with(round_)
        )
    part = queries.my_part(round_, left.user)
    rounds.save_ranking(round_, by=left.user, places=[archive.pk], version=part.version)
    run = rounds.start_run(round_, by=custodian, kind="clearing")
    outbox.run_due()
    run.refresh_from_db()
    assert (run.state, run.result["seats"]) == ("done", [])
    assert unsound() == {}


def test_limits_are_a_leads_and_an_outside_custodians_and_stand_once_people_rank(client):
    round_ = planned_round()
    museum, archive, supervisor = supervised(round_, quota=2)
    where = reverse("matching:round_limits", args=[round_.slug, museum.host.pk])
    desk = reverse("matching:desk_round_host", args=[round_.slug, museum.host.pk])
    client.force_login(museum.joined_by)
    assert supervisor.name in client.get(where).content.decode()
    fields = {
        "quota": "3",
        f"supervisor_{supervisor.pk}": "1",
        f"least_{museum.pk}": "2",
        f"least_{archive.pk}": "1",
    }

    assert client.post(where, {**fields, f"least_{museum.pk}": "9"}).status_code == 422
    assert client.post(where, fields).status_code == 302

    museum.refresh_from_db()
    museum.host.refresh_from_db()
    assert (museum.least, museum.host.quota) == (2, 3)
    assert museum.host.supervisors.get().quota == 1
    client.force_login(round_.created_by)
    assert client.get(desk).status_code == 200
    for user in (supervisor, UserFactory()):
        client.force_login(user)
        assert client.get(where).status_code == 404
        with pytest.raises(Http404):
            rounds.set_limits(museum.host, by=user, quota=1, supervisors={})
    go_to(round_, "rank")
    client.force_login(museum.joined_by)
    assert client.post(where, fields).status_code == 409
    with pytest.raises(IllegalMove):
        rounds.set_limits(museum.host, by=museum.joined_by, quota=1, supervisors={})


# Teams


def pair(round_, *places, or_alone=True):
    """Two who go together at these placements."""
    first, second = applicant(*places), applicant(*places)
    for who in (first, second):
        rank(round_, who, *places)
    key = round_.entrants.get(person=second.person).key
    asked = rounds.ask_into_team(round_, by=first.user, other_key=key.lower(), or_alone=or_alone)
    rounds.answer_team(asked, by=second.user, yes=True)
    return first, second


def test_a_team_goes_together_to_a_placement_that_has_room_for_all():
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    small = place(round_, title="Small", seats=1)
    large = place(round_, title="Large", seats=2)
    go_to(round_, "rank")
    first, second = pair(round_, small, large, or_alone=False)
    others = [applicant(small) for _ in range(3)]
    for who in others:
        rank(round_, who, small)

    publication = published(round_, custodian)

    seated = kept_with(round_)
    assert seated[first.person.pk] == seated[second.person.pk] == large
    assert judge(json.loads(json.dumps(publication.run.document))).holds
    assert "take your team together" in queries.my_result(round_, first.user).words
    withdraw_application(queries.my_result(round_, second.user).application, by=second.user)
    outbox.run_due()
    assert kept_with(round_)[first.person.pk] == large
    assert unsound() == {}


@pytest.mark.parametrize("or_alone", [True, False])
def test_where_no_placement_takes_a_team_it_is_alone_or_nobody(or_alone):
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    small = place(round_, title="Small", seats=1)
    go_to(round_, "rank")
    first, second = pair(round_, small, or_alone=or_alone)

    published(round_, custodian)

    assert len(kept_with(round_)) == (1 if or_alone else 0)
    for who in (first, second):
        assert queries.my_result(round_, who.user).words


def test_a_full_placement_tells_a_team_why_and_counts_people_not_teams():
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    large = place(round_, title="Large", seats=2)
    go_to(round_, "rank")
    first, second = pair(round_, large, or_alone=False)
    wanted = applicant(large, tiers={large.pk: 1})
    rank(round_, wanted, large)

    publication = published(round_, custodian)

    figures = queries.figures(publication.run)
    assert figures.placed + sum(figures.unplaced.values()) == figures.applicants == 3
    assert kept_with(round_) == {wanted.person.pk: large}
    assert queries.my_result(round_, first.user).kind == "team"
    assert queries.my_result(round_, second.user).words
    assert unsound() == {}


def test_nobody_is_in_a_team_without_their_own_yes(client):
    round_ = planned_round()
    large = place(round_, title="Large", seats=2)
    go_to(round_, "rank")
    first, second, third = (applicant(large) for _ in range(3))
    for who in (first, second):
        rank(round_, who, large)
    where = reverse("matching:round_team", args=[round_.slug])
    client.force_login(third.user)
    assert client.get(where).status_code == 404
    key = round_.entrants.get(person=second.person).key
    client.force_login(first.user)
    wrong = client.post(where, {"number": "A-NOBODY", "or_alone": "yes"})
    assert wrong.status_code == 422
    assert "Nobody with that number" in wrong.content.decode()

    client.post(where, {"number": key, "or_alone": "no"})

    member = RoundTeamMember.objects.get(entrant__person=second.person)
    assert member.yes_at is None
    told = Message.objects.get(kind="matching_round_team")
    assert told.recipient_id == second.user.pk
    assert first.person.name not in told.body
    with pytest.raises(rounds.Refused):
        rounds.answer_team(member, by=third.user, yes=True)
    client.force_login(second.user)
    assert "Together or not at all" in client.get(where).content.decode()
    client.post(where, {"act": f"yes-{member.pk}"})
    member.refresh_from_db()
    assert member.yes_at is not None
    client.post(where, {"act": "leave"})
    assert rounds.team_of(round_.entrants.get(person=first.person)) is None
    go_to(round_, "tier")
    client.force_login(first.user)
    late = client.post(where, {"number": key, "or_alone": "no"})
    assert late.status_code == 409
    assert "Teams are made and left while applicants rank" in late.content.decode()


# The steward's page


def test_the_stewards_page_opens_what_waited_for_seven_days(client):
    custodian = CustodianFactory()
    round_ = planned_round(custodian)
    museum = place(round_)
    steward = MembershipFactory(role="lead").user
    rounds.change_round(round_, by=custodian, steward=steward)
    go_to(round_, "rank")
    who = applicant(museum)
    rank(round_, who, museum)
    entered = rounds.enter_by_hand(
        who.applications[museum.pk], round_=round_, by=custodian, reason="Cares for a parent."
    )
    where = reverse("matching:round_steward", args=[round_.slug])
    for user in (custodian, who.user):
        client.force_login(user)
        assert client.get(where).status_code == 404
    client.force_login(steward)
    early = client.get(where).content.decode()
    assert "Cares for a parent." in early
    assert f"confirm-{entered.pk}" not in early

    from matching.policies.rounds import STEWARD_AFTER

    type(entered).objects.update(entered_at=entered.entered_at - STEWARD_AFTER)
    for _ in range(2):
        rounds.run_round_clock()
    told = Message.objects.filter(kind="matching_round_steward")
    assert [row.recipient_id for row in told] == [steward.pk]
    client.post(where, {"act": f"confirm-{entered.pk}"})

    entered.refresh_from_db()
    assert (entered.state, entered.decided_by) == ("confirmed", steward)
