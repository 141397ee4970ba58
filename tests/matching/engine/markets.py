"""Markets for the engine's tests: hypothesis strategies, and small builders by hand."""

from datetime import date, timedelta

from hypothesis import strategies as st

from matching.engine import Held, Market, Need, Requirement, Supply, Weights

TODAY = date(2026, 11, 21)
WEIGHTS = Weights()
SKILLS = range(1, 7)

levels = st.integers(1, 4)
skills = st.sampled_from(list(SKILLS))
days = st.integers(-60, 200).map(lambda n: TODAY + timedelta(days=n))


def rarely(strategy, otherwise):
    """Mostly ``otherwise``: gates that shut too often would leave nothing to compare."""
    return st.integers(0, 5).flatmap(lambda n: strategy if n == 5 else st.just(otherwise))


small_sets = {
    "themes": st.frozensets(st.sampled_from(["air", "bus", "care"]), max_size=3),
    "returns": st.frozensets(st.sampled_from(["story", "venue", "credit"]), max_size=3),
    "places": st.frozensets(st.sampled_from(["wv", "wl", "du"]), max_size=2),
    "organisations": st.frozensets(st.sampled_from(["o1", "o2", "o3"]), max_size=1),
}
held = st.lists(st.builds(Held, skills, levels), max_size=5).map(tuple)
requirements = st.lists(
    st.builds(Requirement, skills, levels, rarely(st.just(True), False)), max_size=4
)

needs = st.builds(
    Need,
    key=st.integers(0, 99).map("n{}".format),
    organisation=st.sampled_from(["o1", "o2", "o3"]),
    requirements=requirements.map(tuple),
    starts=rarely(days, None),
    ends=rarely(days, None),
    place=rarely(st.sampled_from(["wv", "wl", "du"]), None),
    pattern=st.sampled_from(["on_site", "hybrid", "remote"]),
    themes=small_sets["themes"],
    gives_back=small_sets["returns"],
    pay=st.sampled_from(["", "paid", "funded", "expenses", "voluntary"]),
    stages=rarely(st.just(frozenset({"expert"})), frozenset()),
    accepts=rarely(st.just(frozenset({"person"})), frozenset({"person", "offer"})),
    seats_left=rarely(st.sampled_from([0, 3]), 1),
    hours=rarely(st.integers(1, 40), None),
    never_helped=st.booleans(),
    underserved=st.booleans(),
    pending=st.integers(0, 9),
)
supplies = st.builds(
    Supply,
    key=st.integers(0, 99).map("s{}".format),
    kind=st.sampled_from(["person", "person", "offer"]),
    held=held,
    wanted=held,
    places=small_sets["places"],
    remote=st.booleans(),
    available_from=rarely(days, None),
    available_until=rarely(days, None),
    organisations=small_sets["organisations"],
    themes=small_sets["themes"],
    asks=small_sets["returns"],
    stage=st.sampled_from(["student", "expert"]),
    capacity_left=rarely(st.just(0), 1),
    hours=st.none() | st.integers(0, 40),
    pending=st.integers(0, 9),
    linked_with=small_sets["organisations"],
)
affinities = st.dictionaries(
    st.tuples(skills, skills), st.sampled_from([0, 300, 700, 800, 1000]), max_size=6
)


@st.composite
def markets(draw, max_needs=6, max_supplies=8):
    """Any market, with refusals and conflicts among those who are in it."""
    some_needs = draw(st.lists(needs, max_size=max_needs, unique_by=lambda n: n.key))
    some = draw(st.lists(supplies, max_size=max_supplies, unique_by=lambda s: s.key))
    refused = conflicts = frozenset()
    if some_needs and some:
        keys = st.sampled_from([s.key for s in some])
        pairs = st.tuples(st.sampled_from([n.key for n in some_needs]), keys)
        refused = draw(st.frozensets(pairs, max_size=2))
        conflicts = draw(st.frozensets(st.tuples(st.sampled_from(["o1", "o2"]), keys), max_size=1))
    return Market(
        needs=tuple(some_needs),
        supplies=tuple(some),
        affinity=draw(affinities),
        refused=refused,
        conflicts=conflicts,
    )


weights = st.builds(
    Weights,
    essential_share=st.integers(2, 4),
    least_fit=st.sampled_from([1, 1000, 4000]),
    essential_gap=st.integers(0, 2),
    gate_affinity=st.sampled_from([300, 800, 1000]),
    neutral=st.sampled_from([0, 3333, 5000]),
    two_steps=st.sampled_from([0, 333, 500]),
    enough_growth=st.integers(1, 3),
    enough_returns=st.integers(1, 3),
    enough_themes=st.integers(1, 3),
    load_most=st.sampled_from([0, 300, 450]),
    dates_overlap=st.sampled_from([0, 500, 1000]),
)


def need(key="n", **facts):
    """A need that nothing shuts out."""
    return Need(key=key, **{"organisation": "host", **facts})


def supply(key="s", **facts):
    """A supply that nothing shuts out."""
    return Supply(key=key, **{"stage": "student", **facts})


def asks(*rows):
    """Requirements from (skill, level) or (skill, level, True) for essential ones."""
    return tuple(Requirement(*row) for row in rows)


def holds(*rows):
    """Held skills from (skill, level)."""
    return tuple(Held(*row) for row in rows)
