"""Words to begin with: the first message to the other side, with an agenda for a first call.

Pure but for what the introduction already holds; whoever sends it may change every word.
"""

from ..choices import Side
from ..models import Introduction

AGENDA = (
    ("5 minutes", "who each of us is, and what we hope for"),
    ("10 minutes", "what there is: the data, the people, what was tried"),
    ("10 minutes", "what would be a good first step, and how we would see that it helped"),
    ("5 minutes", "who does what by when, and whether we go on"),
)


def message(introduction: Introduction, side: str) -> str:
    """The first message of one side."""
    title = introduction.opportunity.title
    opening = (
        f"Hello, I am glad that we were introduced about “{title}”. I would like to help."
        if side == Side.SUPPLY
        else f"Hello, thank you for saying yes to “{title}”."
    )
    lines = [f"- {minutes}: {what}" for minutes, what in AGENDA]
    return "\n".join(
        [
            opening,
            "",
            "Could we talk for half an hour in the next two weeks? Which two or three times suit you?",
            "",
            "A plan for the call:",
            *lines,
        ]
    )
