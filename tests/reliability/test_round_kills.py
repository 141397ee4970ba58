"""``kill -9`` in the middle of settling and of publishing a round: the old state or the new, never a mixture."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from common import outbox
from common.models import Message, Work
from matching.models import Publication, Round, RoundResult, RoundRun
from matching.services import rounds
from opportunities.models import OpportunityState, SeatEntry
from tests.factories.rounds import go_to, settled, small_round, unsound
from tests.support import proof
from tests.support.databases import ROOT

pytestmark = pytest.mark.processes
RESULTS = ("matching_round_result", "matching_round_host_result")


def keep(site) -> Path:
    """The database as it is, in a file beside it."""
    kept = site.var_dir / "kept.sqlite3"
    shutil.copyfile(site.var_dir / "db.sqlite3", kept)
    wal = site.var_dir / "db.sqlite3-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    return kept


def bring_back(site, kept: Path) -> None:
    """The same again, whatever happened since."""
    for ending in ("-wal", "-shm"):
        (site.var_dir / f"db.sqlite3{ending}").unlink(missing_ok=True)
    shutil.copyfile(kept, site.var_dir / "db.sqlite3")


def die_at(site, number: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.reliability.dying", str(number)],
        cwd=ROOT,
        env=site.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def points(site, kept: Path, kills: int) -> list[int]:
    """So many statements, drawn among all that the work makes; the work is done once to count them."""
    whole = die_at(site, 0)
    assert whole.returncode == 0, whole.stderr
    bring_back(site, kept)
    count = int(whole.stdout.split()[-1])
    assert count > kills
    return sorted(random.Random(proof.SEED).sample(range(1, count + 1), kills))


def counted() -> tuple[int, int, int, int]:
    """Results, seats in the ledger, seats taken, mails with results."""
    taken = sum(OpportunityState.objects.values_list("seats_taken", flat=True))
    mails = Message.objects.filter(kind__in=RESULTS).count()
    return RoundResult.objects.count(), SeatEntry.objects.count(), taken, mails


OLD, NEW = (0, 0, 0, 0), (3, 2, 2, 5)


def finish() -> None:
    """Its lease has run out: somebody else does it."""
    Work.objects.filter(done_at=None).update(leased_until=None, due_at=timezone.now())
    outbox.run_due()


@pytest.mark.parametrize("site", ["filesystem"], indirect=True)
def test_publishing_killed_at_any_statement_is_all_or_nothing(site) -> None:
    kills = proof.times(2, full=50)
    with site.database():
        scene = small_round()
        rounds.publish(scene.round, by=scene.custodian, run=settled(scene))
        # Only the publication is left to do.
        Work.objects.filter(done_at=None).exclude(kind="matching.publish_round").update(
            done_at=timezone.now()
        )
    kept = keep(site)

    old = new = 0
    for number in points(site, kept, kills):
        bring_back(site, kept)
        assert die_at(site, number).returncode == -signal.SIGKILL
        with site.database():
            state = counted()
            assert state in (OLD, NEW), f"killed at statement {number}: {state}"
            assert Publication.objects.get().state == ("asked" if state == OLD else "published")
            assert Round.objects.get().is_published == (state == NEW)
            old, new = old + (state == OLD), new + (state == NEW)
            finish()
            assert counted() == NEW
            assert unsound() == {}

    proof.record("publication of a round killed", kills=kills, old=old, new=new, mixtures=0)


@pytest.mark.parametrize("site", ["filesystem"], indirect=True)
def test_a_run_killed_at_any_statement_is_begun_again_and_gives_the_same(site) -> None:
    kills = proof.times(1, full=50)
    with site.database():
        scene = small_round()
        go_to(scene.round, "check")
        run = scene.round.runs.get()
        digest, result = run.digest, run.result_digest
        again = rounds.start_run(scene.round, by=scene.custodian)
        Work.objects.filter(done_at=None).exclude(kind="matching.settle_round").update(
            done_at=timezone.now()
        )
    kept = keep(site)

    for number in points(site, kept, kills):
        bring_back(site, kept)
        assert die_at(site, number).returncode == -signal.SIGKILL
        with site.database():
            state = RoundRun.objects.get(pk=again.pk)
            assert state.state in ("queued", "running", "done")
            assert bool(state.digest) == (state.state == "done")
            finish()
            state.refresh_from_db()
            assert (state.state, state.digest, state.result_digest) == ("done", digest, result)
            assert counted() == OLD

    proof.record("run of a round killed", kills=kills, mixtures=0)
