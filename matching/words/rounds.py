"""A placement round in words: its phases, what ranking means, its rules, how a run is measured."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from ..choices.rounds import OVER, PHASES, Goal, RoundState, Ties

R = RoundState

PHASE_TITLES: dict[str, str] = {
    R.ANNOUNCE: "Announced",
    R.POST: "Placements are posted",
    R.RANK: "Applicants rank",
    R.TIER: "Hosts say whom they would take",
    R.RUN: "The round is worked out",
    R.CHECK: "Custodians check it",
    R.PUBLISH: "Results, and swaps",
    R.CLEAR: "Clearing",
}
PHASE_TEXTS: dict[str, str] = {
    R.ANNOUNCE: "The dates and the rules are known.",
    R.POST: "Hosts post their placements, and people apply to those they would take.",
    R.RANK: "Everybody who applied says what they want most. Only they read their list.",
    R.TIER: "Each host puts applicants into tiers. Only they read their tiers.",
    R.RUN: "A program brings lists, tiers and seats together. A second one judges the result.",
    R.CHECK: "Two custodians look at it before anybody else does.",
    R.PUBLISH: "Everybody gets a result with the reason. Two who agree can swap, with both hosts’ yes.",
    R.CLEAR: "What is left is offered to those who have no place yet.",
}
STATUS: dict[str, tuple[str, str]] = {
    R.DRAFT: ("A draft that only custodians see", ""),
    R.PLANNED: ("Dated, opens by itself", ""),
    R.ANNOUNCE: ("Announced", ""),
    R.POST: ("Apply now to the placements in it", "late"),
    R.RANK: ("Applicants rank now", "late"),
    R.TIER: ("Hosts say now whom they would take", "late"),
    R.RUN: ("Being worked out", ""),
    R.CHECK: ("Being checked", ""),
    R.PUBLISH: ("Results are out", "done"),
    R.CLEAR: ("Clearing", "done"),
    R.CLOSED: ("Closed", "done"),
    R.CANCELLED: ("Called off", ""),
}


def status_of(round_: Any) -> dict[str, str]:
    """Where it stands, with its block."""
    text, state = STATUS[round_.state]
    if round_.state == R.PUBLISH and not round_.is_published:
        text, state = "Results are due", "late"
    return {"text": text, "state": state}


def phases_of(round_: Any) -> list[dict[str, Any]]:
    """Its dated phases as ``components/phases.html`` takes them; ``phases`` is prefetched."""
    here = PHASES.index(round_.state) if round_.state in PHASES else -1
    over = round_.state in OVER
    found = []
    for phase in sorted(round_.phases.all(), key=lambda row: row.position):
        place = PHASES.index(phase.kind)
        found.append(
            {
                "title": PHASE_TITLES[phase.kind],
                "text": PHASE_TEXTS[phase.kind],
                "opens": phase.opens_at,
                "closes": phase.closes_at,
                "state": "now" if place == here else "done" if place < here or over else "",
            }
        )
    return found


def counted(number: int, one: str, many: str) -> str:
    """ "1 placement", "3 placements"."""
    return f"{number:,} {one if number == 1 else many}"


def day(moment: Any) -> str:
    """A moment as the day it is in Birmingham."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


def moment_in_words(moment: Any) -> str:
    """A moment as people say it: "3 March 2026, 17:00"."""
    return f"{day(moment)}, {timezone.localtime(moment):%H:%M}"


def span(phase: Any) -> str:
    """From when to when a phase lasts; nothing without one."""
    return f"{day(phase.opens_at)} to {moment_in_words(phase.closes_at)}" if phase else ""


def phase_of(round_: Any, kind: str = "") -> Any:
    """The phase of this kind, or the one that is open; None where it has none."""
    wanted = kind or round_.state
    return next((row for row in round_.phases.all() if row.kind == wanted), None)


def ranking_means(round_: Any, *, has_least: bool = False) -> list[str]:
    """What it means to rank, in plain words and no more than the rules keep.

    ``has_least`` says whether a placement runs only with several people.
    """
    plain = round_.ties == Ties.LOTTERY and round_.goal == Goal.STABLE and not has_least
    if plain:
        honest = (
            "Put what you want most first, even if you think that many others want it. With the rules "
            "of this round nobody ever gets something better by saying anything but the truth.",
            "If your first choice is full, your second is looked at as if it had been your first. A "
            "longer list never takes a better place away from you.",
        )
    else:
        honest = (
            "Put what you want most first, even if you think that many others want it. Nobody can know "
            "beforehand how another order would serve them better.",
            "If your first choice is full, your second is looked at as if it had been your first. The "
            "more you list, the less likely you are to be left without a place.",
        )
    return [
        *honest,
        "What you leave out you are not given. List everything that you would take, and nothing that "
        "you would refuse.",
        "Nobody but you reads your list: not the hosts, not the custodians.",
    ]


def rules_of(round_: Any) -> list[tuple[str, str]]:
    """Its rules, each with its name."""
    ties = (
        "Applicants within one tier are equal to their host. Among equals the program looks for the "
        "outcome that places most people, and where that leaves a choice, one lottery decides."
        if round_.ties == Ties.LARGEST
        else "Applicants within one tier are equal to their host. One lottery for the whole round decides "
        "between them."
    )
    goals = {
        Goal.STABLE: "The result is stable: no applicant and host would both rather have each other than "
        "what they got.",
        Goal.RANK_MAXIMAL: "As many people as possible get their first choice, then as many as possible "
        "of the others their second, and so on. It holds where hosts are neutral; it can leave pairs who "
        "would both rather have each other, and then lists them.",
        Goal.GENEROUS: "As many people as possible get a place, and as few as possible their last choice. "
        "It holds where hosts are neutral; it can leave pairs who would both rather have each other, and "
        "then lists them.",
    }
    return [
        (
            "Lists",
            f"An applicant ranks up to {round_.most_choices} of the placements they applied to.",
        ),
        (
            "Tiers",
            "A host puts applicants into tiers. Whoever is in none comes after all who are in one. "
            + (
                "It reads them without their names until the results are out."
                if round_.blind
                else "It reads them with their names."
            ),
        ),
        ("The result", goals[Goal(round_.goal)]),
        ("Equals", ties),
        (
            "The lottery",
            "Its seed is drawn before anybody ranks, and its fingerprint is shown from then on. The seed "
            "itself is published with the result.",
        ),
        (
            "Ties to a host",
            "Tiers that put people with a tie to the host first do not count before a custodian without "
            "part in it has looked.",
        ),
        (
            "By hand",
            "A seat given by hand has a reason and two people’s yes, and the pairs that it upsets are "
            "listed.",
        ),
    ]


CHOICE_NAMES = ("First choice", "Second choice", "Third choice", "Fourth choice", "Fifth choice")


def choice_name(number: int) -> str:
    """ "First choice" for 1."""
    if 1 <= number <= len(CHOICE_NAMES):
        return CHOICE_NAMES[number - 1]
    return f"Choice {number}"


PROMISES: dict[str, tuple[str, str]] = {
    "stable": (
        "No applicant and host would both rather have each other",
        "Some would: they are counted above",
    ),
    "weakly_stable": (
        "No applicant and host would both clearly rather have each other",
        "Some would: they are counted above",
    ),
    "applicant_optimal": (
        "Nobody could have got something better in any stable result",
        "Another stable result could have served somebody better",
    ),
    "truthful": (
        "Nobody could have gained by another order than the true one",
        "It is not certain that nobody could have gained by another order",
    ),
    "longer_list": (
        "A longer list took nothing away from anybody",
        "It is not certain that a longer list took nothing away",
    ),
    "two_thirds_of_largest": (
        "At least two thirds of the most people that any stable result could place",
        "It is not certain that two thirds of the most possible are placed",
    ),
}
LOST_TO: dict[str, str] = {
    "ties": "several applicants in one tier",
    "largest": "the rule that places most people",
    "goal": "the goal chosen for this round",
    "teams": "teams",
    "team": "a team",
    "minimum_sizes": "placements that run only with several people",
    "reversions": "seats passed on to another placement",
    "reserved_seats": "reserved seats",
    "reserve": "reserved seats",
    "allocation": "seats given by hand",
    "time_limit": "the time limit",
}


def promise(name: str, kept: bool) -> str:
    """A promise that was kept, or lost, as a sentence."""
    return PROMISES.get(name, (name, name))[0 if kept else 1]


def promises_of(result: Mapping[str, Any]) -> list[dict[str, str]]:
    """The promises of a result as ``components/why_row.html`` takes them: kept, or lost and to what."""
    found = []
    for row in result.get("promises", ()):
        to = ", ".join(LOST_TO.get(name, name) for name in row["lost_to"])
        found.append(
            {
                "text": promise(row["name"], row["kept"]),
                "state": "yes" if row["kept"] else "near",
                "note": f"Because of {to}" if to else "",
            }
        )
    return found


def table(titles: Iterable[tuple[str, bool]], rows: Iterable[Iterable[Any]]) -> dict[str, Any]:
    """``columns`` and ``rows`` as ``components/table.html`` takes them; pairs of title and number."""
    heads = [{"title": title, "num": num} for title, num in titles]
    lines = []
    for row in rows:
        cells = []
        for head, value in zip(heads, row, strict=True):
            cell = dict(value) if isinstance(value, Mapping) else {"text": value}
            cells.append({"label": head["title"], "num": head["num"], **cell})
        lines.append(cells)
    return {"columns": heads, "rows": lines}
