"""Near misses and openings in words. Pure: facts in, sentences out."""

from collections.abc import Mapping
from typing import Any

from profiles.cards import STAGES

from . import LEVELS, day, lower_first


def near_miss(code: str, facts: Mapping[str, Any], change: Mapping[str, Any] | None, names: Any):
    """A near miss for the need: ``text`` (what is in the way), ``change`` and ``action``.

    ``change`` was made and scored again by the caller; None means nothing on this side helps.
    """
    text = {
        "essential": _essential_text,
        "dates": _dates_text,
        "place": lambda f, n: f"They cannot reach {n.districts.get(f['place'], 'the place')}.",
        "stage": lambda f, n: "You ask for people at another stage.",
        "hours": lambda f, n: f"You ask {f['asked']} hours a week; they have {f['offered']}.",
        "capacity": lambda f, n: "Every place of this offer is taken at present.",
    }.get(code, lambda f, n: "One thing is in the way.")(facts, names)
    if change is None:
        return {"text": text, "change": "Nothing to change on your side.", "action": ""}
    kind = change["kind"]
    if kind == "desirable":
        skill = lower_first(names.skills.get(change["skill"], "that skill"))
        words = f"Mark {skill} as desirable and they join the list."
        return {"text": text, "change": words, "action": f"Change {skill} to desirable"}
    if kind == "end":
        words = f"Move your end date to {day(change['to'])} and this becomes a match."
        return {"text": text, "change": words, "action": "Change your dates"}
    if kind == "dates":
        words = (
            f"Do it from {day(change['starts'])} to {day(change['ends'])} and this becomes a match."
        )
        return {"text": text, "change": words, "action": "Change your dates"}
    if kind == "pattern":
        how = "part of it" if change["to"] == "hybrid" else "all of it"
        words = f"Let {how} be done remotely and this becomes a match."
        return {"text": text, "change": words, "action": "Change where it is done"}
    if kind == "stages":
        who = lower_first(STAGES.get(change["to"], "someone at their stage"))
        words = f"Open it to {who.removeprefix('a ').removeprefix('an ')} applicants too."
        return {"text": text, "change": words, "action": "Change who may apply"}
    words = f"Ask {change['to']} hours a week and this becomes a match."
    return {"text": text, "change": words, "action": "Change the hours"}


def _essential_text(facts: Mapping[str, Any], names: Any) -> str:
    name = lower_first(names.skills.get(facts["skill"], "one skill"))
    if not facts["held"]:
        return f"They do not hold {name} yet, and you marked it essential."
    return (
        f"They hold {name} at {LEVELS[facts['held']]}; you ask {LEVELS[facts['asked']]}, "
        "and one level below is the most that passes."
    )


def _dates_text(facts: Mapping[str, Any], names: Any) -> str:
    since, until = facts["available_from"], facts["available_until"]
    if since and facts["ends"] and since > facts["ends"]:
        return f"Free from {day(since)}; your dates end on {day(facts['ends'])}."
    if until and facts["starts"] and until < facts["starts"]:
        return f"Free until {day(until)}; your dates start on {day(facts['starts'])}."
    return "Your dates and theirs share too few days."


def opening(skill: str, *, to_level: int, opens: int) -> str:
    """ "SQL at working would open four more opportunities." """
    noun = "opportunity" if opens == 1 else "opportunities"
    return f"{skill} at {LEVELS[to_level]} would open {opens} more {noun}."
