"""Every weight of the score in words: for the form that changes it, and for the public page.

A test compares the names with those that the engine uses, so none can be added without words.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class WeightWords:
    """What a weight is called, what it does, and what its number counts."""

    group: str
    label: str
    does: str
    unit: str


NEED, SUPPLY, JOINT, GATES = (
    "What the side that asks gains",
    "What the side that offers gains",
    "How both come together",
    "What rules a pair out",
)
GROUPS = (NEED, SUPPLY, JOINT, GATES)
POINTS, PERMILLE, TIMES = "of 10,000", "of 1,000", ""

WEIGHTS: dict[str, WeightWords] = {
    "essential_share": WeightWords(
        NEED, "An essential skill counts", "So often does an essential skill count.", "times"
    ),
    "desirable_share": WeightWords(
        NEED, "A desirable skill counts", "So often does a desirable skill count.", "times"
    ),
    "no_requirements": WeightWords(
        NEED, "When no skill is asked for", "What a need that asks for no skill gains.", POINTS
    ),
    "least_fit": WeightWords(
        NEED, "Least gain to be shown", "Below this a pair is not shown.", POINTS
    ),
    "growth": WeightWords(
        SUPPLY, "Growth", "Skills they want to learn that the work would use.", POINTS
    ),
    "returns": WeightWords(
        SUPPLY, "What they get in return", "What an offer asks for and the poster gives.", POINTS
    ),
    "themes": WeightWords(SUPPLY, "Themes", "Themes that both chose.", POINTS),
    "reward": WeightWords(SUPPLY, "Reward", "Pay, funding, or credit towards a course.", POINTS),
    "new_link": WeightWords(
        SUPPLY, "A new link", "Two organisations that never worked together.", POINTS
    ),
    "neutral": WeightWords(
        SUPPLY,
        "When nothing was said",
        "What a part counts where somebody stated no wish, so that nobody is punished for it.",
        POINTS,
    ),
    "two_steps": WeightWords(
        SUPPLY,
        "Growth by two levels",
        "What two levels at once count; one level counts 1,000.",
        PERMILLE,
    ),
    "enough_growth": WeightWords(
        SUPPLY, "Wishes to learn that are enough", "So many met are all one can hope for.", "wishes"
    ),
    "enough_returns": WeightWords(
        SUPPLY, "Returns that are enough", "So many given are all one can hope for.", "returns"
    ),
    "enough_themes": WeightWords(
        SUPPLY, "Themes that are enough", "So many shared are all one can hope for.", "themes"
    ),
    "pay_paid": WeightWords(SUPPLY, "Paid work", "Of the reward, for paid work.", POINTS),
    "pay_funded": WeightWords(
        SUPPLY, "Funded work", "Of the reward, where a bursary or grant pays.", POINTS
    ),
    "pay_expenses": WeightWords(
        SUPPLY, "Expenses only", "Of the reward, where only expenses are paid.", POINTS
    ),
    "pay_voluntary": WeightWords(SUPPLY, "Unpaid work", "Of the reward, for unpaid work.", POINTS),
    "credit": WeightWords(
        SUPPLY, "Credit towards a course", "Of the reward, where it counts for a course.", POINTS
    ),
    "known_link": WeightWords(
        SUPPLY, "A link that is known", "Of the new link, where the two worked together.", POINTS
    ),
    "never_helped": WeightWords(
        JOINT, "Never helped before", "Added for an organisation not helped here before.", PERMILLE
    ),
    "underserved": WeightWords(
        JOINT, "Few helped in the district", "Added where few in a district were helped.", PERMILLE
    ),
    "load_free": WeightWords(
        JOINT,
        "Introductions that cost nothing",
        "So many that wait for an answer take nothing off.",
        "introductions",
    ),
    "load_each": WeightWords(
        JOINT,
        "Each further introduction",
        "Taken off for each more that waits, so that not everybody is sent to the same place.",
        PERMILLE,
    ),
    "load_most": WeightWords(
        JOINT, "Most taken off", "However many introductions wait, no more is taken off.", PERMILLE
    ),
    "essential_gap": WeightWords(
        GATES, "Levels below that pass", "So far below an essential level still passes.", "levels"
    ),
    "gate_affinity": WeightWords(
        GATES, "How near a related skill must be", "To stand in for an essential skill.", PERMILLE
    ),
    "dates_overlap": WeightWords(
        GATES, "Days that both must share", "Of the days that the work takes.", PERMILLE
    ),
    "hours_enough": WeightWords(
        GATES, "Hours that are enough", "Of the hours a week asked for.", PERMILLE
    ),
}

GATE_WORDS: dict[str, tuple[str, str]] = {
    "kind": (
        "Who is asked",
        "Placements and jobs are for people; challenges for people and offers.",
    ),
    "dates": ("Dates", "Both must be free for enough of the same days."),
    "place": ("Place", "The place must be within reach, or the work be done remotely."),
    "stage": ("Stage", "Where only students or another stage may apply, others are left out."),
    "own_organisation": ("Own organisation", "Nobody is suggested to their own organisation."),
    "conflict": (
        "Declared interests",
        "Two sides with a declared conflict, or one that said “nothing with this organisation”.",
    ),
    "refused": ("A no before", "A pair in which somebody said no, or “not for me”."),
    "capacity": ("Places left", "What is full is not suggested, on either side."),
    "hours": ("Hours", "Enough of the hours a week asked for must be on offer."),
    "essential": (
        "Essential skills",
        "Each essential skill must be held, at no less than the level that passes.",
    ),
}
"""Every gate by its code: what it is called, and what it rules out."""


def shown(name: str, value: object) -> str:
    """A value as people read it."""
    unit = WEIGHTS[name].unit
    return f"{value:,} {unit}".strip() if isinstance(value, int) else str(value)
