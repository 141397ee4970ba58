"""``kill -9`` at the worst moments, with real processes: nothing is lost, nothing happens twice.

Each test also shows that its fault really happened: who died of what, and what was unfinished then.
"""

import os
import signal
import uuid
from pathlib import Path

import pytest
from django.db.models import F

from common.models import SentForm, Work
from common.outbox import MOST_ATTEMPTS
from matching.models import MatchRun
from opportunities.models import Challenge
from tests.security.good_answers import PROBLEM
from tests.support import proof

from . import market as scene
from .conftest import EVERYWHERE, FILES_AND_REDIS, MOSTLY_FILES, MOSTLY_REDIS, wipe_broker
from .market import SLOW

pytestmark = pytest.mark.processes

KILLED = -signal.SIGKILL


def kill_worker_before_scoring(site, market, challenge) -> None:
    """Deaf from before the bell rang: publishing goes on, scoring does not begin."""
    site.freeze("worker")
    scene.publish(site, market, challenge)
    work = scene.work_of(site, challenge)
    assert (work.done_at, work.attempts) == (None, 0)
    process = site.processes["worker"]
    site.kill("worker")
    assert process.returncode == KILLED


def kill_worker_while_scoring(site, market, challenge) -> None:
    """In the middle of the handler's transaction: everything written, nothing committed."""
    for name in ("scoring-paused", "pause-scoring"):
        (site.var_dir / name).unlink(missing_ok=True)
    (site.var_dir / "pause-scoring").touch()
    scene.publish(site, market, challenge)
    site.wait_until((site.var_dir / "scoring-paused").exists, seconds=SLOW, what="scoring began")
    work = scene.work_of(site, challenge)
    assert (work.done_at, work.attempts, work.state) == (None, 1, "running")
    with site.database():
        assert not MatchRun.objects.filter(scope=f"opportunity:{challenge.pk}").exists()
    process = site.processes["worker"]
    site.kill("worker")
    assert process.returncode == KILLED
    assert scene.work_of(site, challenge).done_at is None
    (site.var_dir / "pause-scoring").unlink()
    assert scene.let_leases_run_out(site) >= 1


@pytest.mark.parametrize("site", EVERYWHERE, indirect=True)
def test_a_worker_killed_between_publishing_and_scoring(site) -> None:
    kills = proof.times(2, full=10)
    market = scene.build(site)
    site.start()

    for number in range(kills):
        challenge = scene.waiting_challenge(site, market, f"Who is missed, number {number}?")
        kill = (kill_worker_before_scoring, kill_worker_while_scoring)[number % 2]
        kill(site, market, challenge)
        site.start("worker")
        scene.settle(site)
        scene.assert_scored_once(site, market, challenge)

    scene.assert_sound(site)
    proof.record("worker killed between publishing and scoring", kills=kills, lost=0, doubled=0)


def processes_of(site, name: str) -> list[int]:
    """The process ids of what a process started."""
    parent = site.processes[name].pid
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def kill_all_of_web(site) -> None:
    process = site.processes["web"]
    site.kill("web")
    assert process.returncode == KILLED
    site.answer_again()
    site.start("web")


def kill_workers_of_web(site) -> None:
    """Gunicorn's master lives on and makes new workers."""
    workers = processes_of(site, "web")
    assert workers
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    site.answer_again()
    site.wait_until(
        lambda: not set(workers) & set(processes_of(site, "web")) and processes_of(site, "web"),
        seconds=SLOW,
        what="gunicorn has made new workers",
    )


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("site", FILES_AND_REDIS, indirect=True)
def test_a_web_process_killed_between_commit_and_answer(site) -> None:
    kills = proof.times(2, full=10)
    market = scene.build(site)
    site.start("web")
    visitor = site.visitor(market.lead)
    path = f"/challenges/new/?for={market.food_bank.slug}"

    for number in range(kills):
        form = {
            **PROBLEM,
            "title": f"Killed in time, number {number}",
            "idempotency_key": uuid.uuid4().hex,
        }
        heard: list[object] = []
        site.pause_answers()
        sending = site.in_background(
            lambda form=form, heard=heard: heard.append(visitor.post(path, form))
        )
        site.wait_until_paused(seconds=SLOW)
        with site.database():
            made = Challenge.objects.get(title=form["title"])
            answer = SentForm.objects.get(key=form["idempotency_key"]).answer
        (kill_all_of_web, kill_workers_of_web)[number % 2](site)
        sending.join(timeout=SLOW)
        assert heard == []  # committed, and never answered

        again = visitor.post(path, form)
        once_more = visitor.post(path, form)
        other = visitor.post(path, {**form, "benefit": "Somebody else."})

        assert again.status == once_more.status == 200
        assert again.url == once_more.url == f"{site.url}{answer}"
        assert other.status == 422
        with site.database():
            assert [row.pk for row in Challenge.objects.filter(title=form["title"])] == [made.pk]

    scene.assert_sound(site)
    proof.record("web process killed between commit and answer", kills=kills, doubled=0)


def test_without_a_key_a_retry_would_post_twice(run_site) -> None:
    """The control: it is the key that makes one of two."""
    site = run_site()
    market = scene.build(site)
    site.start("web")
    visitor = site.visitor(market.lead)

    for _ in range(2):
        visitor.post(f"/challenges/new/?for={market.food_bank.slug}", PROBLEM)

    with site.database():
        assert Challenge.objects.filter(title=PROBLEM["title"]).count() == 2


@pytest.mark.parametrize("site", MOSTLY_REDIS, indirect=True)
def test_a_broker_that_lost_everything(site) -> None:
    """The rows are there, the bells are not: the sweep that beat rings finds them."""
    market = scene.build(site)
    site.start("web")
    challenges = [
        scene.waiting_challenge(site, market, f"Pending, number {number}")
        for number in range(proof.times(2, full=10))
    ]
    for challenge in challenges:
        scene.publish(site, market, challenge)
    site.kill("web")  # so that no bell is still on its way
    lost = wipe_broker(site)
    assert lost > 0

    site.start("worker")
    site.manage("shell", "-c", "from common.tasks import heartbeat; heartbeat.delay()")
    site.wait_until(lambda: has_beaten(site), seconds=SLOW, what="the worker does what it hears")
    # The control: a worker that hears other bells, and not one of those that were lost.
    assert [scene.work_of(site, challenge).attempts for challenge in challenges] == [0] * len(
        challenges
    )

    site.start("beat")
    scene.settle(site)
    for challenge in challenges:
        scene.assert_scored_once(site, market, challenge)
    scene.assert_sound(site)
    proof.record("broker wiped", pending=len(challenges), lost=0)


def has_beaten(site) -> bool:
    """Whether the worker has done the heartbeat that it was rung for."""
    from common.models import Sign

    with site.database():
        return Sign.objects.filter(name="worker").exists()


@pytest.mark.parametrize("site", MOSTLY_FILES, indirect=True)
def test_a_bell_delivered_many_times_to_two_workers(site) -> None:
    market = scene.build(site)
    site.start("web")
    challenge = scene.waiting_challenge(site, market, "Rung many times")
    scene.publish(site, market, challenge)
    work = scene.work_of(site, challenge)
    rings = proof.times(6, full=40)
    ring = f"from common.tasks import run_work; [run_work.delay({work.pk}) for _ in range({rings})]"
    site.manage("shell", "-c", ring)

    site.start("worker")
    site.processes["another worker"] = site.processes.pop("worker")
    site.start("worker")
    heard = "common.tasks.run_work"
    site.wait_until(
        lambda: sum(heard in line and "received" in line for line in lines(site)) > rings,
        seconds=SLOW,
        what="every bell was heard",
    )
    site.start("beat")
    scene.settle(site)

    assert scene.work_of(site, challenge).attempts == 1
    scene.assert_scored_once(site, market, challenge)
    scene.assert_sound(site)
    proof.record("one bell delivered many times", deliveries=rings + 1, effects=1)


def lines(site) -> list[str]:
    """What the workers said."""
    return site.log("worker").splitlines()


def test_a_poisoned_row_ends_before_the_custodian_and_blocks_nobody(run_site) -> None:
    """Work that kills its worker at each try is set aside after the last one; others flow."""
    tries = proof.times(2, full=MOST_ATTEMPTS)
    site = run_site(settings={"CELERY_IMPORTS": ["tests.reliability.standstill"]})
    market = scene.build(site)
    site.start()
    poisoned = scene.waiting_challenge(site, market, "Kills its worker")
    (site.var_dir / "pause-scoring").touch()
    scene.publish(site, market, poisoned)

    for number in range(tries):
        site.wait_until(
            (site.var_dir / "scoring-paused").exists, seconds=SLOW, what="scoring began"
        )
        assert scene.work_of(site, poisoned).state == "running"
        site.kill("worker")
        (site.var_dir / "scoring-paused").unlink()
        if number == 0:
            count_tries(site, poisoned, MOST_ATTEMPTS - tries)
        scene.let_leases_run_out(site)
        site.start("worker")
    site.wait_until(
        lambda: scene.work_of(site, poisoned).stuck_at is not None, seconds=SLOW, what="set aside"
    )
    (site.var_dir / "pause-scoring").unlink()

    good = scene.waiting_challenge(site, market, "Scored as ever")
    scene.publish(site, market, good)
    site.wait_until(
        lambda: scene.work_of(site, good).done_at is not None, seconds=SLOW, what="others flow"
    )

    page = site.visitor(market.custodian).get("/desk/")
    assert "The worker stopped at each try." in page.text
    with site.database():
        assert Work.objects.stuck().count() == 1


def count_tries(site, challenge, more: int) -> None:
    """As if it had been tried so many times more."""
    with site.database():
        row = Work.objects.filter(kind=scene.SCORING, ids__opportunity_id=challenge.pk)
        row.update(attempts=F("attempts") + more)
