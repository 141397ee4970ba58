"""The judge of a placement round, ``wmodf-round/1``: seats, quotas, promises, blocking pairs.

Sections named here are those of ``docs/matching/settle.md``. Everything is rebuilt from the facts
with plain dictionaries, in one look at each choice.
"""

import hashlib
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from .round_claims import counts, promises
from .round_facts import Facts
from .verdict import MOST_PROBLEMS, Verdict

FORMAT = "wmodf-round/1"
FACTS = ("format", "seed", "rules", "round")
LAST = 1 << 40
"""A tier after all that a host named."""


def judge(document: Mapping) -> Verdict:
    """Check a settled round: every rule of seats, and every claim that the result makes."""
    facts = Facts(document)
    result = document["result"]
    problems: list[str] = []
    problems += _digest(document)
    problems += _seats(facts, result)
    if not problems:
        # Only of a possible outcome can one ask whether it is stable.
        problems += _hosts(facts, result)
        problems += _teams(facts, result)
        problems += _blocking(facts, result)
        problems += counts(facts, result)
        problems += promises(facts, result)
    return Verdict(
        tuple(problems[:MOST_PROBLEMS]),
        {
            "applicants": len(facts.applicants),
            "placements": len(facts.placements),
            "choices asked for blocking pairs": facts.looked_at,
        },
    )


def _digest(document: Mapping) -> Iterator[str]:
    facts = {name: document[name] for name in FACTS}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != document["digest"] or found != document["result"]["digest"]:
        yield "The digest is not that of the facts."
    if document["seed"] != document["result"]["seed"]:
        yield "The result names another seed."


def _seats(facts: Facts, result: Mapping) -> Iterator[str]:
    """Nobody twice, everyone wanted by both sides, no seat or quota exceeded."""
    for who, times in Counter(row["applicant"] for row in result["seats"]).items():
        if times > 1:
            yield f"{who} has {times} seats."
    for row in result["seats"]:
        who, placement = row["applicant"], row["placement"]
        if who not in facts.applicants or placement not in facts.placements:
            yield f"{who} at {placement}: not both are in the facts."
            return
        if who in facts.allocated:
            listed = facts.ranks(who).get(placement, 0)
        else:
            unit = facts.in_team.get(who, who)
            listed = facts.ranks(unit).get(placement, 0)
            if not listed:
                yield f"{who} is at {placement} without having chosen it."
            if facts.tier(who, placement) is None:
                yield f"{who} is at {placement}, whose host did not accept them."
        if row["choice"] != listed:
            yield f"{who} got choice {listed}, not {row['choice']}."
        if row["allocated"] != (who in facts.allocated):
            yield f"{who} is not rightly marked as allocated."
        if row["team"] != facts.in_team.get(who, ""):
            yield f"{who} is not rightly marked with their team."
    used: Counter = Counter()
    for placement in facts.at.values():
        for limit in facts.limits(placement):
            used[limit] += 1
    for (kind, key, limit), count in sorted(used.items()):
        if count > limit:
            yield f"The {kind} {key} has {count} people and room for {limit}."


def _hosts(facts: Facts, result: Mapping) -> Iterator[str]:
    """Minimum sizes, allocations, reserved seats, reversions."""
    filled = Counter(facts.at.values())
    for who, placement in facts.allocated.items():
        if facts.at.get(who) != placement:
            yield f"{who} was allocated to {placement} and is not there."
    holds_allocation = set(facts.allocated.values())
    for key, row in facts.placements.items():
        if facts.seats[key] < 0:
            yield f"{key} gave away more seats than it has."
        if key in facts.closed and filled[key]:
            yield f"{key} does not run and has {filled[key]} people."
        waived = key in holds_allocation or not result["complete"]
        if (
            key not in facts.closed
            and filled[key] < row["least"]
            and not waived
            and row["least"] > 1
        ):
            yield f"{key} runs with {filled[key]} people, fewer than its least, {row['least']}."
        if key in facts.closed and row["least"] == 1:
            yield f"{key} is closed without a least to miss."
    for row in result["reversions"]:
        if facts.placements[row["giver"]]["reverts_to"] != row["receiver"] or row["seats"] < 1:
            yield f"{row['giver']} gave seats to {row['receiver']}, which nobody asked for."
    for row in result["closed"]:
        key, least = row["placement"], facts.placements.get(row["placement"], {}).get("least")
        if row["least"] != least or not 0 <= row["people"] < row["least"]:
            yield f"{key} is not rightly named as closed."
    yield from _reserved(facts, result)


def _reserved(facts: Facts, result: Mapping) -> Iterator[str]:
    """Nobody of a group waits while others hold the seats reserved for it."""
    if facts.teams or not result["complete"]:
        return
    sitting: dict[str, list[str]] = {}
    for who, placement in facts.at.items():
        sitting.setdefault(placement, []).append(who)
    for key, row in facts.placements.items():
        if not row["reserved"] or key in facts.closed:
            continue
        there = sitting.get(key, [])
        counts = {
            reserve["group"]: sum(reserve["group"] in _groups(facts, who) for who in there)
            for reserve in row["reserved"]
        }
        open_seats = sum(who not in facts.allocated for who in there)
        for reserve in row["reserved"]:
            group = reserve["group"]
            if counts[group] >= reserve["seats"]:
                continue
            # Whoever sits on what is reserved for another group is in nobody's way.
            rightly = counts[group] + sum(
                min(other["seats"], counts[other["group"]])
                for other in row["reserved"]
                if other["group"] != group
            )
            if open_seats <= rightly:
                continue
            for who in facts.applicants:
                if _waits(facts, who, key) and group in _groups(facts, who):
                    yield f"{who} waits for a seat that {key} reserves for {group}."


def _groups(facts: Facts, who: str) -> list[str]:
    return facts.applicants[who]["groups"]


def _waits(facts: Facts, who: str, placement: str) -> bool:
    """Whether somebody would rather be there, and the host would have them."""
    if who in facts.allocated:
        return False
    ranks = facts.ranks(who)
    here, now = ranks.get(placement), ranks.get(facts.at.get(who, ""))
    wants = here is not None and (now is None or here < now)
    return wants and facts.tier(who, placement) is not None


def _teams(facts: Facts, result: Mapping) -> Iterator[str]:
    for key in facts.teams:
        places = {facts.at.get(one) for one in facts.teams[key]["members"]}
        if key in facts.intact and len(places) > 1:
            yield f"The team {key} is not together."


def _blocking(facts: Facts, result: Mapping) -> Iterator[str]:
    """The pairs that block, found anew, are those that are listed, each with a possible cause."""
    stated = Counter((row["applicant"], row["placement"]) for row in result["blocking"])
    found = set(_blocking_pairs(facts))
    for unit, placement in sorted(found - set(stated)):
        yield f"{unit} and {placement} would both rather have each other, and are not listed."
    for unit, placement in sorted(set(stated) - found):
        yield f"{unit} and {placement} are listed as blocking and do not block."
    for (unit, placement), times in stated.items():
        if times > 1:
            yield f"{unit} and {placement} are listed as blocking {times} times."
    possible = {
        "team": bool(facts.teams),
        "reserve": any(row["reserved"] for row in facts.placements.values()),
        "goal": facts.rules["goal"] != "stable",
        "time_limit": not result["complete"],
    }
    by_hand = _allocated_under(facts)
    for row in result["blocking"]:
        if (row["applicant"], row["placement"]) not in found:
            continue
        if row["cause"] == "allocation":
            fits = _allocation_is_why(facts, row["applicant"], row["placement"], by_hand)
        else:
            fits = possible.get(row["cause"], False)
        if not fits:
            yield (
                f"{row['applicant']} and {row['placement']} block, "
                f"and {row['cause']} cannot be the cause."
            )


def _allocated_under(facts: Facts) -> dict[tuple[str, str, int], int]:
    """For each limit the worst tier of those put under it by hand."""
    worst: dict[tuple[str, str, int], int] = {}
    for who, placement in facts.allocated.items():
        tier = facts.tier(who, placement)
        for limit in facts.limits(placement):
            worst[limit] = max(worst.get(limit, 0), LAST if tier is None else tier)
    return worst


def _allocation_is_why(
    facts: Facts, unit: str, placement: str, by_hand: Mapping[tuple[str, str, int], int]
) -> bool:
    """Whether the one who waits was put elsewhere by hand, or somebody worse was put before them."""
    if any(one in facts.allocated for one in facts.members(unit)):
        return True
    tier = facts.unit_tier(unit, placement)
    return tier is not None and any(
        by_hand.get(limit, 0) > tier for limit in facts.limits(placement)
    )


def _blocking_pairs(facts: Facts) -> Iterator[tuple[str, str]]:
    """Section "Blocking pairs": one look at each choice, one binary search per limit."""
    sitting: dict[tuple[str, str, int], list[int]] = {}
    tier_now: dict[str, int] = {}
    for unit in facts.units():
        placement = facts.where(unit)
        if placement is not None:
            tier = facts.unit_tier(unit, placement)
            # Someone allocated by hand whom the host never named comes after all it named.
            tier_now[unit] = LAST if tier is None else tier
            for limit in facts.limits(placement):
                sitting.setdefault(limit, []).extend([tier_now[unit]] * len(facts.members(unit)))
    for tiers in sitting.values():
        tiers.sort()
    for unit in facts.units():
        ranks, now = facts.ranks(unit), facts.where(unit)
        present = ranks.get(now or "", len(ranks) + 1)
        own = set(facts.limits(now)) if now is not None else set()
        size = len(facts.members(unit))
        for placement, rank in ranks.items():
            facts.looked_at += 1
            if rank >= present or placement == now or placement in facts.closed:
                continue
            tier = facts.unit_tier(unit, placement)
            if tier is None:
                continue
            for limit in facts.limits(placement):
                if limit in own and tier_now[unit] >= tier:
                    continue
                tiers = sitting.get(limit, [])
                if size > limit[2] - bisect_right(tiers, tier):
                    break
            else:
                yield unit, placement
