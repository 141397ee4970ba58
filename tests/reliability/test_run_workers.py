"""A large run by several worker processes on PostgreSQL and Redis: one answer, whatever happens."""

import os
import signal
import time

import pytest

from common.models import Work
from matching.models import MatchRun, RunPart
from matching.services import chunks
from tests.factories.rounds import unsound
from tests.support import proof

from . import town
from .conftest import wipe_redis
from .market import SLOW, settle

pytestmark = [pytest.mark.processes, pytest.mark.services]

PEOPLE = proof.times(30, full=600)
CHALLENGES = proof.times(8, full=60)
CHUNKS = 7
SIZE = -(-(PEOPLE + 3) // CHUNKS)
LEASE = 4


@pytest.fixture
def site(run_site, postgres_url, redis_server):
    """A town on PostgreSQL and Redis; workers may stand still in the middle of a chunk."""
    wipe_redis(redis_server.url)
    made = run_site(
        postgres_url=postgres_url,
        redis_url=redis_server.url,
        environ={"RUN_CHUNK": str(SIZE)},
        settings={
            "CELERY_IMPORTS": ["tests.reliability.standstill"],
            "FORUM_LEASE_SECONDS": LEASE,
        },
    )
    with made.database():
        town.build(PEOPLE, CHALLENGES)
    return made


@pytest.fixture
def whole(site, settings):
    """The same in one piece: the run, and all that it left."""
    settings.FORUM_RUN_CHUNK = PEOPLE + 10
    with site.database():
        run = town.in_one_piece()
        run.refresh_from_db()
        stored = town.stored()
        Work.objects.filter(done_at=None).delete()
    return run, stored


def start_workers(site, count: int) -> list[str]:
    """So many worker processes; their names."""
    names = [f"worker {number}" for number in range(count)]
    for name in names:
        site.start("worker")
        site.processes[name] = site.processes.pop("worker")
    return names


def run_again(site) -> None:
    with site.database():
        town.ask_run()


def assert_the_same(site, whole) -> MatchRun:
    """The last run was cut, is complete, and gave what one piece gave."""
    expected, stored = whole
    with site.database():
        run = town.last_run()
        assert run.pk != expected.pk
        assert (run.state, run.failure) == ("done", "")
        assert run.chunks.count() == CHUNKS
        assert run.result_digest == expected.result_digest
        assert town.stored() == stored
        assert town.stands_on() == {run.pk}
        assert run.figures == expected.figures
        assert not RunPart.objects.exists()
        assert unsound() == {}
    return run


def works(run: MatchRun) -> list[Work]:
    return list(Work.objects.filter(kind=chunks.SCORING, key__startswith=f"run:{run.pk}:"))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_any_number_of_workers_gives_one_digest(site, whole, count) -> None:
    (site.var_dir / "pause-chunks").touch()
    start_workers(site, count)
    site.start("beat")
    run_again(site)
    # Each of them really takes part.
    site.wait_until(lambda: len(standing(site)) >= count, seconds=SLOW, what="all are at work")
    (site.var_dir / "pause-chunks").unlink()
    began = time.monotonic()
    settle(site)
    seconds = time.monotonic() - began

    run = assert_the_same(site, whole)
    with site.database():
        assert [work.attempts for work in works(run)] == [1] * CHUNKS
    proof.record(
        f"run in chunks by {count} workers",
        people=PEOPLE,
        needs=CHALLENGES,
        chunks=CHUNKS,
        seconds=round(seconds, 1),
        digest=run.result_digest[:12],
    )


def standing(site) -> list[int]:
    """The processes that stand still in a chunk."""
    return [int(path.name.rpartition("-")[2]) for path in site.var_dir.glob("chunk-paused-*")]


def test_a_killed_worker_a_lost_message_and_a_dead_broker_change_nothing(
    site, whole, redis_server
) -> None:
    """Each of them in the middle of a run of its own."""
    (site.var_dir / "pause-chunks").touch()
    names = start_workers(site, 2)
    site.start("beat")

    # A worker dies in its chunk; the other stands still for longer than a lease and keeps its own.
    run_again(site)
    site.wait_until(lambda: len(standing(site)) >= 2, seconds=SLOW, what="two are at work")
    process = site.processes[names[0]]
    site.kill(names[0])
    assert process.returncode == -signal.SIGKILL
    time.sleep(1.5 * LEASE)
    (site.var_dir / "pause-chunks").unlink()
    settle(site)
    run = assert_the_same(site, whole)
    with site.database():
        assert sorted(work.attempts for work in works(run)) == [1] * (CHUNKS - 1) + [2]

    # Every message is lost while one worker is in a chunk.
    forget_standing(site)
    (site.var_dir / "pause-chunks").touch()
    run_again(site)
    site.wait_until(lambda: standing(site), seconds=SLOW, what="one is at work")
    assert wipe_redis(redis_server.url) > 0
    (site.var_dir / "pause-chunks").unlink()
    settle(site)
    assert_the_same(site, whole)

    # The broker itself dies, holds nothing when it is back, and meanwhile the worker goes on.
    forget_standing(site)
    (site.var_dir / "pause-chunks").touch()
    run_again(site)
    site.wait_until(lambda: standing(site), seconds=SLOW, what="one is at work")
    redis_server.kill()
    (site.var_dir / "pause-chunks").unlink()
    time.sleep(2)
    redis_server.start()
    settle(site)
    assert_the_same(site, whole)
    proof.record("worker killed, messages lost, broker restarted in a run", runs=3, lost=0)


def forget_standing(site) -> None:
    for path in site.var_dir.glob("chunk-paused-*"):
        os.unlink(path)
