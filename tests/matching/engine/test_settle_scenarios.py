"""Before and after publishing: comparing, the seat that helps most, clearing what is left."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.rounds import (
    Allocation,
    Applicant,
    Organisation,
    Placement,
    Reserve,
    Round,
    Rules,
    Supervisor,
    best_seats,
    compare,
    leftovers,
)
from matching.engine.rounds.clock import OutOfTime
from tests.matching.engine.small_rounds import random_round, settled
from tests.support import proof

O = Organisation(key="o")  # noqa: E741
RULES = Rules(seed="1")
few = settings(max_examples=proof.times(20, full=500), deadline=None, derandomize=True)


def place(key, **values):
    return Placement(key=key, **{"organisation": "o", **values})


def asks(key, *choices, **values):
    return Applicant(key=key, choices=choices, **values)


def crowded():
    """Three want p, which has one seat; the second of them would else go to q."""
    return Round(
        applicants=[asks("a", "p"), asks("b", "p", "q"), asks("c", "p"), asks("d", "q")],
        placements=[
            place("p", tiers=("a", "b", "c"), supervisor="s"),
            place("q", tiers=("b", "d")),
            place("r"),
        ],
        organisations=[Organisation(key="o", quota=2)],
        supervisors=[Supervisor(key="s", quota=1)],
    )


def test_two_outcomes_are_compared_for_everyone():
    before = settled(crowded())
    wider = settled(replace(crowded(), organisations=(O,), supervisors=(Supervisor(key="s"),)))
    larger = settled(
        replace(
            crowded(),
            placements=(place("p", seats=2, tiers=("a", "b", "c")), place("q", tiers=("b", "d"))),
            organisations=(O,),
        )
    )

    nothing = compare(before, wider)
    change = compare(before, larger)

    assert (nothing.better, nothing.worse, nothing.moved) == ((), (), ())
    assert (change.better, change.worse) == (("b", "d"), ())
    assert change.placed == (2, 3)
    assert change.choices == ((1, 3), (1, 0))
    assert compare(larger, before).worse == ("b", "d")


def test_moves_between_equal_choices_and_hand_given_seats_are_seen():
    round_ = Round(
        applicants=[asks("a", ("p", "q")), asks("b", ("p", "q")), asks("c")],
        placements=[place("p"), place("q"), place("r")],
        organisations=[O],
    )
    given = replace(round_, allocations=(Allocation(applicant="c", placement="r"),))
    swapped = replace(
        round_, allocations=tuple(Allocation(applicant=a, placement=p) for a, p in _swap(round_))
    )

    assert compare(settled(round_), settled(swapped)).moved == ("a", "b")
    assert compare(settled(round_), settled(given)).better == ("c",)


def _swap(round_):
    at = settled(round_).placed()
    return (("a", at["b"]), ("b", at["a"]))


def test_the_seat_that_helps_most_lets_a_chain_move_up():
    seats, tried_all = best_seats(crowded(), rules=RULES)

    assert tried_all
    assert [(row.placement, row.placed, row.better, row.worse) for row in seats] == [
        ("p", 1, 2, 0),
        ("q", 1, 1, 0),
    ]


def test_a_seat_under_a_full_quota_helps_nobody():
    seats, _ = best_seats(crowded(), rules=RULES, candidates=("p", "r", "p"), quotas_too=False)

    assert [(row.placement, row.placed, row.better) for row in seats] == [("p", 0, 0), ("r", 0, 0)]


def test_a_time_limit_cuts_off_the_least_promising():
    looks = []

    def late(stage, done, whole):
        looks.append(stage)
        if done:
            raise OutOfTime

    seats, tried_all = best_seats(crowded(), rules=RULES, progress=late)

    assert (len(seats), tried_all) == (1, False)
    assert looks == ["the seat that helps most"] * 2


def test_a_run_that_is_cut_off_is_not_counted():
    round_ = replace(crowded(), placements=(*crowded().placements, place("w", seats=2, least=2)))
    looks = []

    def late(stage, done, whole):
        looks.append(stage)
        if stage == "minimum team sizes" and looks.count(stage) > 1:
            raise OutOfTime

    assert best_seats(round_, rules=RULES, progress=late) == ((), False)


def test_unknown_candidates_are_named():
    with pytest.raises(ValueError, match="'zz' not in the round"):
        best_seats(crowded(), rules=RULES, candidates=("zz",))


@few
@given(st.integers(0, 10**9))
def test_one_more_seat_in_a_strict_round_harms_nobody(seed):
    round_ = random_round(seed, quotas=False)

    seats, tried_all = best_seats(round_, rules=Rules(seed="1", ties="lottery"))

    assert tried_all
    assert all(row.worse == 0 and row.placed >= 0 for row in seats)


def test_what_is_left_is_a_round_of_its_own():
    round_ = Round(
        applicants=[
            asks("a", "p"),
            asks("b", "p"),
            asks("g", "q", groups=frozenset({"care"})),
            asks("d"),
        ],
        placements=[
            place("p", tiers=("a", "b"), supervisor="s"),
            place(
                "q",
                seats=4,
                reserved=(Reserve(group="care", seats=2), Reserve(group="new", seats=2)),
            ),
            place("r", organisation="n"),
            place("w", organisation="n", seats=2, least=2),
            place("z", organisation="full"),
            place("y", organisation="full"),
        ],
        organisations=[
            Organisation(key="o", quota=4, tiers=(("a", "b"), "g")),
            Organisation(key="n"),
            Organisation(key="full", quota=1),
        ],
        supervisors=[Supervisor(key="s", quota=3, tiers=(("b",),))],
        allocations=[Allocation(applicant="d", placement="z")],
    )
    first = settled(round_)

    rest = leftovers(round_, first, {"b": ("r", "p", "q")})

    assert [(row.key, row.choices) for row in rest.applicants] == [("b", (("r",), ("q",)))]
    assert [(row.key, row.seats) for row in rest.placements] == [("q", 3), ("r", 1)]
    owed = {row.group: row.seats for row in rest.placements[0].reserved}
    assert owed == {"care": 1, "new": 2}
    assert [(row.key, row.quota, row.tiers) for row in rest.organisations] == [
        ("n", None, None),
        ("o", 2, (("b",),)),
    ]
    assert rest.supervisors == ()
    assert settled(rest).placed() == {"b": "r"}


@few
@given(st.integers(0, 10**9))
def test_clearing_again_never_takes_a_seat_that_is_taken(seed):
    round_ = random_round(
        seed, ties_hosts=0.3, least=True, teams=True, allocations=True, reserved=True
    )
    first = settled(round_)

    second = settled(leftovers(round_, first))

    assert not set(first.placed()) & set(second.placed())
    filled = [*first.placed().values(), *second.placed().values()]
    assert all(filled.count(row.key) <= row.seats for row in round_.placements)
