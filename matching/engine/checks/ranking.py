"""The judge of a ranking, ``wmodf-instance/1``: pairs, sums of parts, order and omissions."""

import hashlib
import json
import random
from collections.abc import Mapping

from .formulas import CAUSES, WHOLE, Formulas
from .verdict import MOST_PROBLEMS, Verdict

FORMAT = "wmodf-instance/1"


def judge(document: Mapping, *, budget: int = 100_000, top: int | None = None) -> Verdict:
    """Check a ranking: all lists, or those that the document's ``lists`` names.

    Every listed pair is scored and gated again. Whole lists are rebuilt from all candidates for
    as many needs and supplies as ``budget`` pair scores allow, and for one of each side in any
    case. They are drawn by facts and answer together, so that an omission cannot choose where to
    hide. ``top``, where it is given, is the length of list that was asked for.
    """
    return _Judge(document).verdict(budget, top)


class _Judge:
    def __init__(self, document: Mapping) -> None:
        self.document = document
        self.formulas = Formulas(document)
        self.weights = document["weights"]
        self.seed = document["seed"]
        self.needs = {row["key"]: row for row in document["market"]["needs"]}
        self.supplies = {row["key"]: row for row in document["market"]["supplies"]}
        stated = document.get("lists")
        self.stated = (
            {("need", key) for key in stated["needs"]}
            | {("supply", key) for key in stated["supplies"]}
            if stated
            else {("need", key) for key in self.needs} | {("supply", key) for key in self.supplies}
        )
        self.problems: list[str] = []

    def verdict(self, budget: int, asked: int | None) -> Verdict:
        result = self.document["result"]
        top = result["top"]
        if type(top) is not int or top < 1 or asked not in (None, top):
            return Verdict((f"The lists are cut at {top!r}, not at {asked or '1 or more'}.",), {})
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
        return Verdict(
            tuple(self.problems[:MOST_PROBLEMS]),
            {
                "pairs scored again": len(listed),
                "lists": len(lists),
                "candidates looked at for omissions": candidates,
            },
        )

    def _say(self, sentence: str) -> None:
        self.problems.append(sentence)

    def _digest(self) -> None:
        names = ["format", "today", "seed", "weights", "market"]
        names += ["lists"] if "lists" in self.document else []
        facts = {name: self.document[name] for name in names}
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != self.document.get("digest"):
            self._say("The digest is not that of the facts.")

    def _pair(self, pair: Mapping) -> None:
        """One listed pair against its facts."""
        need, supply = self.needs[pair["need"]], self.supplies[pair["supply"]]
        label = f"{need['key']} and {supply['key']}"
        own = self.formulas.score(need, supply)
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
        found: dict[tuple[str, str], list] = {name: [] for name in self.stated}
        for (need, supply), pair in listed.items():
            place = self._place(need, supply, pair["joint"], pair["used"])
            ranks = pair["rank_for_need"], pair["rank_for_supply"]
            if ranks == (None, None):
                self._say(f"{need} and {supply} are on neither side's list.")
            sides = (("need", need), supply), (("supply", supply), need)
            for rank, (own, other) in zip(ranks, sides, strict=True):
                if rank is not None and own not in found:
                    self._say(f"{need} and {supply}: the list of {own[1]} was not asked for.")
                elif rank is not None:
                    found[own].append((rank, place, other))
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

    def _drawn_by(self) -> str:
        """Known only once the answer stands: who cheats cannot look up first where nobody looks."""
        answer = json.dumps(self.document["result"], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(f"{self.document.get('digest')}{answer}".encode()).hexdigest()

    def _omissions(self, lists: Mapping, top: int, budget: int) -> int:
        """Rebuild lists from every candidate, as many as the budget allows."""
        names = sorted(lists)
        random.Random(self._drawn_by()).shuffle(names)
        spent = 0
        looked: set[str] = set()
        for side, key in names:
            others = self.supplies if side == "need" else self.needs
            if spent + len(others) > budget and side in looked:
                continue
            looked.add(side)
            spent += len(others)
            places = []
            for other in others:
                pair = (key, other) if side == "need" else (other, key)
                own = self.formulas.score(self.needs[pair[0]], self.supplies[pair[1]])
                enough = own["fit"] >= self.weights["least_fit"] and own["benefit"] > 0
                if enough and not own["shut"]:
                    places.append((self._place(*pair, own["joint"], own["used"]), other))
            best = [other for _, other in sorted(places)[:top]]
            if best != lists[side, key]:
                left_out = [other for other in best if other not in lists[side, key]]
                detail = f": {left_out[0]} was left out" if left_out else ""
                self._say(f"The list of {key} is not its best {top}{detail}.")
        return spent
