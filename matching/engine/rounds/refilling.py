"""After publication: somebody gave up a seat, and only who gains by it moves.

A freed seat goes to whoever the host wants most among those who want it more than what they have; their
old seat is then free, and so on (Blum, Roth and Rothblum 1997). Nobody loses a seat, nobody else moves.
"""

from collections.abc import Mapping
from dataclasses import replace

from .acceptance import Holding
from .clock import Clock, Progress
from .coding import code
from .outcomes import Run, outcome
from .refusals import refuse
from .results import Promise, Settlement
from .types import Round, Rules
from .vacancies import Wishes, fill

STANDS = ("stable", "weakly_stable")


def refill(
    round_: Round,
    *,
    rules: Rules,
    seats: Mapping[str, str],
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Settlement:
    """Settle what a withdrawal leaves free: ``seats`` (applicant -> placement) are held, or bettered.

    ``round_`` is without whoever withdrew, and holds no teams. Promises about the whole round are not
    made again. Raises Refused, and ValueError for a seat that is on nobody's list or one too many.
    """
    clock = Clock(time_limit, progress)
    refuse(round_, rules)
    if round_.teams:
        raise ValueError("A round with teams is settled as a whole.")
    coded = code(round_, seed=rules.seed)
    people = {row.key: i for i, row in enumerate(round_.applicants)}
    places = {row.key: i for i, row in enumerate(round_.placements)}
    holding = Holding(coded, promote=False, clock=clock)
    for row in round_.allocations:
        slots = [s for s in coded.place_slots[places[row.placement]] if holding.left[s]]
        holding.fix(people[row.applicant], slots[-1])
    fixed = {row.applicant for row in round_.allocations}
    for applicant, placement in sorted(seats.items()):
        if applicant not in fixed:
            _seat(holding, people[applicant], places[placement], applicant)
    every = range(len(coded.slot_place))
    fill(holding, Wishes(coded), [slot for slot in every if holding.left[slot] > 0], without=set())
    answer = outcome(Run(holding, [], []), rules)
    promises = tuple(
        row if row.name in STANDS else Promise(row.name, False, ("withdrawal",))
        for row in answer.promises
    )
    return replace(answer, promises=promises)


def _seat(holding: Holding, unit: int, place: int, name: str) -> None:
    """Give a unit the seat that it holds already."""
    c = holding.coded
    for edge in range(c.first[unit], c.first[unit + 1]):
        slot = c.edge_slot[edge]
        nodes = (slot, *c.above[slot])
        if c.slot_place[slot] == place and all(holding.left[node] > 0 for node in nodes):
            holding.admit(unit, edge, c.edge_key[edge])
            return
    raise ValueError(f"{name} cannot hold the seat that it is said to hold.")
