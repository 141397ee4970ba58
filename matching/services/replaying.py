"""Proving that the same stored facts give the same answer."""

from dataclasses import dataclass
from typing import Any

from ..models import MatchRun
from .chunks import whole_facts
from .scoring import TOP, result_digest


@dataclass(frozen=True)
class Replay:
    """What a replay found: the digest stored with the run and the one computed now."""

    stored: str
    computed: str
    pairs: int
    document: dict[str, Any]
    """Facts and answer in the published format; its keys are numbers, and it names nobody."""

    @property
    def same(self) -> bool:
        return self.stored == self.computed


def replay(run: MatchRun) -> Replay:
    """Rank a run's stored facts again. Raises ValueError when it kept none, or altered ones."""
    from .. import engine

    if not run.facts:
        raise ValueError("This run's facts were not kept: it is too old, or it did not finish.")
    facts = whole_facts(run)
    instance = engine.from_json(facts)
    if run.facts["digest"] != run.digest:
        raise ValueError("The stored facts do not agree with the run's own digest.")
    ranking = engine.rank(
        instance.market,
        weights=instance.weights,
        seed=instance.seed,
        today=instance.today,
        top=TOP,
    )
    if instance.lists is not None:
        ranking = ranking.only(instance.lists)
    result = ranking.as_dict()
    document = {**facts, "result": result}
    return Replay(run.result_digest, result_digest(result), len(ranking.joints), document)
