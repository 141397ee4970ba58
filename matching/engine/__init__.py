"""The matching engine: numbers in, numbers out.

A small library that knows nothing of Django. Every argument is a frozen dataclass or a number,
"today" and the lottery's seed included, so the same facts give the same answer on every machine.
:mod:`matching.engine.checks` judges results and is imported by itself: it shares no arithmetic
with what is here.
"""

from .explain import explain
from .following import difference, follow, part_of
from .incremental import Changed, Index
from .instances import ENGINE_VERSION, Instance, digest, from_json, row_as_dict, to_json
from .merging import merged
from .nearby import near_misses, openings
from .one_away import one_away
from .ranking import Ranking
from .rounds import Refused, Round, Rules, Settlement, settle
from .scoring import rank
from .told import Explanation, Nobody, WhyNot
from .types import (
    SCALE,
    Adjustment,
    Gate,
    Held,
    Market,
    Need,
    Pair,
    Part,
    Requirement,
    Stated,
    Supply,
)
from .weights import Weights
from .why import why_nobody, why_not

__all__ = [
    "ENGINE_VERSION",
    "SCALE",
    "Adjustment",
    "Changed",
    "Explanation",
    "Gate",
    "Held",
    "Index",
    "Instance",
    "Market",
    "Need",
    "Nobody",
    "Pair",
    "Part",
    "Ranking",
    "Refused",
    "Requirement",
    "Round",
    "Rules",
    "Settlement",
    "Stated",
    "Supply",
    "Weights",
    "WhyNot",
    "difference",
    "digest",
    "explain",
    "follow",
    "from_json",
    "merged",
    "near_misses",
    "one_away",
    "openings",
    "part_of",
    "rank",
    "row_as_dict",
    "settle",
    "to_json",
    "why_nobody",
    "why_not",
]
