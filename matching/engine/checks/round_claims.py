"""What a settled round says of itself, judged: reasons, empty seats, numbers, shares and promises."""

from collections import Counter
from collections.abc import Iterator, Mapping

from .round_facts import Facts


def counts(facts: Facts, result: Mapping) -> Iterator[str]:
    """Everyone without a seat, every empty seat, and the numbers of each choice."""
    seated = set(facts.at)
    named = Counter(
        row["applicant"] for row in result["unplaced"] if row["applicant"] not in facts.teams
    )
    for who in sorted(set(facts.applicants) - seated - set(named)):
        yield f"{who} has neither a seat nor a reason."
    for who in sorted(set(named) & seated):
        yield f"{who} has a seat and is named as without one."
    for row in result["unplaced"]:
        if not row["kind"]:
            yield f"{row['applicant']} has no reason."
    filled = Counter(facts.at.values())
    empty = {key: seats - filled[key] for key, seats in facts.seats.items() if seats > filled[key]}
    if {row["placement"]: row["seats"] for row in result["empty"]} != empty:
        yield "The empty seats are not those that are left."
    counted = Counter(row["choice"] for row in result["seats"] if row["choice"])
    if result["choices"] != [counted[n] for n in range(1, max(counted, default=0) + 1)]:
        yield "The numbers of first, second and further choices are not those of the seats."
    shares: Counter = Counter()
    places: Counter = Counter()
    for key, row in facts.placements.items():
        kind = facts.organisations[row["organisation"]]["kind"]
        for name in (("kind", kind), ("district", row["district"])):
            places[name] += facts.seats[key]
            shares[name] += filled[key]
    told = {(row["by"], row["name"]): (row["seats"], row["filled"]) for row in result["shares"]}
    if told != {name: (places[name], shares[name]) for name in places}:
        yield "The seats offered and filled by kind and by district are not those of the placements."


def promises(facts: Facts, result: Mapping) -> Iterator[str]:
    """A promise may be called kept only in a round that can keep it."""
    kept = {row["name"]: row["kept"] for row in result["promises"]}
    stable = kept.get("stable", kept.get("weakly_stable"))
    if stable is None or stable != (not result["blocking"]):
        yield "Whether the outcome is stable is said wrongly."
    if "stable" in kept and (facts.tied_hosts or "weakly_stable" in kept):
        yield "With ties an outcome is weakly stable at most."
    ties = facts.tied_choices or facts.tied_hosts
    largest = facts.rules["ties"] == "largest"
    plain = not facts.teams and facts.rules["goal"] == "stable" and bool(result["complete"])
    no_least = all(row["least"] == 1 for row in facts.placements.values())
    gives_on = any(row["reverts_to"] for row in facts.placements.values())
    reserves = any(row["reserved"] for row in facts.placements.values())
    honest = plain and no_least and not gives_on and not (largest and ties)
    can = {
        "truthful": honest,
        "longer_list": honest,
        "applicant_optimal": plain and not (ties or reserves or facts.closed or result["blocking"]),
        "two_thirds_of_largest": largest and plain and no_least and not reserves,
    }
    for name, possible in can.items():
        if kept.get(name) and not possible:
            yield f"The promise {name} is called kept in a round that cannot keep it."
    for name in sorted(set(kept) - set(can) - {"stable", "weakly_stable"}):
        yield f"Nobody promises {name}."
