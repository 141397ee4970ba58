"""A large run in chunks: the same answer as in one piece, published at once or not at all."""

import random

import pytest
from django.utils import timezone

from common import outbox
from common.models import Work
from matching import services, tasks
from matching.models import Match, MatchRun, NearMiss, Opening, RunChunk, RunPart
from matching.services import chunks, completing, packing, replaying, scoring
from profiles.models import HeldSkill
from tests.factories.matching import ChallengeFactory, offer, person

SKILLS = ("SQL", "R", "Mapping", "Writing")


@pytest.fixture
def short_lists(monkeypatch):
    """Lists of two, so that lists of chunks compete; parts of two needs, so that there are some."""
    for module in (scoring, chunks, completing, replaying):
        monkeypatch.setattr(module, "TOP", 2)
    monkeypatch.setattr(packing, "NEEDS_OF_A_PART", 2)


@pytest.fixture
def town(db):
    """Eleven people and three offers, some alike so that the lottery decides; five challenges."""
    draw = random.Random(7)

    def some(most):
        return {name: draw.randint(1, 4) for name in draw.sample(SKILLS, draw.randint(1, most))}

    people = [person(holds=some(3), wants=some(2)) for _ in range(8)]
    people += [person(holds={"SQL": 2}) for _ in range(3)]
    for _ in range(3):
        offer(brings=some(3), capacity=1)
    for _ in range(5):
        likes = some(3)
        asks = dict([likes.popitem()]) if draw.random() < 0.5 else {}
        ChallengeFactory(asks=asks, likes=likes)
    return people


def stored():
    """All that is current, as it reads, and what nearly fits."""
    matches = Match.objects.filter(is_current=True).values_list(
        "opportunity_id", "person_id", "offer_id", "fit", "benefit", "joint",
        "rank_for_need", "rank_for_supply", "reasons", "missing", "priority_id",
    )  # fmt: skip
    misses = NearMiss.objects.values_list(
        "opportunity_id", "person_id", "offer_id", "position", "gate", "words"
    )
    openings = Opening.objects.values_list(
        "person_id", "skill_id", "from_level", "to_level", "opens"
    )
    return [sorted(rows, key=str) for rows in (matches, misses, openings)]


def in_chunks(settings, size):
    settings.FORUM_RUN_CHUNK = size
    return services.run_whole(trigger="command")


def begun(settings, size=5):
    """A run that was cut into chunks, none of them scored; and the ids of their work, in order."""
    settings.FORUM_RUN_CHUNK = size
    run = services.start_whole(trigger="nightly")
    works = Work.objects.filter(kind=chunks.SCORING, key__startswith=f"run:{run.pk}:")
    return run, list(works.order_by("pk").values_list("pk", flat=True))


def test_chunks_give_what_one_piece_gives(town, short_lists, settings, broken):
    whole = services.run_whole(trigger="command")
    expected = stored()

    for size, count in ((7, 2), (2, 7), (1, 14)):
        run = in_chunks(settings, size)

        assert run.chunks.count() == count
        assert (run.digest, run.result_digest) == (whole.digest, whole.result_digest)
        assert stored() == expected
        assert run.figures == whole.figures
        assert (run.needs_count, run.supplies_count, run.pairs_count) == (
            whole.needs_count,
            whole.supplies_count,
            whole.pairs_count,
        )
        assert not RunPart.objects.exists()
        assert services.replay(run).same
    assert broken() == {}


def test_what_fits_one_chunk_is_done_in_one_piece(town, settings):
    run = in_chunks(settings, len(town) + 3)

    assert run.state == "done"
    assert not RunChunk.objects.exists()


def test_facts_are_those_of_the_start_whatever_changes_meanwhile(town, short_lists, settings):
    whole = services.run_whole(trigger="command")
    run, works = begun(settings)
    outbox.run_one(works[0])
    HeldSkill.objects.filter(person__in=town[:4]).delete()

    for work in works[1:]:
        outbox.run_one(work)
    outbox.run_due()

    run.refresh_from_db()
    assert (run.state, run.result_digest) == ("done", whole.result_digest)


def test_person_who_hides_meanwhile_is_not_matched(town, short_lists, settings):
    run, _ = begun(settings)
    town[0].visibility = "private"
    town[0].save()

    outbox.run_due()

    run.refresh_from_db()
    assert run.state == "done"
    assert not Match.objects.filter(person=town[0]).exists()
    assert not NearMiss.objects.filter(person=town[0]).exists()


def test_nothing_is_published_before_the_last_chunk(town, short_lists, settings):
    services.run_whole(trigger="command")
    before = stored()
    run, works = begun(settings)

    for work in works:
        outbox.run_one(work)

    run.refresh_from_db()
    assert (run.state, run.progress, run.expected) == ("running", 3, 3)
    assert stored() == before
    assert set(Match.objects.filter(is_current=True).values_list("run", flat=True)) != {run.pk}
    outbox.run_due()
    assert set(Match.objects.filter(is_current=True).values_list("run", flat=True)) == {run.pk}


def test_chunk_that_is_done_twice_counts_once(town, short_lists, settings):
    run, _ = begun(settings)
    chunk = run.chunks.get(number=0)
    first, second = services.compute_chunk(chunk.pk), services.compute_chunk(chunk.pk)

    services.keep_chunk(first, chunk.pk)
    services.keep_chunk(second, chunk.pk)

    run.refresh_from_db()
    assert run.progress == 1
    assert RunPart.objects.filter(chunk=chunk).count() == packing.part_count(5)
    outbox.run_due()
    run.refresh_from_db()
    assert run.state == "done"


def test_chunk_that_always_fails_ends_the_run_in_words(town, short_lists, settings, monkeypatch):
    services.run_whole(trigger="command")
    before = stored()
    run, works = begun(settings)

    def fail(chunk_id):
        raise MemoryError

    monkeypatch.setitem(
        outbox.HANDLERS,
        chunks.SCORING,
        outbox.Handler(tasks.score_chunk, fail, None, None, services.give_up_chunk),
    )
    for _ in range(outbox.MOST_ATTEMPTS):
        Work.objects.filter(pk=works[1]).update(due_at=timezone.now())
        outbox.run_one(works[1])

    run.refresh_from_db()
    assert run.state == "failed"
    assert run.failure == "ChunkGivenUp: chunk 2 of 3 failed at each try"
    assert not RunChunk.objects.filter(run=run).exists()
    assert stored() == before


def test_chunk_whose_worker_died_at_each_try_ends_the_run(town, short_lists, settings):
    run, works = begun(settings)
    Work.objects.filter(pk=works[0]).update(attempts=outbox.MOST_ATTEMPTS)

    assert not outbox.run_one(works[0])

    run.refresh_from_db()
    assert run.state == "failed"
    assert Work.objects.stuck().filter(pk=works[0]).exists()


def test_chunk_that_a_custodian_gives_up_ends_the_run(town, short_lists, settings):
    from tests.factories.profiles import CustodianFactory

    run, works = begun(settings)

    outbox.drop(Work.objects.get(pk=works[2]), by=CustodianFactory())

    run.refresh_from_db()
    assert run.failure == "ChunkGivenUp: chunk 3 of 3 failed at each try"


def test_judge_who_disagrees_with_a_chunk_ends_the_run(town, short_lists, settings, monkeypatch):
    def disagree(*args, **kwargs):
        raise services.JudgeDisagrees("The list of opportunity:1 is not in order.")

    monkeypatch.setattr(chunks, "judged", disagree)

    with pytest.raises(services.JudgeDisagrees, match="is not in order"):
        in_chunks(settings, 5)

    run = MatchRun.objects.latest("pk")
    assert (run.state, RunChunk.objects.count()) == ("failed", 0)
    assert not Match.objects.exists()


def test_lists_that_are_put_together_wrongly_are_not_published(
    town, short_lists, settings, monkeypatch
):
    from matching import engine

    services.run_whole(trigger="command")
    before = stored()
    monkeypatch.setattr(
        engine, "merged", lambda need, entries, **_: [s for *_, s in sorted(entries)[:2]]
    )

    with pytest.raises(services.JudgeDisagrees, match="The list of opportunity"):
        in_chunks(settings, 3)

    assert stored() == before


def test_large_run_under_way_is_not_taken_for_dead(town, short_lists, settings):
    import datetime

    run, _ = begun(settings)
    MatchRun.objects.filter(pk=run.pk).update(alive_at=timezone.now() - datetime.timedelta(hours=3))

    with pytest.raises(services.RunUnderWay):
        services.start_whole(trigger="command")


def test_erasure_meanwhile_starts_the_run_again_without_them(town, short_lists, settings):
    from common.erasing import erase

    run, _ = begun(settings)

    erase(town[3].user)

    run.refresh_from_db()
    assert run.state == "failed"
    assert not RunChunk.objects.filter(run=run).exists()
    outbox.run_due()
    last = MatchRun.objects.latest("pk")
    assert (last.state, last.supplies_count) == ("done", run.supplies_count - 1)
