"""``kill -9`` in the middle of a run over everything: the former matches or the new ones, never both."""

import signal

import pytest
from django.utils import timezone

from common import outbox
from common.models import Work
from profiles.models import HeldSkill, Person
from tests.support import proof

from . import town
from .points import bring_back, die_at, keep, points

pytestmark = pytest.mark.processes
ALL = 100


def finish() -> None:
    """Leases have run out: somebody else does what is left."""
    for _ in range(2):  # what is begun again asks for more
        Work.objects.filter(done_at=None).update(leased_until=None, due_at=timezone.now())
        outbox.run_due()


@pytest.mark.parametrize("site", ["filesystem"], indirect=True)
@pytest.mark.parametrize("chunk", [1_000, 4], ids=["in one piece", "in chunks"])
def test_a_run_killed_at_any_statement_leaves_the_old_or_the_new(site, chunk, settings) -> None:
    """Everything that a run does, from reading rows to measuring, is one worker's here."""
    kills = proof.times(2, full=50)
    settings.FORUM_RUN_CHUNK = chunk
    site.environ["RUN_CHUNK"] = str(chunk)
    with site.database():
        town.build(11, 6)
        former = town.in_one_piece()
        old = town.stored()
        some = Person.objects.order_by("pk").values_list("pk", flat=True)[:4]
        HeldSkill.objects.filter(person__in=list(some)).delete()
        Work.objects.filter(done_at=None).update(done_at=timezone.now())
        town.ask_run()
    kept = keep(site)
    drawn = points(site, kept, kills, rows=ALL)
    with site.database():
        finish()
        wanted = town.last_run()
        new = town.stored()
        assert wanted.chunks.count() == (0 if chunk > 14 else 4)
        assert (wanted.state, wanted.failure) == ("done", "")
        assert wanted.pk != former.pk
        assert old != new
    bring_back(site, kept)

    left = {"old": 0, "new": 0}
    for number in drawn:
        bring_back(site, kept)
        assert die_at(site, number, rows=ALL).returncode == -signal.SIGKILL
        with site.database():
            run = town.last_run()
            found = town.stored()
            published = run.pk != former.pk and run.state == "done"
            assert found == (new if published else old), f"killed at statement {number}"
            assert town.stands_on() == {run.pk if published else former.pk}
            left["new" if published else "old"] += 1
            run_died(run, former)
            finish()
            assert town.stored() == new
            last = town.last_run()
            assert (last.state, last.result_digest) == ("done", wanted.result_digest)
            assert bool(last.figures)

    name = "run over everything killed, " + ("in one piece" if chunk > 14 else "in chunks")
    proof.record(name, kills=kills, mixtures=0, **left)


def run_died(run, former) -> None:
    """Time passes: a run in one piece that says nothing for five minutes is taken for dead."""
    if run.pk != former.pk and run.state == "running" and not run.chunks.exists():
        type(run).objects.filter(pk=run.pk).update(alive_at=former.started.replace(year=2020))
