"""Help with the words of an offer: what is unsaid, and a plain wording of what was ticked and typed.

No text is invented: a suggestion is put together from the answers, and what it lacks is asked for. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

TITLES = {
    "hour": "An hour to look at your {about}",
    "mentoring": "Mentoring for somebody who works on {about}",
    "training": "Training in {about}",
    "project_team": "A team for a project about {about}",
    "cohort": "Students of {module} looking for a real question",
    "venue": "A room for your meeting",
    "data": "Data about {about}",
    "funding": "Funding for work on {about}",
}
GETS = {
    "hour": "Bring what you have; leave knowing the next step.",
    "mentoring": "Regular calls with somebody who has done it before.",
    "training": "You can do it yourself afterwards, with your own data.",
    "project_team": "A small team works on one question of yours and hands over what it found.",
    "cohort": "Students work on a question of yours, with a tutor beside them.",
    "venue": "A room, with what a meeting needs.",
    "data": "Data that you may use, and somebody who explains it.",
    "funding": "Money for a piece of work, and a short application.",
}
ADVICE = {
    "hour": "Say what somebody should bring to the hour.",
    "mentoring": "Say how often you would talk, and for how long.",
    "training": "Say what somebody must know beforehand, and how many can come.",
    "project_team": "Say what would be finished at the end, and who supervises.",
    "cohort": "Say what the students must hand in, and by when you need the question.",
    "venue": "Say about steps, hearing loop, screens and parking.",
    "data": "Say under which licence, and how fresh it is.",
    "funding": "Say how much, for what, and who decides.",
}
VAGUE = ("expertise", "support", "solutions", "synergies", "leverage", "bespoke", "holistic")
LONGEST_SENTENCE = 30


@dataclass(frozen=True)
class Help:
    """A wording to take or leave, and what would make the offer easier to say yes to."""

    title: str
    summary: str
    advice: tuple[str, ...]


def help_with(typed: Mapping[str, str], *, themes: tuple[str, ...] = ()) -> Help:
    """Words for what was typed so far; every key may be missing."""
    kind = typed.get("kind", "")
    kind = kind if kind in TITLES else "hour"
    about = themes[0].lower() if themes else "data"
    module = typed.get("module", "").strip() or "data science"
    title = typed.get("title", "").strip() or TITLES[kind].format(about=about, module=module)
    return Help(title[:120], _summary(kind, typed)[:240], _advice(kind, typed))


def _summary(kind: str, typed: Mapping[str, str]) -> str:
    facts = []
    hours, seats = typed.get("hours", "").strip(), typed.get("seats", "").strip()
    if hours.isdecimal():
        facts.append("one hour" if hours == "1" else f"{hours} hours in all")
    if seats.isdecimal():
        facts.append(f"{seats} students" if kind == "cohort" else f"{seats} seats")
    facts.append("remote if you like" if typed.get("remote") else "in person")
    own = typed.get("summary", "").strip() or GETS[kind]
    own = own if own.endswith((".", "?", "!")) else f"{own}."
    said = ", ".join(facts)
    return own if said in own.lower() else f"{own} {said[0].upper()}{said[1:]}."


def _advice(kind: str, typed: Mapping[str, str]) -> tuple[str, ...]:
    text = " ".join(typed.get(name, "") for name in ("title", "summary", "description"))
    found = [] if len(typed.get("description", "")) > 80 else [ADVICE[kind]]
    vague = [word for word in VAGUE if word in text.lower()]
    if vague:
        found.append(
            f"Instead of “{vague[0]}”, say what somebody could ask you to do on a Tuesday."
        )
    if any(len(sentence.split()) > LONGEST_SENTENCE for sentence in text.split(".")):
        found.append("One sentence is very long. Make two of it.")
    if not typed.get("starts") and not typed.get("ends"):
        found.append("Say from when until when. Offers with dates are taken up sooner.")
    if not typed.get("asks") and not typed.get("in_return", "").strip():
        found.append("Say what you would like in return, or that you want nothing: both help.")
    return tuple(found)
