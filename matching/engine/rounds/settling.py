"""``settle``: one placement round from its rows to its result."""

from dataclasses import replace

import numpy as np

from .acceptance import Holding
from .clock import Clock, OutOfTime, Progress
from .coding import Coded, code
from .goals import assign
from .outcomes import Run, outcome, promotes
from .refusals import refuse
from .results import Settlement
from .simultaneous import propose_together
from .types import Round, Rules
from .vacancies import Watch, Wishes, break_up, close, settle_down


def settle(
    round_: Round,
    *,
    rules: Rules,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Settlement:
    """Settle a placement round: student-project allocation (SPA-S; with ties SPA-ST).

    Plain rounds are stable and, with strict lists, best possible for every applicant. What else a
    round asks for may cost a promise; the result names which, and every blocking pair that
    remains. After ``time_limit`` seconds the best state so far is returned, marked as not
    complete. Raises Refused (a ValueError that names every row) for what cannot be satisfied.
    """
    clock = Clock(time_limit, progress)
    refuse(round_, rules)
    return outcome(run(code(round_, seed=rules.seed), rules, clock), rules)


def run(coded: Coded, rules: Rules, clock: Clock) -> Run:
    """Settle coded rows; seats that nobody wants revert, and the round is settled anew."""
    coded = replace(coded, limits=list(coded.limits))
    moved: dict[tuple[int, int], int] = {}
    while True:
        done = _once(coded, rules, clock)
        given = _revert(done.holding) if done.complete and rules.goal == "stable" else []
        for giver, receiver, seats in given:
            moved[giver, receiver] = moved.get((giver, receiver), 0) + seats
        if not given:
            done.reversions = [(*pair, seats) for pair, seats in sorted(moved.items())]
            return done


def _once(coded: Coded, rules: Rules, clock: Clock) -> Run:
    round_ = coded.round
    people = {row.key: i for i, row in enumerate(round_.applicants)}
    places = {row.key: i for i, row in enumerate(round_.placements)}
    first_team = len(round_.applicants)
    teams = {first_team + i: coded.members[first_team + i] for i in range(len(round_.teams))}
    in_team = [one for members in teams.values() for one in members]
    holding = Holding(coded, promote=promotes(coded, rules), clock=clock, out=in_team)
    for row in round_.allocations:
        who = people[row.applicant]
        slots = [s for s in coded.place_slots[places[row.placement]] if holding.left[s]]
        holding.fix(who, slots[-1])
    answer = Run(holding, [], [])
    if rules.goal != "stable":
        best = assign(holding, rules.goal, clock)
        answer.complete = best is not None and best.proven == best.steps
        if best is not None:
            answer.steps = (best.proven, best.steps)
            owner = np.repeat(np.arange(len(coded.units)), np.diff(coded.first))
            for edge in best.edges:
                holding.admit(int(owner[edge]), edge, coded.edge_key[edge])
        return answer
    linked = {
        first_team + i: coded.members[first_team + i]
        for i, team in enumerate(round_.teams)
        if team.or_alone
    }
    # Later tickets first: the stack is taken from its end. Teams go last, into a settled round.
    queue = [unit for unit in reversed(coded.by_lottery) if unit not in holding.out]
    if teams:
        queue.sort(key=lambda unit: unit < first_team)
    wishes, watch = Wishes(coded), Watch(holding)
    try:
        queue = propose_together(holding, queue)
        while True:
            settle_down(holding, wishes, queue)
            queue = break_up(holding, linked)
            if queue:
                continue
            batch = watch.short(holding)
            if not batch:
                return answer
            for number, had in batch:
                answer.shut.append((number, had))
                queue += close(holding, number)
            clock.look("minimum team sizes", len(answer.shut), len(answer.shut) + 1)
    except OutOfTime:
        answer.complete = False
    return answer


def _revert(holding: Holding) -> list[tuple[int, int, int]]:
    """Move the seats that nobody wants to who should get them: (giver, receiver, seats)."""
    c = holding.coded
    places = {row.key: i for i, row in enumerate(c.round.placements)}
    given = []
    for number, row in enumerate(c.round.placements):
        if row.reverts_to is None:
            continue
        receiver = places[row.reverts_to]
        total = 0
        for slot in c.place_slots[number]:
            if slot in holding.closed:
                free = c.limits[slot]
            else:
                free = min(holding.left[node] for node in (slot, *c.above[slot]))
            c.limits[slot] -= free
            total += free
        if total:
            c.limits[c.place_slots[receiver][-1]] += total
            given.append((number, receiver, total))
    return given
