"""A whole round as its people live it: from the announcement to the last answer."""

import pytest

from common import outbox
from common.models import Message
from matching.models import RoundResult
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import OpportunityState, SeatEntry
from opportunities.services import withdraw_application
from tests.factories.rounds import go_to, published, small_round, unsound

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_round_places_people_and_tells_everyone_why():
    scene = small_round()

    publication = published(scene)

    assert publication.state == "published", publication.refused_because
    results = {row.entrant.person_id: row for row in RoundResult.objects.filter(is_current=True)}
    assert results[scene.bea.person.pk].place == scene.museum
    assert results[scene.ash.person.pk].place == scene.council
    assert results[scene.cal.person.pk].kind == "higher_tier"
    assert "2nd choice" in results[scene.ash.person.pk].words
    assert "“Museum”: its seats went to people whom its host put in a higher tier." in (
        results[scene.ash.person.pk].words
    )
    states = dict(OpportunityState.objects.values_list("opportunity_id", "seats_taken"))
    assert states[scene.museum.opportunity_id] == states[scene.council.opportunity_id] == 1
    assert SeatEntry.objects.filter(why="round", change=1).count() == 2
    told = set(
        Message.objects.filter(kind="matching_round_result").values_list("recipient_id", flat=True)
    )
    assert told == {scene.ash.user.pk, scene.bea.user.pk, scene.cal.user.pk}
    assert Message.objects.filter(kind="matching_round_host_result").count() == 2
    assert unsound() == {}


def test_a_round_closes_by_itself_and_answers_everybody():
    scene = small_round()
    published(scene)
    go_to(scene.round, "clear")

    phase = scene.round.phases.get(kind="clear")
    rounds.run_round_clock(now=phase.closes_at)
    outbox.run_due()

    scene.round.refresh_from_db()
    assert scene.round.state == "closed"
    states = {
        row.state
        for who in (scene.ash, scene.bea, scene.cal)
        for row in who.person.applications.all()
    }
    assert states == {"accepted", "declined"}
    assert not OpportunityState.objects.exclude(in_round="").exists()
    over = Message.objects.filter(kind="matching_round_over")
    assert [row.recipient_id for row in over] == [scene.cal.user.pk]
    assert unsound() == {}


def test_whoever_gives_a_seat_back_moves_only_who_gains():
    scene = small_round()
    published(scene)

    withdraw_application(scene.bea.applications[scene.museum.pk], by=scene.bea.user)
    outbox.run_due()

    current = RoundResult.objects.filter(is_current=True, kind="seat", ended_at=None)
    assert {row.entrant.person_id: row.place_id for row in current} == {
        scene.ash.person.pk: scene.museum.pk
    }
    assert [row.number for row in scene.round.publications.all()] == [1, 2]
    moved = Message.objects.filter(kind="matching_round_result", subject__contains="you move up")
    assert [row.recipient_id for row in moved] == [scene.ash.user.pk]
    assert unsound() == {}


def test_clearing_gives_free_seats_to_whoever_has_none():
    scene = small_round()
    published(scene)
    go_to(scene.round, "clear")
    withdraw_application(scene.bea.applications[scene.museum.pk], by=scene.bea.user)
    outbox.run_due()
    part = queries.my_part(scene.round, scene.cal.user)
    assert part.can_rank
    assert [row.title for row in part.others] == ["Museum"]

    rounds.save_ranking(
        scene.round, by=scene.cal.user, places=[scene.museum.pk], version=part.version
    )
    run = rounds.start_run(scene.round, by=scene.custodian, kind="clearing")
    outbox.run_due()
    run.refresh_from_db()
    publication = rounds.publish(scene.round, by=scene.custodian, run=run)
    outbox.run_due()

    publication.refresh_from_db()
    assert publication.state == "published", publication.refused_because
    assert queries.my_result(scene.round, scene.cal.user).place == scene.museum
