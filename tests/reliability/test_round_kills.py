"""``kill -9`` in the middle of settling and of publishing a round: the old state or the new, never a mixture."""

import signal

import pytest
from django.utils import timezone

from common import outbox
from common.models import Message, Work
from matching.models import Publication, Round, RoundResult, RoundRun
from matching.services import rounds
from opportunities.models import OpportunityState, SeatEntry
from tests.factories.rounds import go_to, settled, small_round, unsound
from tests.support import proof

from .points import bring_back, die_at, keep, points

pytestmark = pytest.mark.processes
RESULTS = ("matching_round_result", "matching_round_host_result")


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
