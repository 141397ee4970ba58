"""The judge: is a stored ranking what the published formulas say it is?

It reads the published instance format and nothing else of the engine: no type, no constant and
no arithmetic is shared with what it judges. The formulas are those of ``docs/matching.md``,
written a second time in plain Python.

    python -m matching.engine.checks FILE      0 it holds, 1 it does not, 2 it cannot be read
"""

import hashlib
import json
import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FORMAT = "wmodf-instance/1"
WHOLE = 10_000
MOST_PROBLEMS = 50
LOADS = ("need_load", "supply_load")
CAUSES = ("never_helped", "underserved")


@dataclass(frozen=True)
class Verdict:
    """What the judge found: sentences on what is wrong, and how much was looked at."""

    problems: tuple[str, ...]
    pairs: int
    lists: int
    candidates: int

    @property
    def holds(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def judge(document: Mapping, *, budget: int = 100_000) -> Verdict:
    """Check a document that holds facts and a result.

    Every listed pair is scored and gated again. Whole lists are rebuilt from all candidates for
    as many needs and supplies as ``budget`` pair scores allow, drawn by the digest, so that an
    omission cannot choose where to hide. Raises ValueError for what is no such document.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ValueError(f"This is not a {FORMAT} document.")
    if not isinstance(document.get("result"), Mapping):
        raise ValueError("The document holds facts but no result to judge.")
    try:
        return _Judge(document).verdict(budget)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"The document is incomplete or malformed: {error!r}.") from error


class _Judge:
    def __init__(self, document: Mapping) -> None:
        self.document = document
        self.weights = document["weights"]
        self.today = date.fromisoformat(document["today"])
        self.seed = document["seed"]
        market = document["market"]
        self.needs = {row["key"]: row for row in market["needs"]}
        self.supplies = {row["key"]: row for row in market["supplies"]}
        self.affinity: dict[int, list[tuple[int, int]]] = {}
        for asked, held, permille in market["affinity"]:
            if asked != held:
                self.affinity.setdefault(asked, []).append((held, permille))
        self.refused = {tuple(pair) for pair in market["refused"]}
        self.conflicts = {tuple(pair) for pair in market["conflicts"]}
        self.problems: list[str] = []

    def verdict(self, budget: int) -> Verdict:
        result = self.document["result"]
        top = result["top"]
        self._digest()
        listed: dict[tuple[str, str], Mapping] = {}
        for pair in result["pairs"]:
            names = pair["need"], pair["supply"]
            if names in listed:
                self._say(f"{names[0]} and {names[1]} are listed twice.")
            elif names[0] not in self.needs or names[1] not in self.supplies:
                self._say(f"{names[0]} and {names[1]} are not both in the facts.")
            else:
                listed[names] = pair
                self._pair(pair)
        lists = self._lists(listed, top)
        candidates = self._omissions(lists, top, budget)
        return Verdict(tuple(self.problems[:MOST_PROBLEMS]), len(listed), len(lists), candidates)

    def _say(self, sentence: str) -> None:
        self.problems.append(sentence)

    def _digest(self) -> None:
        facts = {
            name: self.document[name] for name in ("format", "today", "seed", "weights", "market")
        }
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != self.document.get("digest"):
            self._say("The digest is not that of the facts.")

    # One pair, from the formulas.

    def _credit(self, need: Mapping, supply: Mapping) -> list[tuple[int, int, int, int]]:
        """Per requirement: points, out of, levels used, level that counts for the gate."""
        w = self.weights
        held = {row["skill"]: row["level"] for row in supply["held"]}
        asked = sorted(need["requirements"], key=lambda row: row["skill"])
        counts = [w["essential_share" if r["essential"] else "desirable_share"] for r in asked]
        whole = sum(counts)
        split = [divmod(WHOLE * count, whole) for count in counts]
        out_of = [share for share, _ in split]
        short = WHOLE - sum(out_of) if asked else 0
        by_rest = sorted(
            range(len(asked)), key=lambda i: (-split[i][1], -counts[i], asked[i]["skill"])
        )
        for i in by_rest[:short]:
            out_of[i] += 1
        answer = []
        for row, share in zip(asked, out_of, strict=True):
            options = []
            gate = 0
            for skill, near in [(row["skill"], 1000), *self.affinity.get(row["skill"], [])]:
                level = held.get(skill, 0)
                if level and near:
                    used = min(level, row["level"])
                    options.append((-used * near, skill != row["skill"], -used))
                    if near >= w["gate_affinity"]:
                        gate = max(gate, level)
            product, _, used = min(options, default=(0, False, 0))
            points = share * -product // (1000 * row["level"])
            answer.append((points, share, -used, gate))
        return answer

    def _shut(self, need: Mapping, supply: Mapping, credit: list) -> list[str]:
        """The gates that the pair fails, in words."""
        w, shut = self.weights, []
        if supply["kind"] not in need["accepts"]:
            shut.append("the kind of supply is not accepted")
        starts = max(self._day(need["starts"]) or self.today, self.today)
        ends = self._day(need["ends"]) or date.max
        since = max(self._day(supply["available_from"]) or self.today, starts)
        until = min(self._day(supply["available_until"]) or date.max, ends)
        shared = max(0, until.toordinal() - since.toordinal() + 1)
        length = ends.toordinal() - starts.toordinal() + 1
        if length < 1:
            shut.append("the need is over")
        elif need["ends"] is None:
            if shared < 1:
                shut.append("the dates do not meet")
        elif shared < 1 or shared * 1000 < length * w["dates_overlap"]:
            shut.append("the dates overlap too little")
        if need["place"] is not None and need["pattern"] != "remote":
            near = need["place"] in supply["places"]
            unsaid = not supply["places"] and not supply["remote"]
            half = need["pattern"] == "hybrid" and supply["remote"]
            if not (near or unsaid or half):
                shut.append("the place cannot be reached")
        if supply["kind"] == "person" and need["stages"] and supply["stage"] not in need["stages"]:
            shut.append("the stage is not eligible")
        if need["organisation"] in supply["organisations"]:
            shut.append("it is their own organisation")
        if (need["organisation"], supply["key"]) in self.conflicts:
            shut.append("there is a declared relation")
        if (need["key"], supply["key"]) in self.refused:
            shut.append("one of them said no before")
        if need["seats_left"] <= 0 or supply["capacity_left"] <= 0:
            shut.append("there is no capacity left")
        asked_hours, hours = need["hours"], supply["hours"]
        stated = asked_hours is not None and hours is not None
        if stated and hours * 1000 < asked_hours * w["hours_enough"]:
            shut.append("the hours are too few")
        asked = sorted(need["requirements"], key=lambda row: row["skill"])
        for row, (_, _, _, level) in zip(asked, credit, strict=True):
            if row["essential"] and level < max(1, row["level"] - w["essential_gap"]):
                shut.append(f"essential skill {row['skill']} is held too low")
        return shut

    @staticmethod
    @lru_cache(maxsize=4096)
    def _day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    def _worths(self, need: Mapping, supply: Mapping) -> dict[str, tuple[int, int, bool]]:
        """Points, out of and whether it was stated, for each part of what the supply gains."""
        w = self.weights
        held = {row["skill"]: row["level"] for row in supply["held"]}
        wishes = {
            row["skill"] for row in supply["wanted"] if row["level"] > held.get(row["skill"], 0)
        }
        worth: dict[str, int] = {}
        if wishes:
            met = 0
            for row in need["requirements"]:
                step = row["level"] - held.get(row["skill"], 0)
                if row["skill"] in wishes and step in (1, 2):
                    met += 1000 if step == 1 else w["two_steps"]
            enough = 1000 * min(len(wishes), w["enough_growth"])
            worth["growth"] = WHOLE * min(met, enough) // enough
        for name, given in (("returns", "gives_back"), ("themes", "themes")):
            hoped = supply["asks" if name == "returns" else "themes"]
            if hoped and (name == "returns" or need["themes"]):
                enough = min(len(hoped), w[f"enough_{name}"])
                met = len(set(hoped) & set(need[given]))
                worth[name] = WHOLE * min(met, enough) // enough
        gives_credit = "credit" in need["gives_back"]
        if supply["kind"] == "person" and (need["pay"] or gives_credit):
            pay = w["pay_" + need["pay"]] if need["pay"] else w["neutral"]
            worth["reward"] = max(pay, w["credit"]) if gives_credit else pay
        if supply["organisations"]:
            known = need["organisation"] in supply["linked_with"]
            worth["new_link"] = w["known_link"] if known else WHOLE
        return {
            name: (w[name] * worth.get(name, w["neutral"]) // WHOLE, w[name], name in worth)
            for name in ("growth", "returns", "themes", "reward", "new_link")
        }

    def _score(self, need: Mapping, supply: Mapping) -> dict[str, Any]:
        w = self.weights
        credit = self._credit(need, supply)
        worths = self._worths(need, supply)
        fit = sum(points for points, *_ in credit) if credit else w["no_requirements"]
        benefit = sum(points for points, _, _ in worths.values())
        harmonic = 2 * fit * benefit // (fit + benefit) if fit and benefit else 0
        joint, steps = harmonic, {}
        for name, row in zip(LOADS, (need, supply), strict=True):
            over = max(0, row["pending"] - w["load_free"])
            steps[name] = -(harmonic * min(over * w["load_each"], w["load_most"]) // 1000)
            joint += steps[name]
        for name in CAUSES:
            steps[name] = min(harmonic * w[name] // 1000, WHOLE - joint) if need[name] else 0
            joint += steps[name]
        return {
            "credit": credit,
            "worths": worths,
            "fit": fit,
            "benefit": benefit,
            "harmonic": harmonic,
            "joint": joint,
            "used": sum(used for _, _, used, _ in credit),
            "steps": {name: points for name, points in steps.items() if points},
            "shut": self._shut(need, supply, credit),
        }

    def _pair(self, pair: Mapping) -> None:
        """One listed pair against its facts."""
        need, supply = self.needs[pair["need"]], self.supplies[pair["supply"]]
        label = f"{need['key']} and {supply['key']}"
        own = self._score(need, supply)
        for reason in own["shut"]:
            self._say(f"{label} are listed although {reason}.")
        if own["fit"] < self.weights["least_fit"] or not own["benefit"]:
            self._say(f"{label} are listed although a side gains too little.")
        for name in ("fit", "benefit", "harmonic", "joint", "used"):
            if pair[name] != own[name]:
                self._say(f"{label}: {name} is {pair[name]}, by the formulas {own[name]}.")
        for total, parts in (("fit", "parts_need"), ("benefit", "parts_supply")):
            summed = sum(part["points"] for part in pair[parts])
            if summed != pair[total]:
                self._say(f"{label}: the parts of the {total} add up to {summed}.")
        stepped = pair["harmonic"] + sum(step["points"] for step in pair["adjustments"])
        if stepped != pair["joint"]:
            self._say(f"{label}: the harmonic mean and its adjustments make {stepped}.")
        asked = sorted(row["skill"] for row in need["requirements"])
        wanted = [
            ("skill", skill, points, share)
            for skill, (points, share, *_) in zip(asked, own["credit"], strict=True)
        ] or [("no_requirements", None, self.weights["no_requirements"], WHOLE)]
        found = [(p["name"], p["skill"], p["points"], p["out_of"]) for p in pair["parts_need"]]
        if found != wanted:
            self._say(f"{label}: the parts of the fit are not what the formulas give.")
        gains = {
            part["name"]: (part["points"], part["out_of"], part["stated"])
            for part in pair["parts_supply"]
        }
        if gains != own["worths"] or len(gains) != len(pair["parts_supply"]):
            self._say(f"{label}: the parts of the benefit are not what the formulas give.")
        steps = {step["name"]: step["points"] for step in pair["adjustments"]}
        if steps != own["steps"] or len(steps) != len(pair["adjustments"]):
            self._say(f"{label}: the adjustments are not what the formulas give.")
        for step in pair["adjustments"]:
            if step["priority"] != self.weights["priorities"].get(step["name"], ""):
                self._say(f"{label}: {step['name']} names the wrong priority.")
        grows = own["worths"]["growth"][2] and own["worths"]["growth"][0] > 0
        causes = [name for name in CAUSES if name in own["steps"]]
        cause = causes[0] if causes else "growth" if grows else "expertise"
        if pair["priority"] != self.weights["priorities"][cause]:
            self._say(f"{label}: the match names the wrong priority.")

    # Lists.

    def _place(self, need: str, supply: str, joint: int, used: int) -> tuple:
        """What a pair is ordered by: joint, levels used, the lottery, the keys."""
        text = f"{self.seed}|{need}|{supply}".encode()
        ticket = int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
        return (-joint, -used, ticket, need, supply)

    def _lists(self, listed: Mapping, top: int) -> dict[tuple[str, str], list[str]]:
        """Both sides' lists as stated, after checking lengths, places and order."""
        found: dict[tuple[str, str], list] = {("need", key): [] for key in self.needs}
        found |= {("supply", key): [] for key in self.supplies}
        for (need, supply), pair in listed.items():
            place = self._place(need, supply, pair["joint"], pair["used"])
            ranks = pair["rank_for_need"], pair["rank_for_supply"]
            if ranks == (None, None):
                self._say(f"{need} and {supply} are on neither side's list.")
            if ranks[0] is not None:
                found["need", need].append((ranks[0], place, supply))
            if ranks[1] is not None:
                found["supply", supply].append((ranks[1], place, need))
        answer = {}
        for (side, key), rows in found.items():
            rows.sort()
            if [rank for rank, *_ in rows] != list(range(1, len(rows) + 1)):
                self._say(f"The places on the list of {key} are not 1, 2, 3 and so on.")
            if len(rows) > top:
                self._say(f"The list of {key} is longer than {top}.")
            if [place for _, place, _ in rows] != sorted(place for _, place, _ in rows):
                self._say(f"The list of {key} is not in order.")
            answer[side, key] = [name for _, _, name in rows]
        return answer

    def _omissions(self, lists: Mapping, top: int, budget: int) -> int:
        """Rebuild lists from every candidate, as many as the budget allows."""
        names = sorted(lists)
        random.Random(str(self.document.get("digest"))).shuffle(names)
        spent = 0
        for side, key in names:
            others = self.supplies if side == "need" else self.needs
            if spent + len(others) > budget:
                break
            spent += len(others)
            places = []
            for other in others:
                pair = (key, other) if side == "need" else (other, key)
                own = self._score(self.needs[pair[0]], self.supplies[pair[1]])
                enough = own["fit"] >= self.weights["least_fit"] and own["benefit"] > 0
                if enough and not own["shut"]:
                    places.append((self._place(*pair, own["joint"], own["used"]), other))
            best = [other for _, other in sorted(places)[:top]]
            if best != lists[side, key]:
                left_out = [other for other in best if other not in lists[side, key]]
                detail = f": {left_out[0]} was left out" if left_out else ""
                self._say(f"The list of {key} is not its best {top}{detail}.")
        return spent


def main(arguments: list[str]) -> int:
    """Judge one file and say so in words."""
    if len(arguments) != 1:
        print("Usage: python -m matching.engine.checks FILE", file=sys.stderr)
        return 2
    try:
        verdict = judge(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        print(f"{arguments[0]} cannot be judged. {error}", file=sys.stderr)
        return 2
    looked = (
        f"{verdict.pairs} pairs on {verdict.lists} lists were scored again, "
        f"and {verdict.candidates} candidates were looked at for omissions."
    )
    if verdict.holds:
        print(f"The result holds. {looked}")
        return 0
    print(f"The result does not hold. {looked}")
    for problem in verdict.problems:
        print(f"- {problem}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
