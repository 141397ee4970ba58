"""``settle`` beside the package ``matching`` 1.4.3, and beside a bare deferred acceptance.

    python bench/settle.py [--quick] [--repeats 5]

1. Strict lists, seats only, which is all that ``matching`` can do (hospitals and residents). It runs
   in an environment of its own, which is made on first use. Timed from dictionaries to the answer,
   as we are timed from rows to the answer.
2. Ties on both sides, seats, quotas of organisations, minimum team sizes and a reason for everyone,
   beside the textbook: applicant-proposing deferred acceptance with one heap a placement and one an
   organisation, from dictionaries of lists and tiers whose ties it breaks by lot. It has no minimum
   sizes, no second chance within ties, no reasons and no check: it is the floor, not the same work.
   The digest is made when it is asked for, and so not timed.
"""

import argparse
import itertools
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import peers
from matching.engine.rounds import Applicant, Organisation, Placement, Round, Rules, settle

RULES = Rules(seed="bench")

PACKAGE = """
import sys, threading
from matching.games import HospitalResident

# It copies its linked players by recursion, deeper than Python's stack is by default.
sys.setrecursionlimit(10**6)
threading.stack_size(1 << 29)

def work(i):
    answer = {}

    def play():
        game = HospitalResident.create_from_dictionaries(
            i["applicants"], i["placements"], i["seats"]
        )
        game.solve()
        answer.update({r.name: (r.matching.name if r.matching else None) for r in game.residents})

    thread = threading.Thread(target=play)
    thread.start()
    thread.join()
    return answer
"""

BARE = """
from heapq import heappush, heappop
from random import Random

def work(i):
    seats, home, quota = i["seats"], i["home"], i["quota"]
    draw = Random(1)
    ticket = {a: draw.random() for a in i["lists"]}
    lists = {a: [p for group in groups for p in group] for a, groups in i["lists"].items()}
    order = {
        p: {a: tier + ticket[a] for tier, group in enumerate(groups) for a in group}
        for p, groups in i["tiers"].items()
    }
    at, key_of = {}, {}
    held = {p: [] for p in seats}
    under = {o: [] for o in quota}
    count = dict.fromkeys(seats, 0)
    total = dict.fromkeys(quota, 0)
    tried = dict.fromkeys(lists, 0)
    free = list(lists)

    def worst(heap, inside):
        while True:
            key, who = heap[0]
            if who in at and key_of[who] == key and inside(at[who]):
                return -key, who
            heappop(heap)

    while free:
        a = free.pop()
        mine = lists[a]
        while tried[a] < len(mine):
            p = mine[tried[a]]
            tried[a] += 1
            key = order[p].get(a)
            if key is None:
                continue
            o = home[p]
            out = None
            if count[p] == seats[p]:
                bad, out = worst(held[p], lambda q: q == p)
            elif total[o] == quota[o]:
                bad, out = worst(under[o], lambda q: home[q] == o)
            if out is not None:
                if bad < key:
                    continue
                q = at.pop(out)
                count[q] -= 1
                total[o] -= 1
                free.append(out)
            at[a], key_of[a] = p, -key
            count[p] += 1
            total[o] += 1
            heappush(held[p], (-key, a))
            heappush(under[o], (-key, a))
            break
    return len(at)
"""


def plain(applicants: int, *, seed: int = 1) -> tuple[Round, dict]:
    """Strict lists of ten, one seat for each applicant, placements of ten seats."""
    draw = random.Random(seed)
    placements = [f"p{i}" for i in range(applicants // 10)]
    chosen = {f"a{i}": draw.sample(placements, min(10, len(placements))) for i in range(applicants)}
    asked: dict[str, list[str]] = {}
    for who, keys in chosen.items():
        for key in keys:
            asked.setdefault(key, []).append(who)
    for who in asked.values():
        draw.shuffle(who)
    kept = [key for key in placements if key in asked]
    round_ = Round(
        applicants=tuple(Applicant(key=a, choices=keys) for a, keys in chosen.items()),
        placements=tuple(
            Placement(key=p, organisation="o", seats=10, tiers=asked[p]) for p in kept
        ),
        organisations=(Organisation(key="o"),),
    )
    return round_, {
        "applicants": chosen,
        "placements": {p: asked[p] for p in kept},
        "seats": dict.fromkeys(kept, 10),
    }


def real(applicants: int, *, seed: int = 1) -> tuple[Round, dict]:
    """Eight choices with ties, some placements famous, five tiers, quotas, minimum sizes."""
    draw = random.Random(seed)
    many = applicants * 3 // 4 // 5
    placements = [f"p{i}" for i in range(many)]
    hosts = max(1, many // 4)
    home = {p: f"o{i % hosts}" for i, p in enumerate(placements)}
    seats = {p: draw.choice((3, 4, 5, 6, 7)) for p in placements}
    total: dict[str, int] = {}
    for p, o in home.items():
        total[o] = total.get(o, 0) + seats[p]
    quota = {o: draw.randint(max(7, seats_ * 6 // 10), seats_ + 6) for o, seats_ in total.items()}
    chosen: dict[str, list[list[str]]] = {}
    for i in range(applicants):
        keys = list(dict.fromkeys(placements[int(many * draw.random() ** 1.3)] for _ in range(8)))
        groups: list[list[str]] = []
        for key in keys:
            if groups and draw.random() < 0.15:
                groups[-1].append(key)
            else:
                groups.append([key])
        chosen[f"a{i}"] = groups
    tiers: dict[str, list[list[str]]] = {p: [[], [], [], [], []] for p in placements}
    for who, groups in chosen.items():
        for group in groups:
            for key in group:
                if draw.random() < 0.95:
                    tiers[key][int(5 * draw.random())].append(who)
    tiers = {p: [group for group in groups if group] for p, groups in tiers.items()}
    round_ = Round(
        applicants=tuple(Applicant(key=a, choices=groups) for a, groups in chosen.items()),
        placements=tuple(
            Placement(
                key=p,
                organisation=home[p],
                seats=seats[p],
                least=draw.choice((1, 1, 2, 2, 3)),
                tiers=tiers[p],
            )
            for p in placements
        ),
        organisations=tuple(Organisation(key=o, quota=quota[o]) for o in quota),
    )
    return round_, {
        "lists": chosen,
        "seats": seats,
        "home": home,
        "quota": quota,
        "tiers": tiers,
    }


def beside_the_package(sizes: tuple[int, ...], repeats: int) -> None:
    """Strict lists; the answers must be the same, and the ratio is printed for each size."""
    python = peers.environment("matching==1.4.3")
    peers.heading("settle, strict lists, seats only", "matching 1.4.3")
    for size in sizes:
        round_, instance = plain(size)
        ours = peers.measure(lambda round_=round_: settle(round_, rules=RULES), repeats=repeats)
        # The peer takes a minute at full size, and its time hardly varies.
        theirs = peers.run(PACKAGE, instance, python=python, repeats=1 if size > 2000 else repeats)
        same = ours.answer.placed() == {a: p for a, p in theirs.answer.items() if p}
        name = f"{size:,} applicants, {'same answer' if same else 'ANOTHER ANSWER'}"
        peers.row(name, ours, theirs, target="at most 1/300", best=1 / 300)


def beside_the_bare(sizes: tuple[int, ...], repeats: int) -> None:
    """Ties, quotas, minimum sizes, reasons."""
    peers.heading("settle, ties, quotas, minimum sizes, reasons", "bare heapq")
    measured = []
    for size in sizes:
        round_, instance = real(size)
        seats = sum(row.seats for row in round_.placements)
        ours = peers.measure(lambda round_=round_: settle(round_, rules=RULES), repeats=repeats)
        theirs = peers.run(BARE, instance, repeats=repeats)
        measured.append(ours)
        peers.row(f"{size:,} x {seats:,} seats", ours, theirs, target="at most 1.5", best=1.5)
        result = ours.answer
        print(
            f"  {len(result.seats):,} placed (bare: {theirs.answer:,}), "
            f"{len(result.blocking)} blocking pairs, {len(result.closed):,} did not run, "
            f"{len(result.unplaced):,} reasons"
        )
    for small, large in itertools.pairwise(measured):
        peers.growth("4 x the applicants, times", small, large, target="at most 5", best=5)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under two minutes")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    beside_the_package((250, 1_000) if options.quick else (2_500, 10_000), options.repeats)
    beside_the_bare((2_500, 10_000) if options.quick else (10_000, 40_000), options.repeats)
    return 0


if __name__ == "__main__":
    sys.exit(main())
