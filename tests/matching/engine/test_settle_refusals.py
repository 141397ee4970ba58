"""What cannot be settled is refused before anything runs, with every row and field named."""

import pytest

from matching.engine.rounds import (
    Allocation,
    Applicant,
    Organisation,
    Placement,
    Refused,
    Reserve,
    Round,
    Rules,
    Supervisor,
    Team,
    refusals,
    settle,
)

O = Organisation(key="o")  # noqa: E741
RULES = Rules(seed="1")


def place(key="p", **values):
    return Placement(key=key, **{"organisation": "o", **values})


def rows(**tables):
    return Round(**{"organisations": [O], "placements": [place()], **tables})


def person(key="a", *choices, **values):
    return Applicant(key=key, choices=choices, **values)


def refused(round_, rules=RULES):
    with pytest.raises(Refused) as caught:
        settle(round_, rules=rules)
    return [(problem.row, problem.field) for problem in caught.value.problems]


@pytest.mark.parametrize("number", [0, -1, 1.5, True, None, float("nan"), float("inf"), 10**7, "2"])
@pytest.mark.parametrize("field", ["seats", "least"])
def test_numbers_of_a_placement(field, number):
    assert ("placement p", field) in refused(rows(placements=[place(**{field: number})]))


@pytest.mark.parametrize("number", [0, -1, float("nan"), False, 10**7])
def test_quotas(number):
    round_ = Round(
        organisations=[Organisation(key="o", quota=number)],
        supervisors=[Supervisor(key="s", quota=number)],
        placements=[place(reserved=[Reserve(group="g", seats=number)])],
    )

    assert refused(round_) == [
        ("placement p", "reserved"),
        ("organisation o", "quota"),
        ("supervisor s", "quota"),
    ]


@pytest.mark.parametrize("key", ["", None, 7, float("nan")])
def test_keys_are_text(key):
    assert refused(rows(applicants=[person(key)])) == [(f"applicants {key!r}", "key")]


def test_keys_are_used_once():
    assert refused(rows(applicants=[person(), person(), person("b")])) == [
        ("applicants 'a'", "key")
    ]


def test_names_must_be_in_the_round():
    round_ = rows(
        placements=[
            place(organisation="x"),
            place("q", reverts_to="nowhere"),
            place("r", supervisor="nobody"),
            place("s", supervisor="t"),
            place("u", supervisor="t", organisation="n"),
        ],
        organisations=[O, Organisation(key="n")],
        supervisors=[Supervisor(key="t")],
    )

    assert refused(round_) == [
        ("placement p", "organisation"),
        ("placement q", "reverts_to"),
        ("placement r", "supervisor"),
        ("placement u", "supervisor"),
    ]


@pytest.mark.parametrize(
    "choices", [("x",), ("p", "p"), (("p", "p"),), ((),), "p", None, 7, (7,), (None,), ((1,),)]
)
def test_a_list_names_what_is_there_once(choices):
    round_ = rows(applicants=[Applicant(key="a", choices=choices), person("b", "p")])

    assert set(refused(round_)) == {("applicant a", "choices")}


@pytest.mark.parametrize("tiers", [("x",), ("a", "a"), "a", (("a",), ("a",)), ((),)])
def test_tiers_name_applicants_once(tiers):
    round_ = Round(
        applicants=[person("a", "p")],
        placements=[place(tiers=tiers)],
        organisations=[Organisation(key="o", tiers=tiers)],
        supervisors=[Supervisor(key="s", tiers=())],
    )

    assert set(refused(round_)) == {("placement p", "tiers"), ("organisation o", "tiers")}


def test_groups_are_a_set():
    assert refused(rows(applicants=[person(groups=["care"])])) == [("applicant a", "groups")]


def test_a_least_above_seats_or_quotas():
    round_ = Round(
        placements=[
            place(seats=2, least=3),
            place("q", seats=9, least=4, supervisor="s", organisation="n"),
        ],
        organisations=[O, Organisation(key="n", quota=3)],
        supervisors=[Supervisor(key="s", quota=2)],
    )

    assert refused(round_) == [("placement p", "least")] + 2 * [("placement q", "least")]


def test_reserves_fit_their_placement():
    many = [Reserve(group="g", seats=1), Reserve(group="g", seats=2)]

    assert refused(rows(placements=[place(seats=2, reserved=many)])) == [
        ("placement p", "reserved"),
        ("placement p", "reserved"),
    ]


def test_teams():
    round_ = Round(
        applicants=[person(key) for key in "abc"],
        placements=[place(seats=2)],
        organisations=[O],
        teams=[
            Team(key="a", members=("a", "b")),
            Team(key="t", members=("b", "x")),
            Team(key="u", members=("c",)),
            Team(key="v", members=("a", "b", "c")),
        ],
    )

    found = refused(round_)

    assert ("team a", "key") in found
    assert found.count(("team t", "members")) == 2
    assert ("team u", "members") in found
    assert ("team v", "members") in found
    listed = Round(
        applicants=round_.applicants,
        placements=round_.placements,
        organisations=[O],
        teams=[Team(key="t", members=("a", "b"), choices=("x",))],
    )
    assert refused(listed) == [("team t", "choices")]


def test_a_team_larger_than_any_placement_is_named_with_it():
    round_ = rows(applicants=[person("a"), person("b")], teams=[Team(key="t", members=("a", "b"))])

    with pytest.raises(ValueError, match="team t, members: no placement can take 2 people"):
        settle(round_, rules=RULES)


def test_allocations_fit_seats_and_quotas():
    round_ = Round(
        applicants=[person(key) for key in "abcd"],
        placements=[place(seats=1), place("q", seats=2, supervisor="s")],
        organisations=[Organisation(key="o", quota=2)],
        supervisors=[Supervisor(key="s", quota=1)],
        teams=[Team(key="t", members=("c", "d"))],
        allocations=[
            Allocation(applicant="a", placement="p"),
            Allocation(applicant="b", placement="p"),
            Allocation(applicant="c", placement="q"),
            Allocation(applicant="x", placement="q"),
            Allocation(applicant="y", placement="nowhere"),
        ],
    )

    assert set(refused(round_)) == {
        ("team t", "members"),
        ("allocation of c", "applicant"),
        ("allocation of x", "applicant"),
        ("allocation of y", "applicant"),
        ("allocation of y", "placement"),
        ("placement p", "seats"),
        ("supervisor s", "quota"),
        ("organisation o", "quota"),
    }


@pytest.mark.parametrize(
    "onward", [{"p": "p"}, {"p": "q", "q": "p"}, {"p": "q", "q": "r", "r": "q"}]
)
def test_reversions_go_in_no_circle(onward):
    round_ = rows(placements=[place(key, reverts_to=onward.get(key)) for key in "pqrs"])

    found = {row for row, field in refused(round_) if field == "reverts_to"}

    assert found <= {f"placement {key}" for key in onward}
    assert found


def test_a_second_goal_needs_a_plain_round_with_neutral_hosts():
    round_ = Round(
        applicants=[person("a"), person("b")],
        placements=[
            place(
                seats=2,
                least=2,
                tiers=("a", "b"),
                reserved=[Reserve(group="g", seats=1)],
                reverts_to="q",
            ),
            place("q"),
        ],
        organisations=[Organisation(key="o", tiers=(("a", "b"),))],
        teams=[Team(key="t", members=("a", "b"))],
    )

    assert refused(round_, Rules(seed="1", goal="generous")) == [
        ("placement p", "tiers"),
        ("placement p", "least"),
        ("placement p", "reserved"),
        ("placement p", "reverts_to"),
        ("team t", "members"),
    ]


def test_many_problems_are_counted():
    round_ = rows(applicants=[person(f"a{i}", "x") for i in range(60)])

    with pytest.raises(ValueError, match="and 10 more") as caught:
        settle(round_, rules=RULES)

    assert len(caught.value.problems) == 60


def test_more_rows_than_anyone_needs(monkeypatch):
    monkeypatch.setattr(refusals, "MOST", 3)

    assert refused(Round(organisations=[Organisation(key=k) for k in "abcd"])) == [
        ("organisations", "rows")
    ]


@pytest.mark.parametrize("members", ["ab", None, ("a", 7), 3])
def test_members_are_a_list_of_keys(members):
    round_ = rows(applicants=[person("a"), person("b")], teams=[Team(key="t", members=members)])

    assert refused(round_) == [("team t", "members")]


@pytest.mark.parametrize(
    "rules", [{"seed": ""}, {"seed": 7}, {"seed": "1", "ties": "x"}, {"seed": "1", "goal": "x"}]
)
def test_rules(rules):
    with pytest.raises(ValueError, match=r"seed|ties|goal"):
        Rules(**rules)


@pytest.mark.parametrize("group", [["g"], None, 1, ""])
def test_a_group_that_is_no_text_is_named(group):
    assert refused(rows(placements=[place(reserved=[Reserve(group=group, seats=1)])])) == [
        ("placement p", "reserved")
    ]


def test_groups_of_an_applicant_hold_text():
    mixed = Applicant(key="a", choices=["p"], groups=frozenset({1, "g"}))

    assert refused(rows(applicants=[mixed])) == [("applicant a", "groups")]
