"""Reasons in words, made from the parts of a score and nothing else.

Pure: facts in, sentences out. Each pair is told twice, once in the voice of each reader; a reader
learns their own facts and what the other side published or chose to show on an unnamed card, so
load, memberships and refusals of the other side are never mentioned.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

LEVELS = {0: "nothing", 1: "awareness", 2: "working", 3: "practitioner", 4: "expert"}
AMOUNTS = ("nothing", "very little", "a little", "some", "most of it", "all of it")
STEPS = (1, 1_500, 3_500, 6_500, 9_500)
"""A score at or above the n-th figure fills n blocks of five."""

GIVERS = {
    "public": "Offer from a public body",
    "university": "Offer from a university",
    "business": "Offer from a business",
    "community": "Offer from a community organisation",
}
RETURNS = {
    "story": "a story to tell",
    "data": "data to work with",
    "venue": "a room or venue",
    "credit": "credit towards a course",
    "feedback": "feedback from the people it is for",
    "talk": "a talk to their people or students",
    "students": "work with students",
    "introductions": "introductions to others",
    "problem": "a real problem to work on",
    "research": "a partner in research",
    "host": "a host for a placement",
}
REWARDS = {
    "paid": "It is paid",
    "funded": "A bursary or grant pays for it",
    "expenses": "Expenses are paid",
}
MOST_SENTENCES = 3


def step(score: int) -> int:
    """How many of five blocks a score fills: 0 for nothing, 5 only for nearly all."""
    return sum(score >= least for least in STEPS)


def amount(score: int) -> str:
    """A score in words, inside a sentence."""
    return AMOUNTS[step(score)]


def join(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def day(value: date) -> str:
    """A date inside a sentence."""
    return f"{value.day} {value:%B %Y}"


def tell(explanation: Any, *, need: Any, supply: Any, names: Any, returns_change: str = "") -> dict:
    """The words of one pair in both voices: ``{"need": ..., "supply": ...}``.

    Each voice holds ``yours`` and ``theirs`` (rows with text, state, held, asked and note),
    ``missing`` and ``change`` (sentences). ``returns_change`` is a sentence for the need about
    what it could give back, already re-scored by the caller.
    """
    skills, gains = (
        _skill_rows(explanation, need, names),
        _gain_rows(explanation, need, supply, names),
    )
    return {
        reader: {
            "yours": (skills if reader == "need" else gains)[reader],
            "theirs": (gains if reader == "need" else skills)[reader],
            "missing": _missing(explanation, names, reader),
            "change": (returns_change if reader == "need" else "")
            or _change(explanation, names, reader),
            "notes": _notes(explanation, reader),
        }
        for reader in ("need", "supply")
    }


def _row(text: str, state: str = "yes", *, held: int = 0, asked: int = 0, note: str = "") -> dict:
    return {"text": text, "state": state, "held": held, "asked": asked, "note": note}


def _skill_rows(explanation: Any, need: Any, names: Any) -> dict[str, list[dict]]:
    """One row per requirement, essential first, for each reader."""
    uses = {use.skill: use for use in explanation.uses}
    rows: dict[str, list[dict]] = {"need": [], "supply": []}
    asked = sorted(need.requirements, key=lambda row: (not row.essential, row.skill))
    for requirement in asked:
        use = uses.get(requirement.skill)
        held = use.held if use else 0
        name = names.skills.get(requirement.skill, "A skill")
        via = ""
        if use and use.credited != requirement.skill:
            via = f", through {names.skills.get(use.credited, 'a related skill')}"
        state = "yes" if held >= requirement.level and not via else "near" if held else "no"
        below = requirement.level - held
        gap = ""
        if held and below > 0:
            gap = f": {('one', 'two', 'three')[below - 1]} level{'s' if below > 1 else ''} below"
        for reader in rows:
            asker, holder = (
                ("You ask", "they hold") if reader == "need" else ("They ask", "you hold")
            )
            note = f"{asker} {LEVELS[requirement.level]}, {holder} {LEVELS[held]}{via}{gap}"
            rows[reader].append(_row(name, state, held=held, asked=requirement.level, note=note))
    if not rows["need"]:
        rows["need"].append(_row("You asked for no particular skill"))
        rows["supply"].append(_row("They ask for no particular skill"))
    return rows


def _gain_rows(explanation: Any, need: Any, supply: Any, names: Any) -> dict[str, list[dict]]:
    """What the supply gains, for each reader. Parts that were not stated are not mentioned."""
    parts = {part.name: part for part in explanation.parts_supply}
    answer = {}
    for reader in ("need", "supply"):
        you = reader == "supply"
        they = "You" if you else "They"
        rows = []
        for grow in explanation.grows:
            name = names.skills.get(grow.skill, "A skill")
            if grow.from_level:
                text = f"Moves {lower_first(name)} up a level"
                note = f"{they} hold {LEVELS[grow.from_level]}; this asks {LEVELS[grow.to_level]}"
            else:
                text = f"A first chance to use {lower_first(name)}"
                note = f"{they} want to learn it; this asks {LEVELS[grow.to_level]}"
            rows.append(_row(text, note=note))
        for theme in explanation.themes:
            rows.append(
                _row(f"A theme {they.lower()} chose: {lower_first(names.themes.get(theme, ''))}")
            )
        for key in explanation.returns:
            giver = "They give it" if you else "You give it"
            rows.append(_row(capital(RETURNS.get(key, key)), note=f"{they} asked for it. {giver}."))
        if supply.kind == "person":
            if need.pay in REWARDS:
                rows.append(_row(REWARDS[need.pay]))
            if "credit" in need.gives_back:
                rows.append(_row("It can count towards a course"))
        # For an unnamed person even the existence of a link would hint at who it is.
        if parts["new_link"].stated and (you or supply.kind == "offer"):
            if need.organisation in supply.linked_with:
                rows.append(_row("You have worked together before", "near"))
            else:
                rows.append(_row("A first link between the two organisations"))
        for name, text in (
            ("growth", f"Nothing that {they.lower()} want to learn"),
            ("themes", f"No link to the themes {they.lower()} chose"),
            ("returns", f"Nothing that {they.lower()} asked for in return"),
        ):
            if parts[name].stated and not parts[name].points:
                rows.append(_row(text, "near"))
        if not rows:
            whose = "You have" if you else "They have"
            rows.append(_row(f"{whose} not said what would be worth it", "near"))
        answer[reader] = rows
    return answer


def _missing(explanation: Any, names: Any, reader: str) -> str:
    """What is not met in full, and whether that matters."""
    sentences = []
    you_need = reader == "need"
    for gap in sorted(explanation.missing, key=lambda row: (not row.essential, -row.points_lost)):
        name = lower_first(names.skills.get(gap.skill, "one skill"))
        who = "They do" if you_need else "You do"
        if not gap.held:
            text = f"{who} not hold {name}."
        else:
            below = gap.asked - gap.held
            if below > 0:
                count = ("one level", "two levels", "three levels")[below - 1]
                text = f"{capital(name)} is {count} below what {'you' if you_need else 'they'} ask."
            else:
                text = f"{capital(name)} is met by a related skill, not by itself."
        marked = "You marked it" if you_need else "They marked it"
        if not gap.essential:
            text += f" {marked} as desirable, so it rules nothing out."
        elif gap.held and gap.asked > gap.held:
            text += f" {marked} as essential, and one level is the most that passes."
        sentences.append(text)
    rest = len(sentences) - MOST_SENTENCES
    if rest > 0:
        sentences = [*sentences[:MOST_SENTENCES], f"And {rest} more."]
    return " ".join(sentences) or (
        "Nothing that you asked for." if you_need else "Nothing that they asked for."
    )


def _change(explanation: Any, names: Any, reader: str) -> str:
    """The cheapest change that helps, with what re-scoring gave."""
    for change in explanation.would_change:
        if change.kind not in ("raise_level", "add_skill"):
            continue
        name = lower_first(names.skills.get(change.skill, "a skill"))
        before, after = amount(explanation.fit), amount(change.fit)
        gainer = "you gain" if reader == "need" else "they gain"
        effect = (
            f"what {gainer} would go from {before} to {after}"
            if before != after
            else "the match would grow stronger"
        )
        if reader == "need":
            if change.from_level:
                return (
                    f"If they moved {name} from {LEVELS[change.from_level]} to "
                    f"{LEVELS[change.to_level]}, {effect}."
                )
            return f"If they learned {name} to {LEVELS[change.to_level]}, {effect}."
        if change.from_level:
            return (
                f"Move {name} from {LEVELS[change.from_level]} to {LEVELS[change.to_level]}, "
                f"and {effect}."
            )
        return f"Learn {name} to {LEVELS[change.to_level]}, and {effect}."
    return _grown(explanation, names, reader)


def _grown(explanation: Any, names: Any, reader: str) -> str:
    """When no change by itself helps, because what is missing is what they came to learn."""
    missing = {gap.skill for gap in explanation.missing}
    grown = [names.skills.get(g.skill, "it") for g in explanation.grows if g.skill in missing]
    if not grown:
        return ""
    skills = join(lower_first(name) for name in grown)
    if reader == "need":
        return f"They want to learn {skills}: the work itself would close the gap."
    return f"You want to learn {skills}: the work itself would close the gap."


def _notes(explanation: Any, reader: str) -> list[str]:
    """The adjustments a reader may know of: their own load, and what serves the vision."""
    notes = []
    for row in explanation.adjustments:
        if row.name == "never_helped":
            notes.append("Moved up a little: this organisation has not been helped here before.")
        elif row.name == "underserved":
            notes.append("Moved up a little: few have been helped in this district so far.")
        elif row.name == f"{reader}_load":
            notes.append("Held back a little: you have introductions waiting for an answer.")
    return notes


def returns_change(kind: str, *, before: int, after: int) -> str:
    """What giving one more thing back would do, for the need. Empty when nothing changes."""
    if after <= before:
        return ""
    effect = (
        f"what they gain goes from {amount(before)} to {amount(after)}"
        if amount(before) != amount(after)
        else "they gain more"
    )
    return f"Offer {RETURNS.get(kind, kind)} in return, and {effect}."


def lower_first(name: str) -> str:
    """Lower case at the start, unless the word is an acronym or a product's name."""
    first = name.split(" ", 1)[0]
    return name[:1].lower() + name[1:] if first[1:].islower() and first.isalpha() else name


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
