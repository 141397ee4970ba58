"""Results come out once, all or nothing; swaps; what a round without people does; runs and scenarios."""

import hashlib
import json
import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from common import outbox
from common.models import Message, Work
from common.states import IllegalMove
from matching.engine.checks import judge
from matching.models import Publication, RoundResult
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import Application, OpportunityState, SeatEntry
from opportunities.services import answering, deciding, in_rounds, withdraw_application
from tests.factories.rounds import (
    applicant,
    go_to,
    place,
    planned_round,
    published,
    rank,
    settled,
    small_round,
    unsound,
)

pytestmark = pytest.mark.django_db(transaction=True)


def seats_taken() -> dict[int, int]:
    return dict(OpportunityState.objects.values_list("opportunity_id", "seats_taken"))


def test_two_custodians_who_publish_at_once_publish_once():
    scene = small_round()
    run = settled(scene)
    start, found, errors = threading.Barrier(2), [], []

    def press(by) -> None:
        try:
            start.wait(20)
            found.append(rounds.publish(scene.round, by=by, run=run).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(by,)) for by in (scene.custodian, scene.second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    outbox.run_due()

    assert errors == []
    assert len(set(found)) == 1
    assert Publication.objects.count() == 1
    assert Work.objects.filter(kind="matching.publish_round").count() == 1
    assert SeatEntry.objects.filter(change=1).count() == 2


def test_a_publication_that_fails_at_any_write_leaves_nothing(monkeypatch):
    scene = small_round()
    run = settled(scene)
    publication = rounds.publish(scene.round, by=scene.custodian, run=run)
    mails, taken = Message.objects.count(), seats_taken()
    real, calls = in_rounds.win_place, []

    def dies(application, **values):
        calls.append(application.pk)
        if len(calls) == 2:
            raise RuntimeError("the machine stopped")
        return real(application, **values)

    monkeypatch.setattr(in_rounds, "win_place", dies)
    outbox.run_due()

    assert len(calls) == 2
    assert not RoundResult.objects.exists()
    assert (Message.objects.count(), seats_taken()) == (mails, taken)
    monkeypatch.undo()
    Work.objects.filter(kind="matching.publish_round").update(due_at=publication.asked_at)
    outbox.run_due()
    publication.refresh_from_db()
    assert publication.state == "published"
    assert RoundResult.objects.count() == 3


def test_what_changed_since_the_run_stops_publishing_in_words():
    scene = small_round()
    run = settled(scene)
    withdraw_application(scene.bea.applications[scene.museum.pk], by=scene.bea.user)

    with pytest.raises(rounds.Refused, match="Something has changed"):
        rounds.publish(scene.round, by=scene.custodian, run=run)

    again = rounds.start_run(scene.round, by=scene.custodian)
    outbox.run_due()
    again.refresh_from_db()
    assert rounds.what_stops(scene.round, again, by=scene.custodian) == []


def test_a_withdrawal_between_the_press_and_the_worker_refuses_the_whole():
    scene = small_round()
    publication = rounds.publish(scene.round, by=scene.custodian, run=settled(scene))
    Application.objects.filter(pk=scene.bea.applications[scene.museum.pk].pk).update(
        state="withdrawn"
    )

    outbox.run_due()

    publication.refresh_from_db()
    assert publication.state == "refused"
    assert not RoundResult.objects.exists()
    assert not SeatEntry.objects.exists()


def test_the_published_instance_can_be_run_again_by_a_stranger(tmp_path, capsys):
    from django.core.management import call_command

    scene = small_round()
    others = [applicant(scene.museum) for _ in range(3)]
    for who in others:
        rank(scene.round, who, scene.museum)
    published(scene)
    document = queries.public_instance(scene.round)

    assert hashlib.sha256(document["seed"].encode()).hexdigest() == scene.round.seed_hash
    assert judge(json.loads(json.dumps(document))).holds
    text = json.dumps(document)
    for who in (scene.ash, scene.bea, scene.cal, *others):
        assert who.person.name not in text
        assert who.user.email not in text
    (tmp_path / "instance.json").write_text(text)
    call_command("run_round", instance=tmp_path / "instance.json", json=True)
    summary = json.loads(capsys.readouterr().out)
    assert (summary["same_result"], summary["judge_agrees"]) == (True, True)
    assert summary["digest"] == document["digest"]


def test_a_small_round_publishes_no_instance_and_no_small_counts():
    scene = small_round()
    published(scene)

    report = queries.report(scene.round)

    assert queries.public_instance(scene.round) is None
    assert (report.applicants, report.placed) == (None, None)
    assert set(report.choices) == {None}
    assert report.seats == 2


def test_two_people_swap_with_both_hosts_and_through_the_ledger():
    scene = small_round()
    published(scene)
    mine = queries.my_result(scene.round, scene.ash.user)
    other = queries.my_result(scene.round, scene.bea.user)

    swap = rounds.propose_swap(mine, other_key=other.entrant.key.lower(), by=scene.ash.user)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.my_swaps(swap.round, scene.bea.user)) == 1
    assert len(asked) == 2, "one for the swaps, one for what the reader belongs to"
    rounds.answer_swap(swap, by=scene.bea.user, yes=True)
    for one in (scene.museum, scene.council):
        assert queries.my_result(scene.round, scene.ash.user).place == scene.council
        lead = one.opportunity.organisation.memberships.get().user
        swap = rounds.answer_swap(swap, by=lead, yes=True)
    outbox.run_due()

    assert swap.state == "done"
    assert queries.my_result(scene.round, scene.ash.user).place == scene.museum
    assert queries.my_result(scene.round, scene.bea.user).place == scene.council
    assert seats_taken()[scene.museum.opportunity_id] == 1
    assert Publication.objects.count() == 1
    assert unsound() == {}


def test_a_host_that_says_no_ends_the_swap():
    scene = small_round()
    published(scene)
    mine = queries.my_result(scene.round, scene.ash.user)
    other = queries.my_result(scene.round, scene.bea.user)
    swap = rounds.propose_swap(mine, other_key=other.entrant.key, by=scene.ash.user)
    lead = scene.museum.opportunity.organisation.memberships.get().user

    ended = rounds.answer_swap(swap, by=lead, yes=False)

    assert ended.state == "declined"
    with pytest.raises(IllegalMove):
        rounds.answer_swap(swap, by=scene.bea.user, yes=True)


@pytest.mark.parametrize(
    ("placements", "people"), [(0, 0), (1, 0), (1, 1)], ids=["nothing", "no people", "one of each"]
)
def test_a_degenerate_round_is_settled_published_and_closed(placements, people):
    scene = small_round()
    for who in (scene.ash, scene.bea, scene.cal):
        rounds.leave_as_applicant(scene.round, by=who.user)
    round_ = planned_round(scene.custodian, title="A small one")
    museums = [place(round_) for _ in range(placements)]
    go_to(round_, "rank")
    everyone = [applicant(*museums) for _ in range(people)]
    for who in everyone:
        rank(round_, who, *museums)
    go_to(round_, "publish")
    run = round_.runs.get(kind="main")

    publication = rounds.publish(round_, by=scene.custodian, run=run)
    outbox.run_due()

    publication.refresh_from_db()
    assert publication.state == "published", publication.refused_because
    assert RoundResult.objects.filter(round=round_, kind="seat").count() == min(placements, people)


def test_a_round_whose_seats_are_all_gone_answers_everybody():
    scene = small_round()
    OpportunityState.objects.filter(in_round__gt="").update(lifecycle="cancelled")
    run = settled(scene)
    for kind in ("advice", "scenario"):
        rounds.start_run(scene.round, by=scene.custodian, kind=kind, name="What if")
        outbox.run_due()
    rounds.publish(scene.round, by=scene.custodian, run=run)
    outbox.run_due()

    assert set(scene.round.runs.values_list("state", flat=True)) == {"done"}
    scene.round.refresh_from_db()
    for who in (scene.ash, scene.bea, scene.cal):
        result = queries.my_result(scene.round, who.user)
        assert (result.kind, result.has_seat) == ("no_choices", False)
        assert "no seat" in result.words


def test_a_run_is_kept_under_a_name_and_old_ones_are_thinned(client, monkeypatch):
    from django.urls import reverse

    scene = small_round()
    run = settled(scene)
    client.force_login(scene.custodian)
    where = reverse("matching:desk_round_run", args=[scene.round.slug, run.pk])
    assert client.post(where, {"act": "keep", "name": " "}).status_code == 422
    kept = client.post(where, {"act": "keep", "name": "As the tiers were"}, follow=True)
    monkeypatch.setattr("matching.services.rounds.runs.MOST_UNKEPT", 2)
    for number in range(5):
        rounds.start_run(scene.round, by=scene.custodian, kind="scenario", name=f"No {number}")
        outbox.run_due()

    assert "Kept as “As the tiers were”" in kept.content.decode()
    names = list(scene.round.runs.order_by("pk").values_list("name", flat=True))
    assert names == ["As the tiers were", "No 2", "No 3", "No 4"]


def test_runs_are_one_at_a_time_and_scenarios_can_be_compared():
    scene = small_round()
    run = settled(scene)
    first = rounds.start_run(
        scene.round,
        by=scene.custodian,
        kind="scenario",
        name="One more at the museum",
        extra_seats={scene.museum.pk: 1},
    )
    assert rounds.start_run(scene.round, by=scene.second) == first
    outbox.run_due()
    first.refresh_from_db()
    advice = rounds.start_run(scene.round, by=scene.custodian, kind="advice")
    outbox.run_due()
    advice.refresh_from_db()

    compared = queries.compare_runs(run, first)

    assert (first.state, advice.state) == ("done", "done")
    assert compared.placed == (2, 2)
    assert (compared.better, compared.worse) == (1, 0)
    assert queries.advice_rows(advice)[0][0] == "Museum"
    with pytest.raises(rounds.Refused, match="what would be"):
        rounds.publish(scene.round, by=scene.custodian, run=first)


def test_a_placement_in_a_round_answers_nobody_one_by_one():
    scene = small_round()
    application = scene.ash.applications[scene.museum.pk]
    lead = scene.museum.opportunity.organisation.memberships.get().user
    Application.objects.filter(pk=application.pk).update(reminded=2, reminded_on="2020-01-01")

    counts = answering.run_answer_clock()

    assert counts == {"reminded": 0, "released": 0, "expired": 0}
    with pytest.raises(IllegalMove, match="in a round"):
        deciding.write_decision(application, by=lead, to="offered")


def test_every_mail_of_a_round_has_its_template():
    scene = small_round()
    published(scene)

    written = Message.objects.filter(kind__startswith="matching_round")

    assert written.exists()
    assert all(row.body and "{{" not in row.body and "None" not in row.subject for row in written)
