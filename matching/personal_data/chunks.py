"""What large runs hold about people while they are cut into chunks, and how the facts of runs end."""

from django.db.models import Q

from common import outbox
from common.personal import part, personal

from ..choices import RunState
from ..models import MatchRun, RunChunk
from ..services.scoring import fail

personal(
    "matching.RunChunk",
    "Facts of a part of a large run, with numbers for names",
    part(
        "facts",
        why="showing that the same facts give the same answer",
        basis="consent",
        kept="matching.runs",
        seen="nobody by name; custodians, as numbers",
    ),
    plain="id run number supplies_count pairs_count finished",
    words={"path": "how the engine computed it, from a fixed list"},
)
personal(
    "matching.RunPart",
    "What a part of a large run found, until the run is complete",
    part(
        "found",
        why="putting the parts of a large run together",
        basis="consent",
        kept="matching.runs",
        seen="nobody",
    ),
    plain="id chunk number",
)


class FactsForgotten(Exception):
    """A run was under way over facts that may not be kept any longer."""


def forget_facts(key: str) -> None:
    """Empty the facts of every run that holds this supply: cut out, they would prove nothing."""
    chunks = RunChunk.objects.filter(facts__icontains=f'"{key}"')
    for run in MatchRun.objects.filter(chunks__in=chunks, state=RunState.RUNNING).distinct():
        fail(run, FactsForgotten("somebody in it was erased; it starts again"))
        outbox.put("matching.run_all", key="all")
    held = Q(facts__icontains=f'"{key}"') | Q(scope=key) | Q(chunks__in=chunks)
    runs = list(MatchRun.objects.filter(held).values_list("pk", flat=True))
    RunChunk.objects.filter(run__in=runs).delete()
    MatchRun.objects.filter(pk__in=runs).update(facts={})
