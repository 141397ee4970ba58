"""``find_rings`` beside OR-Tools CP-SAT, in one run, as a ratio.

    python bench/rings.py [--quick] [--limit SECONDS]

CP-SAT is handed its columns (every ring and chain, the dominated ones taken out) before its clock
starts, has one worker as we have, and looks for the greatest value only. Ours reads the rows,
enumerates, proves, and breaks every tie. Where CP-SAT reached its limit, the line says what gap it
left, and the ratio is at most what is printed.

Every organisation has one offer, one need and five arcs, worth 2,000 to 9,999 each:

    anywhere    to any others
    nearby N    to any of the N nearest on either side, which makes one large component
    groups N    to any in its own group of N
"""

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import peers
from matching.engine.rings import Arc, Exchange, Need, Offer, Organisation, find_rings

DEGREE = 5

CP_SAT = """
from ortools.sat.python import cp_model

def work(instance):
    model = cp_model.CpModel()
    rows = {}
    choices = []
    for members in instance["columns"]:
        choice = model.NewBoolVar("")
        choices.append(choice)
        for member in members:
            rows.setdefault(member, []).append(choice)
    for row in rows.values():
        model.AddAtMostOne(row)
    model.Maximize(sum(w * c for w, c in zip(instance["worth"], choices)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = instance["limit"]
    solver.Solve(model)
    return [round(solver.ObjectiveValue()), round(solver.BestObjectiveBound())]
"""


def build(size: int, *, near: int = 0, group: int = 0, gifts: int = 0, seed: int = 1) -> Exchange:
    """An exchange; ``gifts`` of its offers, drawn by lot, ask for nothing."""
    draw = random.Random(seed)
    keys = [f"{i:05}" for i in range(size)]

    def other(i: int) -> int:
        if near:
            return (i + draw.randint(-near, near)) % size
        if group:
            return min(size - 1, i // group * group + draw.randrange(group))
        return draw.randrange(size)

    arcs = []
    for i in range(size):
        found: set[int] = set()
        while len(found) < DEGREE:
            found |= {other(i)} - {i}
        arcs += [
            Arc(
                offer=keys[i],
                need=keys[j],
                value=draw.randint(2000, 9999),
                new_link=draw.random() < 0.5,
            )
            for j in sorted(found)
        ]
    given = set(draw.sample(keys, gifts))
    return Exchange(
        organisations=tuple(
            Organisation(key=key, never_helped=draw.random() < 0.3) for key in keys
        ),
        offers=tuple(Offer(key=key, organisation=key, gift=key in given) for key in keys),
        needs=tuple(Need(key=key, organisation=key) for key in keys),
        arcs=tuple(arcs),
    )


def columns(exchange: Exchange, *, chain_length: int) -> dict[frozenset, int]:
    """Every set of organisations that make a ring or a chain, and the most it is worth."""
    ahead = defaultdict(list)
    for arc in exchange.arcs:
        ahead[arc.offer].append((arc.need, arc.value))
    best: dict[frozenset, int] = {}

    def go(path: tuple[str, ...], worth: int, *, chain: bool) -> None:
        if chain and len(path) > 1:
            best[frozenset(path)] = max(worth, best.get(frozenset(path), 0))
        for taker, value in ahead[path[-1]]:
            if not chain and taker == path[0]:
                ring = frozenset(path)
                best[ring] = max(worth + value, best.get(ring, 0))
            elif taker not in path and (
                len(path) <= chain_length if chain else len(path) < 4 and taker > path[0]
            ):
                go((*path, taker), worth + value, chain=chain)

    for offer in exchange.offers:
        go((offer.key,), 0, chain=False)
        if offer.gift and chain_length:
            go((offer.key,), 0, chain=True)
    return best


def compare(
    name: str,
    exchange: Exchange,
    *,
    python: Path,
    limit: float,
    repeats: int,
    best: float,
    chain_length: int = 0,
) -> peers.Measure:
    """One line of the table."""
    ours = peers.measure(
        lambda: find_rings(exchange, seed="bench", chain_length=chain_length, time_limit=limit),
        repeats=repeats,
    )
    found = columns(exchange, chain_length=chain_length)
    instance = {
        "columns": [sorted(members) for members in found],
        "worth": list(found.values()),
        "limit": limit,
    }
    theirs = peers.run(CP_SAT, instance, python=python, repeats=1)
    value, bound = theirs.answer
    proposal = ours.answer
    peers.row(name, ours, theirs, target="at most 1/10" if best == 0.1 else "", best=best)
    print(
        f"    {len(found):,} columns; ours {_said(proposal.value, proposal.bound)}"
        f"{'' if proposal.settled else ', ties not all decided'}; CP-SAT {_said(value, bound)}"
    )
    if bound < proposal.value or proposal.bound < value:
        raise SystemExit("The two disagree about the optimum.")
    return ours


def _said(value: int, bound: int) -> str:
    if value == bound:
        return f"{value:,} proven"
    return f"{value:,}, gap {100 * (bound - value) / value:.2f} %"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--limit", type=float, help="seconds for each search")
    options = parser.parse_args(arguments)
    limit = options.limit or (3 if options.quick else 60)
    python = peers.environment("ortools==9.15.6755")
    common = {"python": python, "limit": limit, "repeats": 1 if options.quick else 5}
    peers.heading("Rings to 4, five arcs each", "CP-SAT, one worker")
    thousand = [
        ("1,000 organisations, nearby 200", build(1000, near=200)),
        ("1,000 organisations, nearby 100", build(1000, near=100)),
        ("1,000 organisations, anywhere", build(1000)),
        ("1,000 organisations, groups of 20", build(1000, group=20)),
        ("1,000 organisations, nearby 30 (hard)", build(1000, near=30)),
    ]
    for name, exchange in thousand[: 1 if options.quick else None]:
        compare(name, exchange, best=0.1, **common)
    if not options.quick:
        for name, exchange in (
            ("5,000 organisations, nearby 200", build(5000, near=200)),
            ("5,000 organisations, nearby 400", build(5000, near=400)),
        ):
            compare(name, exchange, best=0.1, **{**common, "repeats": 1})
    peers.heading("Rings to 4 and chains to 3, five arcs each", "CP-SAT, one worker")
    sizes = ((100, 5),) if options.quick else ((100, 5), (200, 5), (200, 10))
    for size, gifts in sizes:
        compare(
            f"{size} organisations, {gifts} gifts",
            build(size, gifts=gifts),
            best=0.2,
            chain_length=3,
            **{**common, "repeats": 1},
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
