"""The resident index equals a full run after any sequence of edits, and says what changed."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from matching.engine import Index, Market, Weights, compiled, rank, segments
from tests.matching.engine.markets import (
    TODAY,
    WEIGHTS,
    asks,
    holds,
    markets,
    need,
    needs,
    supplies,
    supply,
    weights,
)
from tests.matching.engine.test_paths import LOOPS, large
from tests.support import proof

SEED = "s"


def full(market, w=WEIGHTS, top=2):
    return rank(market, weights=w, seed=SEED, today=TODAY, top=top)


def index(market, w=WEIGHTS, top=2, fast=False):
    return Index(market, weights=w, seed=SEED, today=TODAY, top=top, fast=fast)


def lists(ranking):
    """(side, key) -> what is shown, with the joint scores."""
    shown = {
        ("need", key): [(other, ranking.joints[key, other]) for other in others]
        for key, others in ranking.by_need.items()
    }
    return shown | {
        ("supply", key): [(other, ranking.joints[other, key]) for other in others]
        for key, others in ranking.by_supply.items()
    }


def kept(an_index, ranking):
    """The same, from the index."""
    return {
        (side, key): list(
            zip(
                an_index.for_need(key) if side == "need" else an_index.for_supply(key),
                an_index.joints(key, side=side),
                strict=True,
            )
        )
        for side, key in lists(ranking)
    }


class Edits(RuleBasedStateMachine):
    """Any edits, one after another, with the full run beside them, in numpy and by kernels."""

    edits = 0

    @initialize(market=markets(), w=weights, top=st.integers(1, 3), fast=st.booleans())
    def begin(self, market, w, top, fast):
        self.w, self.top = w, top
        self.index = index(market, w, top, fast)
        self.before = full(market, w, top)
        self.changed = None

    def _edited(self, changed):
        Edits.edits += 1
        self.changed = changed

    @rule(a_need=needs)
    def put_need(self, a_need):
        self._edited(self.index.put_need(a_need))

    @rule(a_supply=supplies)
    def put_supply(self, a_supply):
        self._edited(self.index.put_supply(a_supply))

    @precondition(lambda self: len(self.before.by_need) > 2)
    @rule(data=st.data())
    def drop_need(self, data):
        key = data.draw(st.sampled_from(sorted(self.before.by_need)))
        self._edited(self.index.drop_need(key))

    @precondition(lambda self: len(self.before.by_supply) > 2)
    @rule(data=st.data())
    def drop_supply(self, data):
        key = data.draw(st.sampled_from(sorted(self.before.by_supply)))
        self._edited(self.index.drop_supply(key))

    @precondition(lambda self: self.before.by_need and self.before.by_supply)
    @rule(data=st.data())
    def refuse(self, data):
        a_need = data.draw(st.sampled_from(sorted(self.before.by_need)))
        a_supply = data.draw(st.sampled_from(sorted(self.before.by_supply)))
        self._edited(self.index.refuse(a_need, a_supply))

    @precondition(lambda self: self.before.by_supply)
    @rule(data=st.data(), organisation=st.sampled_from(["o1", "o2"]))
    def declare(self, data, organisation):
        a_supply = data.draw(st.sampled_from(sorted(self.before.by_supply)))
        self._edited(self.index.declare(organisation, a_supply))

    @invariant()
    def equals_a_full_run(self):
        if not hasattr(self, "index") or self.changed is None:
            return
        after = full(self.index.market(), self.w, self.top)
        assert kept(self.index, after) == lists(after)
        was = lists(self.before)
        told = {("need", key) for key in self.changed.needs}
        told |= {("supply", key) for key in self.changed.supplies}
        moved = {name for name, rows in lists(after).items() if rows != was.get(name, [])}
        assert moved <= told
        self.before, self.changed = after, None


def test_any_edits_leave_what_a_full_run_gives():
    """A run of 1,000 edits and more in ``script/prove``, a sample otherwise."""
    Edits.edits = 0
    runs, steps = proof.times(8, full=40), proof.times(15, full=50)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "MOST_LATE", 3)
        patch.setattr(compiled, "compile_kernels", lambda: LOOPS)
        run = settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        case = Edits.TestCase
        case.settings = run
        case().runTest()

    assert Edits.edits > runs
    proof.record("edits of the resident index", edits=Edits.edits, differences=0)


@pytest.mark.parametrize("fast", [False, True])
def test_edits_of_a_large_market_leave_what_a_full_run_gives(fast):
    """Lists that are full, floors that shut most out, ties at their ends; and really compiled."""
    market, draw = large(5, needs=40, supplies=150), random.Random(5)
    others = large(6, needs=40, supplies=150)
    an_index = index(market, top=3, fast=fast)
    before = full(market, top=3)

    for _ in range(proof.times(5, full=200)):
        if draw.random() < 0.7:
            other = draw.choice(others.needs)
            changed = an_index.put_need(replace(other, key=draw.choice(market.needs).key))
        else:
            changed = an_index.put_supply(draw.choice(others.supplies))
        after = full(an_index.market(), top=3)

        is_, was = lists(after), lists(before)
        assert kept(an_index, after) == is_
        moved = {name for name, rows in is_.items() if rows != was[name]}
        told = {("need", key) for key in changed.needs}
        assert moved == told | {("supply", key) for key in changed.supplies}
        before = after
    assert an_index.path == ("compiled" if fast else "numpy")


def twenty():
    """A market in which one need is on everybody's list."""
    return Market(
        needs=tuple(need(f"n{i}", requirements=asks((1, 1 + i % 4))) for i in range(9)),
        supplies=tuple(supply(f"s{i}", held=holds((1, 1 + i % 4))) for i in range(20)),
    )


def test_a_list_that_runs_dry_is_filled_again():
    market = twenty()
    an_index = index(market)

    for number in range(6):
        an_index.drop_need(f"n{number}")

    after = full(an_index.market())
    assert kept(an_index, after) == lists(after)
    assert all(len(an_index.for_supply(key)) == 2 for key in after.by_supply)


def test_an_edit_that_changes_nothing_says_so():
    market = twenty()
    an_index = index(market)

    changed = an_index.put_need(market.needs[3])

    assert (changed.row, changed.needs, changed.supplies) == ("n3", (), ())


def test_a_new_row_may_take_the_number_of_one_that_went():
    an_index = index(twenty())

    an_index.drop_supply("s3")
    an_index.put_supply(supply("late", held=holds((1, 4))))

    after = full(an_index.market())
    assert kept(an_index, after) == lists(after)
    with pytest.raises(KeyError):
        an_index.for_supply("s3")


def test_the_fingerprint_is_that_of_the_rows():
    market = twenty()
    an_index = index(market)
    stale = index(replace(market, refused=frozenset({("n1", "s1")})))

    an_index.refuse("n1", "s1")

    assert an_index.fingerprint == stale.fingerprint
    an_index.put_need(need("n1"))
    assert an_index.fingerprint != stale.fingerprint


@pytest.mark.parametrize("verb", ["drop_need", "drop_supply", "for_need", "for_supply"])
def test_an_unknown_key_raises(verb):
    with pytest.raises(KeyError):
        getattr(index(Market()), verb)("nobody")


def test_a_closed_need_has_nobody_and_is_on_no_list():
    an_index = index(twenty())

    an_index.put_need(need("n1", seats_left=0))

    assert an_index.for_need("n1") == ()
    after = full(an_index.market())
    assert kept(an_index, after) == lists(after)


def test_a_need_that_no_bound_holds_is_scored_with_everyone():
    """Shares so large that sums of them would not fit the bounds' numbers."""
    w = Weights(essential_share=100)
    supplies_ = tuple(
        supply(f"s{i}", held=holds(*((skill, 1 + i % 4) for skill in range(1, 8))))
        for i in range(9)
    )
    an_index = index(Market(supplies=supplies_), w)

    an_index.put_need(need("n", requirements=asks(*((skill, 2, True) for skill in range(1, 8)))))

    after = full(an_index.market(), w)
    assert len(an_index.for_need("n")) == 2
    assert kept(an_index, after) == lists(after)


def test_refusals_do_not_shorten_a_list():
    market = Market(
        needs=(need("n"),),
        supplies=tuple(supply(f"s{i}", pending=i) for i in range(9)),
    )
    an_index = index(market)

    for number in range(5):
        an_index.refuse("n", f"s{number}")
    an_index.put_need(need("n", pending=2))
    an_index.drop_supply("s5")
    an_index.drop_supply("s6")

    assert set(an_index.for_need("n")) == {"s7", "s8"}
    after = full(an_index.market())
    assert kept(an_index, after) == lists(after)
