"""Placement rounds: known answers, brute force, and what the round promises."""

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
    Team,
    acceptance,
    goals,
    settle,
    simultaneous,
)
from tests.matching.engine import published
from tests.matching.engine.small_rounds import Oracle, random_round, settled, verdict
from tests.support import proof

seeds = st.integers(0, 10**9)
O = (Organisation(key="o"),)  # noqa: E741
few = settings(max_examples=proof.times(25, full=2_000), deadline=None, derandomize=True)
FEATURES = ("least", "teams", "allocations", "reserved", "reverting")


def place(key, **values):
    return Placement(key=key, **{"organisation": "o", **values})


def asks(key, *choices, **values):
    return Applicant(key=key, choices=choices, **values)


def promises(settlement):
    return {promise.name: promise.lost_to for promise in settlement.promises}


# Known answers.


@pytest.mark.skipif(not published.ROUNDS.exists(), reason=f"{published.ROUNDS} is not there")
@pytest.mark.parametrize("ties", ["largest", "lottery"])
def test_every_published_project_round_has_one_of_its_stable_answers(ties):
    rows = list(published.project_rounds())
    for known in rows:
        settlement = settled(known.instance, ties=ties)

        found, answers = published.outcome(known, settlement), known.answer
        assert found in answers["weakly_stable"], known.name
        if ties == "largest":
            assert 3 * len(settlement.seats) >= 2 * answers["max_size"], known.name
        if answers["super_stable_count"] and answers["weakly_stable_count"] == 1:
            assert found in answers["super_stable"], known.name
    assert len(rows) == 17
    proof.record(f"published rounds, ties {ties}", rounds=len(rows), wrong=0)


@pytest.mark.skipif(not published.ROUNDS.exists(), reason=f"{published.ROUNDS} is not there")
def test_the_published_capacity_round_has_its_answer():
    (known,) = published.capacity_rounds()

    settlement = settled(known.instance)

    best = {who: where for who, where in known.answer["applicant_optimal"].items() if where}
    assert settlement.placed() == best
    assert sum(row.seats for row in settlement.empty) == known.answer["empty_seats"]


# Against brute force, and against the judge.


def ranks(oracle, outcome):
    return {name: oracle.ranks[name].get(outcome.get(name), 99) for name in oracle.ranks}


@few
@given(seeds)
def test_strict_rounds_get_the_stable_outcome_that_is_best_for_every_applicant(seed):
    round_ = random_round(seed, applicants=5, placements=3)
    oracle = Oracle(round_)

    settlement = settled(round_, ties="lottery")

    mine = settlement.placed()
    stable = oracle.stable()
    assert mine in stable
    if promises(settlement)["applicant_optimal"] == ():
        own = ranks(oracle, mine)
        assert all(own[n] <= rank for other in stable for n, rank in ranks(oracle, other).items())


@few
@given(seeds, st.sampled_from([0.0, 0.4]))
def test_ties_are_weakly_stable_and_place_two_thirds_of_the_most_possible(seed, own_ties):
    round_ = random_round(
        seed, applicants=5, placements=3, ties_applicants=own_ties, ties_hosts=0.5
    )
    stable = Oracle(round_).stable()

    for ties in ("largest", "lottery"):
        settlement = settled(round_, ties=ties)

        assert settlement.placed() in stable
        if ties == "largest":
            assert 3 * len(settlement.seats) >= 2 * max(map(len, stable))


@few
@given(seeds, st.sets(st.sampled_from(FEATURES)), st.sampled_from([0.0, 0.4]))
def test_the_judge_agrees_with_every_kind_of_round(seed, features, ties):
    round_ = random_round(
        seed,
        applicants=9,
        placements=5,
        ties_applicants=ties,
        ties_hosts=ties,
        **dict.fromkeys(features, True),
    )

    settlement = settled(round_)

    assert settlement.complete
    if not features & {"teams", "allocations", "reserved"}:
        assert settlement.blocking == ()


def test_a_row_of_rounds_with_everything_at_once():
    """The same rounds in every run, so that each rare path is walked in all of them."""
    counted = {"blocking": 0, "closed": 0, "reversions": 0, "unplaced": 0}
    rounds = proof.times(150, full=5_000)
    for seed in range(rounds):
        for ties in (0.0, 0.4):
            settlement = settled(
                random_round(
                    seed,
                    applicants=11,
                    placements=5,
                    ties_applicants=ties,
                    ties_hosts=ties,
                    **{name: (seed >> i) & 1 for i, name in enumerate(FEATURES)},
                )
            )
            for name in counted:
                counted[name] += len(getattr(settlement, name))

    assert all(counted.values())
    proof.record("placement rounds judged", rounds=2 * rounds, **counted)


@few
@given(seeds, st.sampled_from([0.0, 0.4]))
def test_waves_and_single_proposals_both_settle(seed, ties):
    round_ = random_round(
        seed, applicants=12, placements=5, ties_applicants=ties, ties_hosts=ties, allocations=True
    )
    one_by_one = settled(round_, ties="lottery")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simultaneous, "FEW", 1)
        together = settled(round_, ties="lottery")
        settled(round_)

    if not ties:
        assert together.placed() == one_by_one.placed()


@few
@given(seeds, st.sampled_from([0.0, 0.4]))
def test_the_order_and_names_of_rows_decide_nothing(seed, ties):
    round_ = random_round(
        seed, ties_applicants=ties, ties_hosts=ties, **dict.fromkeys(FEATURES, True)
    )

    shuffled = Round(
        **{name: tuple(reversed(getattr(round_, name))) for name in round_.__dataclass_fields__}
    )

    assert settled(shuffled) == settled(round_)
    assert settled(shuffled).digest == settled(round_).digest


def test_a_team_that_free_seats_divide_is_not_kept_out_by_an_allocation_elsewhere():
    kept = (Reserve(group="g", seats=1),)
    round_ = Round(
        organisations=(*O, Organisation(key="elsewhere", tiers=())),
        placements=(
            place("p", seats=3, reserved=kept, tiers=(("one",), ("a", "b"))),
            Placement(key="q", organisation="elsewhere"),
        ),
        applicants=(asks("one", ("p",)), asks("a", ("p",)), asks("b", ("p",)), asks("by hand")),
        teams=(Team(key="t", members=("a", "b")),),
        allocations=(Allocation(applicant="by hand", placement="q"),),
    )

    settlement = settled(round_)

    assert settlement.placed() == {"one": "p", "by hand": "q"}
    assert [(row.applicant, row.cause) for row in settlement.blocking] == [("t", "team")]


@few
@given(seeds, st.data())
def test_no_other_list_gets_an_applicant_something_better(seed, data):
    """Truthful ranking is safe where the promise is kept; a longer list never hurts."""
    round_ = random_round(seed, applicants=5, placements=4, ties_hosts=0.3, reserved=True)
    oracle = Oracle(round_)
    honest = settled(round_, ties="lottery")
    assert promises(honest)["truthful"] == ()
    who = data.draw(st.sampled_from([row.key for row in round_.applicants]))
    keys = [row.key for row in round_.placements]
    lie = data.draw(st.lists(st.sampled_from(keys), unique=True))

    lied = settled(_listing(round_, who, lie), ties="lottery")

    truth = oracle.ranks[who]
    assert truth.get(honest.placed().get(who), 98) <= truth.get(lied.placed().get(who), 99)
    longer = [*(key for tie in _list(round_, who) for key in tie)]
    longer += [key for key in keys if key not in longer]
    stretched = settled(_listing(round_, who, longer), ties="lottery")
    if who in honest.placed():
        assert stretched.placed()[who] == honest.placed()[who]


def _list(round_, who):
    return next(row.choices for row in round_.applicants if row.key == who)


def _listing(round_, who, choices):
    return replace(
        round_,
        applicants=tuple(
            replace(row, choices=tuple((key,) for key in choices)) if row.key == who else row
            for row in round_.applicants
        ),
    )


@few
@given(seeds)
def test_someone_nobody_takes_changes_nothing(seed):
    round_ = random_round(seed, ties_hosts=0.3)
    named = {row.key for row in round_.placements if row.tiers is not None}
    stranger = Applicant(key="zz", choices=tuple((key,) for key in sorted(named)))

    more = settled(replace(round_, applicants=(*round_.applicants, stranger)), ties="lottery")

    assert more.placed() == settled(round_, ties="lottery").placed()


# One feature at a time.


def test_a_quota_over_two_placements_is_kept_and_named_as_the_reason():
    round_ = Round(
        applicants=[asks("a", "p"), asks("b", "q"), asks("c", "q")],
        placements=[place("p", supervisor="s"), place("q", seats=2, supervisor="s")],
        organisations=[Organisation(key="o", tiers=("a", "b", "c"))],
        supervisors=[Supervisor(key="s", quota=2)],
    )

    settlement = settled(round_)

    assert settlement.placed() == {"a": "p", "b": "q"}
    assert settlement.unplaced[0][1] == "supervisor_higher_tier"
    assert (settlement.empty[0].placement, settlement.empty[0].kind) == ("q", "supervisor_quota")
    assert settlement.choices == (2,)


def test_a_placement_that_cannot_reach_its_least_does_not_run():
    round_ = Round(
        applicants=[asks("a", "p", "q"), asks("b", "q")],
        placements=[place("p", seats=2, least=2), place("q", seats=2, tiers=("a", "b"))],
        organisations=O,
    )

    settlement = settled(round_)

    assert settlement.placed() == {"a": "q", "b": "q"}
    assert [(row.placement, row.people, row.wanted_by) for row in settlement.closed] == [
        ("p", 1, 1)
    ]
    assert "minimum_sizes" in promises(settlement)["truthful"]
    assert settlement.empty[0].kind == "did_not_run"


def test_seats_freed_by_a_closing_go_to_those_refused_before():
    round_ = Round(
        applicants=[asks("a", "p", "r"), asks("b", "q")],
        placements=[place("p", seats=2, least=2), place("q"), place("r", organisation="n")],
        organisations=[Organisation(key="o", quota=2), Organisation(key="n")],
        supervisors=[],
    )
    tight = replace(
        round_,
        applicants=(*round_.applicants, asks("c", "q2")),
        placements=(*round_.placements, place("q2")),
        organisations=(
            Organisation(key="o", quota=2, tiers=("a", "b", "c")),
            Organisation(key="n"),
        ),
    )

    settlement = settled(tight)

    assert settlement.placed() == {"a": "r", "b": "q", "c": "q2"}


def test_a_team_stays_together_or_stays_out():
    round_ = Round(
        applicants=[asks("a", "p", "q"), asks("b", "p", "q"), asks("c", "p")],
        placements=[place("p", seats=2, tiers=("c", ("a", "b"))), place("q", seats=2)],
        organisations=O,
        teams=[Team(key="t", members=("b", "a"))],
    )

    together = settled(round_)
    alone = settled(replace(round_, placements=(round_.placements[0], place("q"))))

    assert together.placed() == {"a": "q", "b": "q", "c": "p"}
    assert {seat.team for seat in together.seats} == {"t", ""}
    assert alone.placed() == {"c": "p"}
    reasons = {entry.applicant: (entry.kind, entry.choices) for entry in alone.unplaced}
    assert reasons["a"] == ("team", (("t", "team"),))
    assert reasons["t"] == (
        "too_few_together",
        (("p", "too_few_together"), ("q", "too_few_together")),
    )


def test_linked_applicants_go_on_alone_when_no_placement_takes_both():
    round_ = Round(
        applicants=[asks("a", "p"), asks("b", "p", "q")],
        placements=[place("p", tiers=("a", "b")), place("q")],
        organisations=O,
        teams=[Team(key="t", members=("a", "b"), or_alone=True)],
    )
    # A team of two needs one placement that could take it.
    round_ = replace(round_, placements=(*round_.placements, place("r", seats=2)))

    settlement = settled(round_)

    assert settlement.placed() == {"a": "p", "b": "q"}
    assert "teams" in promises(settlement)["longer_list"]


def test_a_single_applicant_in_a_higher_tier_can_push_out_a_team():
    round_ = Round(
        applicants=[asks("a", "p"), asks("b", "p"), asks("c", "q", "p"), asks("d", "q")],
        placements=[
            place("p", seats=2, tiers=("c", ("a", "b"))),
            place("q", least=1, tiers=("d", "c")),
        ],
        organisations=O,
        teams=[Team(key="t", members=("a", "b"), choices=("p",))],
    )

    settlement = settled(round_)

    assert settlement.placed() == {"c": "p", "d": "q"}


def closing_pushes_a_team_out():
    """When w closes, c pushes the team off p; e and then f move up into what it leaves."""
    return Round(
        applicants=[
            asks("a", "p", "q"),
            asks("b", "p", "q"),
            asks("c", "w", "p"),
            asks("e", ("p", "y"), "z"),
            asks("f", "z"),
            asks("g", "p"),
            asks("h", "y"),
        ],
        placements=[
            place("p", seats=2, tiers=("c", ("a", "b"), "e", "g")),
            place("q", seats=2),
            place("w", seats=2, least=2),
            place("y", tiers=("h", "e")),
            place("z", tiers=("e", "f")),
        ],
        organisations=O,
        teams=[Team(key="t", members=("a", "b"))],
    )


@pytest.mark.parametrize("seed", "123456")
def test_what_a_team_leaves_is_offered_to_those_refused_before(seed):
    settlement = settled(closing_pushes_a_team_out(), seed=seed)

    expected = {"a": "q", "b": "q", "c": "p", "e": "p", "f": "z", "h": "y"}
    assert settlement.placed() == expected
    assert settlement.blocking == ()


def test_a_team_pushed_out_too_often_stays_out_and_is_listed():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceptance, "MOST_RETRIES", 0)

        settlement = settled(closing_pushes_a_team_out())

    assert [(row.applicant, row.placement, row.cause) for row in settlement.blocking] == [
        ("t", "q", "team")
    ]
    assert "team" in promises(settlement)["weakly_stable"]


def test_a_team_makes_room_at_its_placement_and_under_the_quota():
    round_ = Round(
        applicants=[asks("a", "p"), asks("b", "p"), asks("x", "p"), asks("y", "p2")],
        placements=[place("p", seats=2), place("p2")],
        organisations=[Organisation(key="o", quota=2, tiers=(("a", "b"), ("x", "y")))],
        teams=[Team(key="t", members=("a", "b"))],
    )

    assert settled(round_).placed() == {"a": "p", "b": "p"}


def test_a_vacancy_chain_crosses_from_one_organisation_to_another():
    hosts = (("a", "b", "c", "d"),)
    round_ = Round(
        applicants=[asks("a", "p"), asks("b", "q"), asks("c", "q2", "r"), asks("d", "r")],
        placements=[
            place("p", seats=2, least=2),
            place("q"),
            place("q2"),
            place("r", organisation="n", tiers=("a", "b", "c", "d")),
            place("r2", organisation="n"),
        ],
        organisations=[
            Organisation(key="o", quota=2, tiers=("a", "b", "c")),
            Organisation(key="n", quota=1, tiers=hosts),
        ],
    )

    assert settled(round_).placed() == {"b": "q", "c": "q2", "d": "r"}


def test_an_allocation_is_kept_and_what_it_costs_is_listed():
    round_ = Round(
        applicants=[asks("a", "p"), asks("b")],
        placements=[place("p", tiers=("a",))],
        organisations=O,
        allocations=[Allocation(applicant="b", placement="p")],
    )

    settlement = settled(round_)

    assert settlement.placed() == {"b": "p"}
    assert [(row.applicant, row.cause) for row in settlement.blocking] == [("a", "allocation")]
    assert promises(settlement)["stable"] == ("allocation",)
    assert settlement.unplaced[0].kind == "allocated"
    assert settlement.choices == ()


def test_reserved_seats_go_to_their_group_first_and_then_to_anyone():
    one = place("p", seats=2, tiers=("x", "y", "g"), reserved=(Reserve(group="care", seats=1),))
    members = frozenset({"care"})
    round_ = Round(
        applicants=[asks("x", "p"), asks("y", "p"), asks("g", "p", groups=members)],
        placements=[one],
        organisations=O,
    )
    nobody = replace(
        round_, applicants=tuple(replace(a, groups=frozenset()) for a in round_.applicants)
    )

    settlement = settled(round_)

    assert settlement.placed() == {"x": "p", "g": "p"}
    assert settlement.unplaced[0][:2] == ("y", "reserved")
    assert settled(nobody).placed() == {"x": "p", "y": "p"}


def test_unfilled_seats_go_where_their_placement_wants_them():
    round_ = Round(
        applicants=[asks("a", "r"), asks("b", "r"), asks("c", "r")],
        placements=[
            place("p", reverts_to="q"),
            place("q", reverts_to="r"),
            place("r", tiers=("a", "b", "c")),
        ],
        organisations=O,
    )

    settlement = settled(round_)

    assert settlement.placed() == {"a": "r", "b": "r", "c": "r"}
    given_on = {(row.giver, row.receiver, row.seats) for row in settlement.reversions}
    assert given_on == {("p", "q", 1), ("q", "r", 2)}


@pytest.mark.parametrize(
    ("goal", "choices"), [("rank_maximal", (2, 0, 1)), ("generous", (1, 2)), ("stable", None)]
)
def test_second_goals_where_hosts_are_neutral(goal, choices):
    round_ = Round(
        applicants=[asks("a", "p", "q", "r"), asks("b", "p", "q"), asks("c", "q", "r")],
        placements=[place("p"), place("q"), place("r")],
        organisations=O,
    )

    settlement = settled(round_, goal=goal)

    if choices:
        assert settlement.choices == choices
    if goal == "rank_maximal":
        assert promises(settlement)["truthful"] == ("goal",)
    if goal == "generous":
        assert len(settlement.seats) == 3
        assert settlement.steps == (3, 3)


@few
@given(seeds)
def test_second_goals_are_best_by_brute_force(seed):
    round_ = random_round(seed, applicants=5, placements=3, ties_applicants=0.3, neutral=True)
    oracle = Oracle(round_)

    def profile(outcome):
        counts = [0] * 4
        for name, where in outcome.items():
            counts[oracle.ranks[name][where]] += 1
        return counts

    profiles = [profile(outcome) for outcome in oracle.outcomes()]

    greedy = settled(round_, goal="rank_maximal")
    generous = settled(round_, goal="generous")

    assert profile(greedy.placed()) == max(profiles)
    most = max(map(sum, profiles))
    assert profile(generous.placed()) == min(
        (p for p in profiles if sum(p) == most), key=lambda p: p[::-1]
    )


# Reasons.


def test_everyone_without_a_seat_has_a_reason():
    round_ = Round(
        applicants=[
            asks("a", "p"),
            asks("b", "p"),
            asks("c", "q", "p"),
            asks("d"),
            asks("e", ("p",)),
        ],
        placements=[place("p", tiers=(("a", "b"), "c")), place("q", tiers=()), place("z")],
        organisations=[Organisation(key="o", kind="charity")],
    )

    settlement = settled(round_, seed="3")

    drawn = {entry.applicant: entry for entry in settlement.unplaced}
    assert ("a" in drawn) != ("b" in drawn)
    assert drawn.get("a", drawn.get("b")).kind == "lottery"
    assert drawn["c"] == ("c", "mixed", (("q", "not_accepted"), ("p", "higher_tier")))
    assert drawn["d"].kind == "no_choices"
    assert drawn["e"].kind == "not_accepted"
    assert {(row.placement, row.kind) for row in settlement.empty} == {
        ("q", "not_accepted"),
        ("z", "nobody_asked"),
    }
    assert [
        tuple(share.__getattribute__(n) for n in ("by", "name", "seats", "filled"))
        for share in settlement.shares
    ] == [
        ("district", "", 3, 1),
        ("kind", "charity", 3, 1),
    ]


def test_a_seat_stays_empty_when_those_who_asked_have_something_better():
    round_ = Round(
        applicants=[asks("a", "p", "q")], placements=[place("p"), place("q")], organisations=O
    )

    assert settled(round_).empty[0].kind == "went_elsewhere"


# Limits.


def test_an_empty_round_is_settled():
    settlement = settled(Round())

    assert (settlement.seats, settlement.choices, settlement.complete) == ((), (), True)


def test_a_time_limit_gives_what_there_is_and_says_so():
    round_ = Round(
        applicants=[asks("a", "p", "q")],
        placements=[place("p", seats=3, least=3), place("q")],
        organisations=O,
    )
    rules = Rules(seed="1")

    settlement = settle(round_, rules=rules, time_limit=1e-9)

    assert settlement.complete is False
    assert "time_limit" in promises(settlement)["truthful"]
    assert [(row.placement, row.cause) for row in settlement.blocking] == [("q", "time_limit")]
    assert settlement.unplaced[0].choices == (("p", "did_not_run"), ("q", "time_limit"))
    assert verdict(round_, settlement, rules).problems == ()


def test_a_second_goal_cut_off_keeps_the_steps_that_were_proven():
    round_ = random_round(3, applicants=9, placements=4, neutral=True)
    rules = Rules(seed="1", goal="rank_maximal")

    nothing = settle(round_, rules=rules, time_limit=1e-9)
    with pytest.MonkeyPatch.context() as patch:
        solve, calls = goals.linprog, []

        def once(*args, **values):
            calls.append(values["options"]["time_limit"])
            answer = solve(*args, **values)
            answer.status = 0 if len(calls) == 1 else 1
            return answer

        patch.setattr(goals, "linprog", once)
        first = settle(round_, rules=rules, time_limit=60)

    assert (nothing.complete, nothing.seats) == (False, ())
    assert (first.complete, first.steps[0]) == (False, 1)
    assert verdict(round_, first, rules).problems == ()


def test_keys_too_large_to_sort_with_their_slot_go_one_by_one():
    round_ = random_round(3, applicants=9, placements=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simultaneous, "FEW", 1)
        patch.setattr(simultaneous, "MOST_BITS", 1)

        assert settled(round_).placed() == settled(round_, ties="largest").placed()


def test_progress_is_reported():
    stages = []
    round_ = Round(
        applicants=[asks("a", "p")], placements=[place("p", seats=2, least=2)], organisations=O
    )

    settle(round_, rules=Rules(seed="1"), progress=lambda *row: stages.append(row))

    assert stages == [("minimum team sizes", 1, 2)]


def test_a_long_round_reports_while_proposing():
    stages = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceptance, "LOOK", 1)
        round_ = Round(applicants=[asks("a", "p")], placements=[place("p")], organisations=O)

        settle(round_, rules=Rules(seed="1"), progress=lambda *row: stages.append(row))

    assert stages == [("deferred acceptance", 1, 1)]


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_a_time_limit_is_more_than_nothing(limit):
    with pytest.raises(ValueError, match="time_limit"):
        settle(Round(), rules=Rules(seed="1"), time_limit=limit)


def test_a_seat_that_reverts_to_where_all_are_reserved_is_taken():
    """Found by the judge among 10,000 rounds: the seat went there, and nobody could ask for it."""
    round_ = Round(
        applicants=(asks("a0", "p0", groups=frozenset({"g"})), asks("a1", "p0")),
        placements=(
            place("p0", seats=1, reserved=(Reserve(group="g", seats=1),)),
            place("p1", seats=1, reverts_to="p0"),
        ),
        organisations=O,
    )

    settlement = settled(round_)

    assert settlement.placed() == {"a0": "p0", "a1": "p0"}
    assert settlement.blocking == ()
