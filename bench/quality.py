"""How good the answers are: every figure of docs/matching.md that is not about time.

    script/bench quality

Needs the reference data beside the repository, or where FORUM_SHARED_DATA says: sentences in which
people marked skills, tags of projects, role levels of a public framework, and instances whose
answers were published. Every part can be run by itself as well: ``suggest``, ``quality_rank``.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import quality_rank, suggest
from matching.engine import checks, rings, rounds
from tests.matching.engine import published
from tests.support.shared_data import SHARED


def known_rounds() -> None:
    """Published rounds: is the outcome one of the stable ones, and what does the judge say?"""
    for ties in ("largest", "lottery"):
        stable = judged = total = 0
        placed = most = 0
        for known in published.project_rounds():
            rules = rounds.Rules(seed="quality", ties=ties)
            settlement = rounds.settle(known.instance, rules=rules)
            document = rounds.round_to_json(known.instance, rules=rules, settlement=settlement)
            total += 1
            stable += published.outcome(known, settlement) in known.answer["weakly_stable"]
            judged += checks.judge(json.loads(json.dumps(document))).holds
            placed += len(settlement.seats)
            most += known.answer["max_size"]
        print(
            f"{total} published rounds with ties, {ties:<8} {stable} stable, {judged} judged to "
            f"hold; {placed} placed, at most {most} could be"
        )


def known_rings() -> None:
    """Published optima: found, and proven?"""
    found = proven = total = 0
    for known in published.exchanges():
        ring, chain, value = known.answer
        proposal = rings.find_rings(
            known.instance, seed="quality", ring_length=ring, chain_length=chain
        )
        total += 1
        found += proposal.value == value
        proven += proposal.bound == value
    print(f"{total} exchanges with a published optimum: {found} found, {proven} proven")


def main() -> int:
    if not SHARED.exists():
        print(f"The reference data is not at {SHARED}.", file=sys.stderr)
        return 2
    print("Skills suggested from text (ours, letters of labels and aliases, letters of labels)\n")
    suggest.table(full=False)
    print("\nThe order of rank, asked with the role levels of a public framework\n")
    levels = quality_rank.read(SHARED)
    quality_rank.first_places(levels)
    quality_rank.stretches(levels)
    print("\nKnown answers\n")
    known_rounds()
    known_rings()
    return 0


if __name__ == "__main__":
    sys.exit(main())
