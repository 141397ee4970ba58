"""The engine's reasons of a round in words, for whom they concern. Kinds and counts become sentences."""

from collections.abc import Mapping
from typing import Any

PROMISES = {
    "stable": "No applicant and host would both rather have each other.",
    "weakly_stable": "No applicant and host would both strictly rather have each other.",
    "applicant_optimal": "Nobody could get a better choice in any other stable outcome.",
    "truthful": "Nobody could gain by ranking otherwise than they wish.",
    "longer_list": "Nobody lost anything by listing more.",
    "two_thirds_of_largest": "At least two thirds as many are placed as in the largest such outcome.",
}

SHORT = {
    "no_choices": "Ranked nothing",
    "not_accepted": "Declined by the hosts they ranked",
    "higher_tier": "Full with people in a higher tier",
    "lottery": "The last seats were drawn by lot",
    "supervisor_higher_tier": "The supervisor is full",
    "supervisor_lottery": "The supervisor's last seats were drawn by lot",
    "organisation_higher_tier": "The organisation takes no more people",
    "organisation_lottery": "The organisation's last seats were drawn by lot",
    "did_not_run": "Did not reach the number with which it runs",
    "reserved": "Seats kept for a group",
    "allocated": "Seats given by hand",
    "too_few_together": "Too few seats for a team",
    "goal": "The round's goal",
    "time_limit": "The search ran out of time",
    "team": "With the team",
    "mixed": "Each choice for a reason of its own",
}

TOLD = {
    "not_accepted": "its host did not choose you for it",
    "higher_tier": "its seats went to people whom its host put in a higher tier",
    "lottery": "its last seats were drawn by lot among people in your tier",
    "supervisor_higher_tier": "its supervisor is full with people in a higher tier",
    "supervisor_lottery": "its supervisor’s last seats were drawn by lot among people in your tier",
    "organisation_higher_tier": "its organisation is full with people in a higher tier",
    "organisation_lottery": "its organisation’s last seats were drawn by lot among people in your tier",
    "did_not_run": "too few people came together for it to run",
    "reserved": "its last seats were kept for a group",
    "allocated": "its last seats had been given before, for personal circumstances or by hand",
    "too_few_together": "it had too few seats left for a team",
    "goal": "the goal of this round gave its seats to others",
    "time_limit": "the search ran out of time",
    "team": "no placement could take your team together",
    "with_team": "it could not take your team together, or not all of you ranked it as high",
}

EMPTY = {
    "nobody_asked": "Nobody ranked it.",
    "not_accepted": "Nobody who ranked it had been chosen by you.",
    "went_elsewhere": "All who ranked it got what they wanted more.",
    "supervisor_quota": "The supervisor takes no more people.",
    "organisation_quota": "Your organisation takes no more people in this round.",
    "did_not_run": "Fewer people came together than the number with which it runs.",
    "goal": "The goal of this round placed people elsewhere.",
    "team": "The seats that are left were too few for a team.",
    "time_limit": "The search ran out of time.",
    "reserve": "Seats are kept for a group.",
    "allocation": "A seat given by hand stands in the way.",
}

CAUSES = {
    "allocation": "a seat given by hand",
    "team": "a team that goes together",
    "reserve": "seats kept for a group",
    "goal": "the goal of the round",
    "time_limit": "a search that ran out of time",
}


def ordinal(number: int) -> str:
    """1 -> "1st"."""
    ending = "th"
    if number % 100 not in (11, 12, 13):
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def reason_in_short(kind: str) -> str:
    """A kind of reason for a table."""
    return SHORT.get(kind, kind.replace("_", " "))


def upset_words(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """A blocking pair, and what stands in its way."""
    title = titles.get(row["placement"], row["placement"])
    cause = CAUSES.get(row["cause"], row["cause"])
    return (
        f"{row['applicant']} and “{title}” would both rather have each other; what stands in the way "
        f"is {cause}."
    )


def seat_words(title: str, choice: int, *, by_hand: bool, above: list[tuple[str, str]]) -> str:
    """For somebody with a seat: which choice it is, and why it was none of those above it."""
    if by_hand:
        return f"You have a seat at “{title}”. It was given before the round was settled."
    words = f"You have a seat at “{title}”, your {ordinal(choice)} choice."
    reasons = [f"“{name}”: {TOLD.get(kind, kind)}." for name, kind in above]
    return " ".join([words, *reasons])


def no_seat_words(kind: str, choices: list[tuple[str, str]]) -> str:
    """For somebody without a seat: one reason that all choices share, or one for each."""
    if kind == "no_choices":
        return (
            "You have no seat, because none of the placements on your list was open to you when the "
            "round was settled."
        )
    if kind in TOLD and len(choices) > 1:
        return f"You have no seat this time. Of each of your {len(choices)} choices: {TOLD[kind]}."
    reasons = [f"“{name}”: {TOLD.get(why, why)}." for name, why in choices]
    return " ".join(["You have no seat this time.", *reasons])


def place_words(title: str, *, seats: int, filled: int, kind: str, asked: int) -> str:
    """For a host: how many come, and why seats are empty."""
    come = "Nobody comes" if not filled else f"{filled} of {seats} seats are filled"
    words = f"{come} for “{title}”; {asked} {'person' if asked == 1 else 'people'} ranked it."
    if filled < seats and kind:
        words += f" {EMPTY.get(kind, '')}"
    return words.strip()
