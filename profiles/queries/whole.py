"""What a fuller profile would do for a person: a reason each, never a percentage."""

from dataclasses import dataclass

from ..choices import Visibility
from ..models import Person


@dataclass(frozen=True)
class Improvement:
    """One thing to say, what saying it would change, and the page where it is said."""

    title: str
    text: str
    step: str


def improvements(person: Person) -> list[Improvement]:
    """What is not said yet and would change something, the most useful first: four queries."""
    held = list(person.held.all())
    said: list[tuple[bool, Improvement]] = [
        (
            bool(held),
            Improvement(
                "Say what you can do",
                "We can then look for work that fits: skills decide first.",
                "skills",
            ),
        ),
        (
            bool(person.wanted.all()),
            Improvement(
                "Say what you want to learn",
                "Work that teaches it then counts as a gain for you, and stands higher in your list.",
                "learn",
            ),
        ),
        (
            person.visibility != Visibility.PRIVATE,
            Improvement(
                "Let yourself be matched",
                "You are hidden, so nobody can be matched with you. Choose who may see you.",
                "seen",
            ),
        ),
        (
            person.district_id is not None or bool(person.ways.all()),
            Improvement(
                "Say where you can get to",
                "Until then we do not know which work on site is within reach.",
                "when",
            ),
        ),
        (
            person.available_from is not None and person.hours_per_week is not None,
            Improvement(
                "Say when you are free, and for how long",
                "Work at a time you do not have is then left out, and work that fits is not.",
                "when",
            ),
        ),
        (
            bool(person.themes.all()),
            Improvement(
                "Choose a theme or two",
                "Between two that fit equally well, we then show what you care about first.",
                "about",
            ),
        ),
        (
            not held or any(row.evidence for row in held),
            Improvement(
                "Add a line of evidence",
                "Whoever reads your profile sees what stands behind a level: a module, a project.",
                "skills",
            ),
        ),
        (
            person.affiliation_id is None or person.affiliation_confirmed_on is not None,
            Improvement(
                "Confirm where you study",
                "A host then sees that your university is confirmed, not only said.",
                "study",
            ),
        ),
    ]
    return [improvement for done, improvement in said if not done]
