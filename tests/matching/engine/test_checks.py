"""The judge: it agrees with honest results and catches each kind of tampering."""

import ast
import copy
import hashlib
import json
import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine import Market, bounds, checks, digest, doors, features, lists, rank, to_json
from matching.engine.checks import ranking
from tests.matching.engine.markets import (
    TODAY,
    WEIGHTS,
    asks,
    holds,
    markets,
    need,
    supply,
    weights,
)

CANDIDATES = "candidates looked at for omissions"
FACTS = {"weights": WEIGHTS, "seed": "2026-11", "today": TODAY}


def market():
    """Three needs, twelve supplies, lists longer than the top four."""
    return Market(
        needs=tuple(
            need(
                f"n{i}",
                requirements=asks((1, 3, True), (2, 1 + i)),
                never_helped=i == 0,
                underserved=i == 0,
                pending=i,
                themes={"air"},
            )
            for i in range(3)
        ),
        supplies=tuple(
            supply(
                f"s{i:02}",
                held=holds((1, 1 + i % 4), (2, 1 + i % 2)),
                wanted=holds((2, 4)),
                organisations={"uni"} if i % 2 else (),
                capacity_left=0 if i == 5 else 1,
                pending=i % 4,
            )
            for i in range(12)
        ),
    )


def judged(a_market, *, w=WEIGHTS, top=4):
    facts = {**FACTS, "weights": w}
    ranking = rank(a_market, **facts, top=top)
    return json.loads(json.dumps(to_json(a_market, **facts, ranking=ranking)))


@pytest.fixture(scope="module")
def honest():
    return judged(market())


@settings(max_examples=50, deadline=None)
@given(markets(), weights)
def test_the_judge_agrees_with_every_honest_ranking(a_market, w):
    assert checks.judge(judged(a_market, w=w, top=3)).problems == ()


def test_the_judge_says_how_much_it_looked_at(honest):
    verdict = checks.judge(honest)

    assert verdict.holds
    assert verdict.counted["lists"] == 15
    assert verdict.counted[CANDIDATES] == 3 * 12 + 12 * 3
    assert checks.judge(honest, budget=40).counted[CANDIDATES] <= 40


def _first(document, **wanted):
    return next(
        pair
        for pair in document["result"]["pairs"]
        if all(pair[name] == value for name, value in wanted.items())
    )


def _part(document):
    _first(document)["parts_need"][0]["points"] += 1


def _part_and_sum(document):
    pair = _first(document)
    pair["parts_need"][0]["points"] -= 1
    pair["fit"] -= 1


def _shifted_part(document):
    parts = _first(document)["parts_supply"]
    parts[0]["points"] -= 5
    parts[1]["points"] += 5


def _stated(document):
    part = _first(document)["parts_supply"][1]
    part["stated"] = not part["stated"]


def _joint(document):
    _first(document)["joint"] += 1


def _adjustment(document):
    _first(document, need="n0")["adjustments"].append(
        {"name": "friend", "points": 0, "priority": ""}
    )


def _priority(document):
    pair = _first(document, need="n0")
    pair["adjustments"][-1]["priority"] = "training-and-profile"


def _served(document):
    _first(document)["priority"] = "something-else"


def _order(document):
    first = _first(document, need="n1", rank_for_need=1)
    second = _first(document, need="n1", rank_for_need=2)
    first["rank_for_need"], second["rank_for_need"] = 2, 1


def _gap(document):
    _first(document, need="n1", rank_for_need=4)["rank_for_need"] = 5


def _omission(document):
    pairs = document["result"]["pairs"]
    gone = _first(document, need="n1", rank_for_need=1)
    for pair in pairs:
        for side, name in (("need", "rank_for_need"), ("supply", "rank_for_supply")):
            ranks = pair[name], gone[name]
            if pair[side] == gone[side] and None not in ranks and ranks[0] > ranks[1]:
                pair[name] -= 1
    pairs.remove(gone)


def _gate(document):
    """Shut a gate in the facts, and sign them again."""
    key = _first(document)["supply"]
    row = next(row for row in document["market"]["supplies"] if row["key"] == key)
    row["capacity_left"] = 0
    _sign(document)


def _sign(document):
    facts = {k: document[k] for k in ("format", "today", "seed", "weights", "market")}
    document["digest"] = hashlib.sha256(
        json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _digest(document):
    document["seed"] += "1"


def _twice(document):
    document["result"]["pairs"].append(copy.deepcopy(_first(document)))


def _stranger(document):
    _first(document)["supply"] = "nobody"


def _longer(document):
    document["result"]["top"] = 2


def _nowhere(document):
    _first(document).update(rank_for_need=None, rank_for_supply=None)


def _too_little(document):
    """Ask for a fit that nobody has, and sign the facts again."""
    document["weights"]["least_fit"] = 10_000
    _sign(document)


TAMPERINGS = {
    _part: "the parts of the fit add up to",
    _part_and_sum: "by the formulas",
    _shifted_part: "the parts of the benefit are not",
    _stated: "the parts of the benefit are not",
    _joint: "the harmonic mean and its adjustments make",
    _adjustment: "the adjustments are not",
    _priority: "names the wrong priority",
    _served: "the match names the wrong priority",
    _order: "is not in order",
    _gap: "are not 1, 2, 3",
    _omission: "was left out",
    _gate: "there is no capacity left",
    _digest: "digest is not that of the facts",
    _twice: "are listed twice",
    _stranger: "are not both in the facts",
    _longer: "is longer than 2",
    _nowhere: "are on neither side's list",
    _too_little: "although a side gains too little",
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__.strip("_"))
def test_the_judge_catches(honest, tamper):
    document = copy.deepcopy(honest)

    tamper(document)

    problems = checks.judge(document).problems
    assert any(TAMPERINGS[tamper] in problem for problem in problems), problems


def _first_only(self, place, n, least, of_supplies):
    return n << 20 | np.arange(1)


FAULTS = {
    "harmonic": lambda p: p.setattr(features, "harmonic_mean", lambda a, b: (a + b) // 2),
    "growth": lambda p: p.setattr(features, "step_credit", lambda asked, held, w: 1000),
    "load": lambda p: p.setattr(features, "load_permille", lambda pending, w: 0),
    "lottery": lambda p: p.setattr(lists.Tickets, "draw", lambda self, n, c: c),
    "gate": lambda p: p.setattr(doors, "needed_level", lambda asked, w: 0),
    "capacity": lambda p: p.setattr(doors.Doors, "open", lambda self, n, out: out | 1),
    "bound": lambda p: p.setattr(bounds.Bounds, "_near", _first_only),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_put_into_the_engine_does_not_pass(name):
    """Controls: the engine's own cross-check or the judge must stop each fault."""
    with pytest.MonkeyPatch.context() as patch:
        FAULTS[name](patch)
        try:
            document = judged(market())
        except ArithmeticError:
            return

    assert not checks.judge(document).holds


def test_without_a_fault_the_control_passes():
    assert checks.judge(judged(market())).holds


@pytest.mark.parametrize("top", [0, -1, True, "20", None])
def test_lists_of_no_length_hide_nothing(honest, top):
    document = {**honest, "result": {"top": top, "pairs": []}}

    assert not checks.judge(document).holds


def test_shorter_lists_than_were_asked_for_are_no_answer(honest):
    top = honest["result"]["top"]

    assert checks.judge(honest, top=top).holds
    assert not checks.judge(honest, top=top + 1).holds


def test_a_list_of_each_side_is_rebuilt_whatever_the_budget(honest):
    emptied = {**honest, "result": {**honest["result"], "pairs": []}}

    looked = checks.judge(honest, budget=0).counted["candidates looked at for omissions"]

    market = honest["market"]
    assert looked == len(market["needs"]) + len(market["supplies"])
    assert len(honest["result"]["pairs"]) > 0
    assert any("was left out" in problem for problem in checks.judge(emptied).problems)


def test_the_judge_imports_nothing_of_the_judged():
    package = Path(checks.__file__).parent
    own = {"." + path.stem for path in package.glob("*.py")} | {"."}
    imported = set()
    for path in package.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add("." * node.level + (node.module or "").split(".")[0])

    assert imported <= set(sys.stdlib_module_names) | own


def test_the_command_answers_in_words(honest, tmp_path, capsys):
    good, bad, none = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "none.json"
    good.write_text(json.dumps(honest))
    document = copy.deepcopy(honest)
    _joint(document)
    bad.write_text(json.dumps(document))
    none.write_text("[]")

    codes = [checks.main([str(path)]) for path in (good, bad, none)]

    said = capsys.readouterr()
    assert codes == [0, 1, 2]
    assert said.out.startswith("The result holds.")
    assert "The result does not hold." in said.out
    assert "cannot be judged" in said.err


def test_the_module_runs_the_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["checks"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("matching.engine.checks", run_name="__main__")

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("Usage: python -m matching.engine.checks FILE")


def test_the_command_runs_as_a_module():
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-m", "matching.engine.checks"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(checks.__file__).parents[3],
    )

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Usage: python -m matching.engine.checks FILE")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"format": "other/1"},
        [],
        {"format": ranking.FORMAT},
        {"format": ranking.FORMAT, "result": {}},
    ],
)
def test_what_is_no_result_is_refused(document):
    with pytest.raises(ValueError, match="document"):
        checks.judge(document)


def test_facts_changed_after_the_run_change_the_digest():
    other = replace(market().supplies[0], pending=9)
    changed = replace(market(), supplies=(other, *market().supplies[1:]))

    assert digest(changed, **FACTS) != digest(market(), **FACTS)
