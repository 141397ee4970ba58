"""Why somebody with a seat is not at a placement that stands higher on their list, from the result."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any


class Above:
    """What stood in the way of every better choice, by the names that the engine gives to reasons."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        from ...engine.checks.round_facts import Facts

        self.facts = Facts(document)
        seated: dict[str, list[str]] = defaultdict(list)
        by_host: dict[str, list[str]] = defaultdict(list)
        by_supervisor: dict[str, list[str]] = defaultdict(list)
        self.by_hand = {row["applicant"] for row in document["result"]["seats"] if row["allocated"]}
        for row in document["result"]["seats"]:
            seated[row["placement"]].append(row["applicant"])
            host = self.facts.placements[row["placement"]]["organisation"]
            by_host[host].append(row["applicant"])
            supervisor = self.facts.placements[row["placement"]]["supervisor"]
            if supervisor:
                by_supervisor[supervisor].append(row["applicant"])
        self.seated, self.by_host, self.by_supervisor = seated, by_host, by_supervisor
        self.together = {row["applicant"] for row in document["result"]["seats"] if row["team"]}
        self.at = self.facts.at
        self.goal = document["rules"]["goal"]

    def of(self, applicant: str) -> list[tuple[str, str]]:
        """(placement, reason) for each choice above the seat, best first."""
        ranks = self.facts.ranks(applicant)
        mine = ranks.get(self.at.get(applicant, ""), len(ranks) + 1)
        return [
            (place, self._why(applicant, place))
            for place, rank in sorted(ranks.items(), key=lambda pair: pair[1])
            if rank < mine
        ]

    def _why(self, applicant: str, place: str) -> str:
        tier = self.facts.tier(applicant, place)
        if tier is None:
            return "not_accepted"
        if place in self.facts.closed:
            return "did_not_run"
        if self.goal != "stable":
            return "goal"
        if applicant in self.together:
            return "with_team"
        held, level = self._full(place)
        tiers = [self._tier(one) for one in held if one not in self.by_hand]
        if any(one > tier for one in tiers) or not tiers:
            return "allocated"
        return f"{level}lottery" if tier in tiers else f"{level}higher_tier"

    def _full(self, place: str) -> tuple[list[str], str]:
        """Who sits where no more fit: at the placement, with its supervisor, or in all at the host."""
        held = self.seated[place]
        if len(held) >= self.facts.seats[place]:
            return held, ""
        row = self.facts.placements[place]
        supervisor = row["supervisor"]
        if supervisor:
            quota = self.facts.supervisors[supervisor]["quota"]
            if quota is not None and len(self.by_supervisor[supervisor]) >= quota:
                return self.by_supervisor[supervisor], "supervisor_"
        return self.by_host[row["organisation"]], "organisation_"

    def _tier(self, applicant: str) -> int:
        return self.facts.tier(applicant, self.at[applicant]) or 0
