"""The facts of a placement round as its judge reads them: by key, with tiers and limits looked up."""

from collections.abc import Iterator, Mapping

UNSAID: Mapping[str, Mapping] = {
    "applicants": {"choices": [], "groups": []},
    "placements": {
        "seats": 1,
        "supervisor": None,
        "least": 1,
        "tiers": None,
        "reserved": [],
        "reverts_to": None,
        "district": "",
    },
    "organisations": {"quota": None, "tiers": None, "kind": ""},
    "supervisors": {"quota": None, "tiers": None},
    "teams": {"choices": None, "or_alone": False},
}
"""What a row means that leaves a field out."""


class Facts:
    """The facts by key, tiers looked up, and where everyone is."""

    def __init__(self, document: Mapping) -> None:
        round_, result = document["round"], document["result"]
        self.rules = document["rules"]
        self.applicants, self.placements, self.organisations, self.supervisors, self.teams = (
            {row["key"]: {**unsaid, **row} for row in round_[table]}
            for table, unsaid in UNSAID.items()
        )
        self.allocated = {row["applicant"]: row["placement"] for row in round_["allocations"]}
        self.closed = {row["placement"] for row in result["closed"]}
        self.at = {row["applicant"]: row["placement"] for row in result["seats"]}
        self.intact = {
            key for key, team in self.teams.items() if self._stays_whole(key, team, result)
        }
        self.in_team = {one: key for key in self.intact for one in self.teams[key]["members"]}
        self.seats = {key: row["seats"] for key, row in self.placements.items()}
        for row in result["reversions"]:
            self.seats[row["giver"]] -= row["seats"]
            self.seats[row["receiver"]] += row["seats"]
        self.looked_at = 0
        self._tiers: dict[int, dict[str, int]] = {}

    @staticmethod
    def _stays_whole(key: str, team: Mapping, result: Mapping) -> bool:
        """Linked applicants who are not together anywhere are considered alone."""
        if not team["or_alone"] or any(row["team"] == key for row in result["seats"]):
            return True
        # Cut off by time before anybody was asked to go alone.
        members = set(team["members"])
        return not result["complete"] and not any(
            row["applicant"] in members for row in result["seats"]
        )

    @property
    def tied_choices(self) -> bool:
        """Whether anybody named two placements as equals."""
        units = [*self.applicants.values(), *self.teams.values()]
        return any(len(_group(group)) > 1 for row in units for group in row["choices"] or ())

    @property
    def tied_hosts(self) -> bool:
        """Whether some host holds two people as equals, or has no order at all."""
        lists = [self._said(row) for row in self.placements.values()]
        return any(
            groups is None or any(len(_group(one)) > 1 for one in groups) for groups in lists
        )

    def _said(self, row: Mapping) -> list | None:
        """The list by which a placement is filled: its own, its supervisor's or its organisation's."""
        hosts = (
            self.supervisors.get(row["supervisor"], {}),
            self.organisations[row["organisation"]],
        )
        for host in (row, *hosts):
            if host.get("tiers") is not None:
                return host["tiers"]
        return None

    def tier(self, applicant: str, placement: str) -> int | None:
        """The tier in which the placement's host holds an applicant; None when it would not."""
        groups = self._said(self.placements[placement])
        if groups is None:
            return 1
        if id(groups) not in self._tiers:
            self._tiers[id(groups)] = {
                one: number for number, group in enumerate(groups, 1) for one in _group(group)
            }
        return self._tiers[id(groups)].get(applicant)

    def unit_tier(self, unit: str, placement: str) -> int | None:
        """The same for a team: the worst tier of its members."""
        worst = 0
        for one in self.members(unit):
            tier = self.tier(one, placement)
            if tier is None:
                return None
            worst = max(worst, tier)
        return worst

    def members(self, unit: str) -> list[str]:
        """Who goes together as one unit."""
        return self.teams[unit]["members"] if unit in self.teams else [unit]

    def ranks(self, unit: str) -> dict[str, int]:
        """Placement -> place on the unit's list, 1 first, ties sharing one."""
        if unit not in self.teams:
            return _ranks(self.applicants[unit]["choices"])
        team = self.teams[unit]
        if team["choices"] is not None:
            return _ranks(team["choices"])
        lists = [_ranks(self.applicants[one]["choices"]) for one in team["members"]]
        worst = {
            placement: max(ranks[placement] for ranks in lists)
            for placement in lists[0]
            if all(placement in ranks for ranks in lists)
        }
        levels = {rank: number for number, rank in enumerate(sorted(set(worst.values())), 1)}
        return {placement: levels[rank] for placement, rank in worst.items()}

    def units(self) -> Iterator[str]:
        """Whole teams, and everyone who is in none."""
        yield from (key for key in self.applicants if key not in self.in_team)
        yield from sorted(self.intact)

    def where(self, unit: str) -> str | None:
        """The placement of a unit."""
        return self.at.get(self.members(unit)[0])

    def limits(self, placement: str) -> list[tuple[str, str, int]]:
        """What limits a placement: (kind, key, seats or quota), innermost first."""
        row = self.placements[placement]
        limits = [("placement", placement, self.seats[placement])]
        for kind, hosts in (("supervisor", self.supervisors), ("organisation", self.organisations)):
            host = hosts.get(row[kind])
            if host is not None and host["quota"] is not None:
                limits.append((kind, host["key"], host["quota"]))
        return limits


def _ranks(groups: list) -> dict[str, int]:
    return {key: number for number, group in enumerate(groups, 1) for key in _group(group)}


def _group(group: str | list[str]) -> list[str]:
    """A bare key is a group of one."""
    return [group] if isinstance(group, str) else group
