"""Scoring: judged, superseding, idempotent, replayable."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common import outbox
from common.models import Message
from matching import services
from matching.engine import checks
from matching.models import Match, MatchRun, NearMiss, Opening
from tests.factories.matching import ChallengeFactory, PlacementFactory, offer, person


def current(**which):
    """(opportunity, person, offer) of the current matches, best first."""
    return list(
        Match.objects.filter(is_current=True, **which).values_list(
            "opportunity_id", "person_id", "offer_id"
        )
    )


def test_run_all_matches_those_who_fit_and_nobody_private(market):
    run = services.run_all()

    assert sorted(current(), key=str) == sorted(
        [
            (market.challenge.pk, market.student.pk, None),
            (market.challenge.pk, None, market.team.pk),
        ],
        key=str,
    )
    assert (run.state, run.needs_count, run.supplies_count, run.pairs_count) == ("done", 1, 3, 2)
    assert (run.progress, run.expected) == (1, 1)


def test_parts_add_up_and_words_are_stored(market, broken):
    services.run_all()

    match = Match.objects.get(person=market.student, is_current=True)
    assert sum(part["points"] for part in match.reasons["parts_need"]) == match.fit
    assert sum(part["points"] for part in match.reasons["parts_supply"]) == match.benefit
    voice = match.reasons["words"]["need"]
    assert [row["text"] for row in voice["yours"]] == ["Data cleaning", "Mapping"]
    assert voice["yours"][1]["note"] == ("You ask practitioner, they hold working: one level below")
    assert voice["theirs"][0]["text"] == "Moves mapping up a level"
    assert voice["missing"] == (
        "Mapping is one level below what you ask. "
        "You marked it as desirable, so it rules nothing out."
    )
    assert voice["change"] == ("They want to learn mapping: the work itself would close the gap.")
    assert broken() == {}


def test_what_would_change_a_match_was_scored_again(market):
    other = person(holds={"Data cleaning": 2, "Mapping": 2})

    services.run_all()

    words = Match.objects.get(person=other, is_current=True).reasons["words"]
    assert words["need"]["change"] == (
        "If they moved mapping from working to practitioner, "
        "what you gain would go from most of it to all of it."
    )
    assert words["supply"]["change"] == (
        "Move mapping from working to practitioner, "
        "and what they gain would go from most of it to all of it."
    )


def test_offer_reads_what_more_to_give_back_would_do(market):
    services.run_all()

    match = Match.objects.get(offer=market.team, is_current=True)
    assert match.reasons["words"]["need"]["change"].startswith(
        "Offer a talk to their people or students in return, and "
    )


def test_match_names_the_priority_it_serves(market):
    placement = PlacementFactory(asks={"Data cleaning": 2})

    services.run_all()

    served = dict(
        Match.objects.filter(is_current=True, person__isnull=False).values_list(
            "opportunity_id", "priority__slug"
        )
    )
    assert served == {
        market.challenge.pk: "community-of-practice",
        placement.pk: "training-and-profile",
    }
    assert Match.objects.get(offer=market.team).priority.slug == "mutual-benefit"


def test_placements_are_for_people_not_for_offers(market):
    placement = PlacementFactory(asks={"Data cleaning": 2})

    services.run_all()

    assert current(opportunity=placement) == [(placement.pk, market.student.pk, None)]


def test_near_miss_says_what_to_change_and_that_it_was_tried(market):
    services.run_all()

    words = NearMiss.objects.get(person=market.beginner).words
    assert words == {
        "text": "They do not hold data cleaning yet, and you marked it essential.",
        "change": "Mark data cleaning as desirable and they join the list.",
        "action": "Change data cleaning to desirable",
    }


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (
            datetime.date(2030, 2, 3),
            "Move your end date to 8 March 2030 and this becomes a match.",
        ),
        (
            datetime.date(2030, 6, 1),
            "Do it from 1 June 2030 to 29 July 2030 and this becomes a match.",
        ),
    ],
)
def test_near_miss_of_dates_was_tried_with_the_new_dates(market, since, words):
    ChallengeFactory(
        asks={"Data cleaning": 2},
        slug="dated",
        starts=datetime.date(2030, 1, 1),
        ends=datetime.date(2030, 2, 28),
    )
    later = person(holds={"Data cleaning": 2}, available_from=since)

    services.run_all()

    assert NearMiss.objects.get(person=later).words["change"] == words


def test_opening_counts_what_a_skill_would_open(market):
    ChallengeFactory(asks={"Data cleaning": 2})

    services.run_all()

    opening = Opening.objects.get(person=market.beginner)
    assert (opening.skill.name, opening.to_level, opening.opens) == ("Data cleaning", 1, 2)


def test_scoring_twice_changes_nothing(market):
    first = services.score_opportunity(market.challenge.pk)
    matches = list(Match.objects.values_list("pk", "is_current"))

    second = services.score_opportunity(market.challenge.pk)

    assert second.pk == first.pk
    assert list(Match.objects.values_list("pk", "is_current")) == matches


@pytest.mark.parametrize("kind", ["opportunity", "person", "offer"])
def test_scoring_one_row_equals_a_full_run(market, kind):
    other = ChallengeFactory(asks={"Mapping": 2})
    row = {"opportunity": other, "person": market.student, "offer": market.team}[kind]
    services.run_all()
    full = sorted(current(), key=str)
    Match.objects.filter(is_current=True, **{kind: row}).update(is_current=False)

    getattr(services, f"score_{kind}")(row.pk)

    assert sorted(current(), key=str) == full


def test_person_who_hides_loses_their_matches(market):
    services.run_all()
    market.student.visibility = "private"
    market.student.save()

    services.score_person(market.student.pk)

    assert current() == [(market.challenge.pk, None, market.team.pk)]


def test_closed_opportunity_loses_its_matches_and_gets_them_back(market):
    services.score_opportunity(market.challenge.pk)
    market.challenge.state.lifecycle = "closed"
    market.challenge.state.save()
    services.score_opportunity(market.challenge.pk)
    assert current() == []
    market.challenge.state.lifecycle = "open"
    market.challenge.state.save()

    services.score_opportunity(market.challenge.pk)

    assert len(current()) == 2


def test_nothing_is_written_when_the_judge_disagrees(market, monkeypatch):
    services.run_all()
    before = current()
    monkeypatch.setattr(checks, "judge", lambda *a, **k: checks.Verdict(("It is wrong.",)))

    with pytest.raises(services.JudgeDisagrees):
        services.run_all()
    with pytest.raises(services.JudgeDisagrees):
        services.score_opportunity(market.challenge.pk)

    assert current() == before
    failed = MatchRun.objects.get(state="failed")
    assert failed.failure == "JudgeDisagrees: It is wrong."


def test_person_who_hides_while_everything_is_ranked_is_not_matched(market, monkeypatch):
    from matching import engine

    rank = engine.rank

    def hide_then_rank(found, **kwargs):
        market.student.visibility = "private"
        market.student.save()
        return rank(found, **kwargs)

    monkeypatch.setattr(engine, "rank", hide_then_rank)

    services.run_all()

    assert current() == [(market.challenge.pk, None, market.team.pk)]


def test_row_scored_while_everything_was_ranked_is_scored_once_more(market, monkeypatch):
    from common.models import Work
    from matching import engine

    rank = engine.rank

    def score_then_rank(found, **kwargs):
        monkeypatch.setattr(engine, "rank", rank)
        services.score_person(market.student.pk)
        return rank(found, **kwargs)

    monkeypatch.setattr(engine, "rank", score_then_rank)

    services.run_all()

    assert list(Work.objects.values_list("kind", "ids")) == [
        ("matching.score_person", {"person_id": market.student.pk})
    ]


def test_second_run_over_everything_waits_for_the_first(market):
    from tests.factories.matching import run

    alive = run(state="running", finished=None, expected=60, progress=12)

    with pytest.raises(services.RunUnderWay, match=f"Run {alive.pk} is under way: 12 of 60 done."):
        services.run_all()


def test_run_that_died_is_marked_and_does_not_block(market):
    from django.utils import timezone

    from tests.factories.matching import run

    dead = run(
        state="running",
        finished=None,
        alive_at=timezone.now() - datetime.timedelta(minutes=6),
    )

    services.run_all()

    dead.refresh_from_db()
    assert dead.state == "failed"


def test_replay_gives_the_same_answer_even_after_rows_changed(market):
    run = services.run_all()
    market.student.delete()

    replay = services.replay(run)

    assert replay.same
    assert replay.pairs == 2


def test_replay_refuses_facts_that_were_altered(market):
    run = services.run_all()
    run.facts["market"]["supplies"][0]["held"] = []
    run.save()

    with pytest.raises(ValueError, match="does not agree with its own digest"):
        services.replay(run)


def test_stored_facts_hold_keys_and_no_names(market):
    run = services.run_all()

    text = str(run.facts)
    for word in ("Zebedee", "canaryname", "Canal Street", "Severn", "referrals", "cleaning"):
        assert word not in text


def test_published_opportunity_is_scored_and_both_sides_told_once(market, broken):
    from opportunities.signals import opportunity_published

    for _ in range(2):
        with transaction.atomic():
            opportunity_published.send(None, opportunity_id=market.challenge.pk)
        outbox.run_due()

    told = sorted(Message.objects.values_list("kind", "address"))
    assert told == sorted(
        [
            ("matching_fits_offer", market.offerer.email),
            ("matching_fits_person", market.student.user.email),
            ("matching_shortlist", market.poster.email),
        ]
    )
    assert broken() == {}


@pytest.mark.parametrize("count", [1, 3])
def test_reading_the_facts_takes_a_constant_number_of_queries(market, count):
    from matching import facts

    for _ in range(count):
        person(holds={"SQL": 2}, wants={"R": 1})
        offer(brings={"SQL": 2})
        ChallengeFactory(asks={"SQL": 2})

    with CaptureQueriesContext(connection) as queries:
        facts.read()

    assert len(queries) == 20


def test_old_matches_and_facts_are_forgotten_after_a_month(market):
    from django.utils import timezone

    services.run_all()
    services.run_all()
    later = timezone.now() + datetime.timedelta(days=31)

    assert services.forget_old(now=later) == 2

    assert [bool(run.facts) for run in MatchRun.objects.order_by("pk")] == [True]
    assert Match.objects.count() == 2
