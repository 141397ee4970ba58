"""After a withdrawal: nobody loses by it, only who gains moves, and the judge finds it stable."""

import json
import random
from dataclasses import replace

import pytest

from matching.engine import rounds
from matching.engine.checks.rounds import judge


def some_round(seed: int) -> rounds.Round:
    """Twenty applicants, eight placements of four organisations, ties on both sides, some quotas."""
    draw = random.Random(seed)
    people = [f"a{n:02}" for n in range(20)]
    places = [f"p{n}" for n in range(8)]

    def tiers() -> tuple[tuple[str, ...], ...] | None:
        if draw.random() < 0.2:
            return None
        groups: list[list[str]] = [[], [], []]
        for one in people:
            groups[draw.randrange(3)].append(one)
        return tuple(tuple(group) for group in groups if group)

    return rounds.Round(
        applicants=tuple(
            rounds.Applicant(key=key, choices=tuple(draw.sample(places, draw.randint(1, 5))))
            for key in people
        ),
        placements=tuple(
            rounds.Placement(
                key=key, organisation=f"o{n % 4}", seats=draw.randint(1, 3), tiers=tiers()
            )
            for n, key in enumerate(places)
        ),
        organisations=tuple(
            rounds.Organisation(key=f"o{n}", quota=draw.choice([None, 3, 4])) for n in range(4)
        ),
    )


def without(facts: rounds.Round, who: str) -> rounds.Round:
    """The round as if somebody had never been in it."""

    def less(tiers):
        if tiers is None:
            return None
        groups = (tuple(key for key in group if key != who) for group in tiers)
        return tuple(group for group in groups if group)

    return replace(
        facts,
        applicants=tuple(row for row in facts.applicants if row.key != who),
        placements=tuple(replace(row, tiers=less(row.tiers)) for row in facts.placements),
    )


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("ties", ["largest", "lottery"])
def test_a_refill_hurts_nobody_and_leaves_it_stable(seed: int, ties: str):
    facts, rules = some_round(seed), rounds.Rules(seed=f"{seed}", ties=ties)
    before = rounds.settle(facts, rules=rules)
    gone = random.Random(seed).choice(sorted(before.placed()))
    left = without(facts, gone)
    held = {who: where for who, where in before.placed().items() if who != gone}

    after = rounds.refill(left, rules=rules, seats=held)

    ranks = {
        row.key: {key: n for n, tie in enumerate(row.choices) for key in tie}
        for row in left.applicants
    }
    now = after.placed()
    assert set(held) <= set(now)
    assert all(ranks[who][now[who]] <= ranks[who][where] for who, where in held.items())
    document = json.loads(json.dumps(rounds.round_to_json(left, rules=rules, settlement=after)))
    assert judge(document).problems == ()
    assert after.blocking == ()


def test_a_refill_without_a_free_seat_moves_nobody():
    facts, rules = some_round(1), rounds.Rules(seed="1")
    before = rounds.settle(facts, rules=rules)

    after = rounds.refill(facts, rules=rules, seats=before.placed())

    assert after.placed() == before.placed()


def test_a_refill_refuses_a_seat_that_nobody_can_hold():
    facts, rules = some_round(1), rounds.Rules(seed="1")
    who = facts.applicants[0]
    stranger = next(
        row.key for row in facts.placements if all(row.key not in tie for tie in who.choices)
    )

    with pytest.raises(ValueError, match="cannot hold the seat"):
        rounds.refill(facts, rules=rules, seats={who.key: stranger})
