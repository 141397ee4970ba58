"""One pair of a need and a supply, scored and gated from the published formulas.

The second writing of sections 1 to 4 of ``docs/matching/rank.md``: shares no code with the first.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

WHOLE = 10_000
LOADS = ("need_load", "supply_load")
CAUSES = ("never_helped", "underserved")


class Formulas:
    """The rules with one run's weights, facts and day."""

    def __init__(self, document: Mapping) -> None:
        self.weights = document["weights"]
        self.today = date.fromisoformat(document["today"])
        market = document["market"]
        self.affinity: dict[int, list[tuple[int, int]]] = {}
        for asked, held, permille in market["affinity"]:
            if asked != held:
                self.affinity.setdefault(asked, []).append((held, permille))
        self.refused = {tuple(pair) for pair in market["refused"]}
        self.conflicts = {tuple(pair) for pair in market["conflicts"]}

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

    def score(self, need: Mapping, supply: Mapping) -> dict[str, Any]:
        """Both sides' points, the joint score and the gates shut."""
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
