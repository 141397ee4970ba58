"""The three questions of each moment, to each side, and who reads what. Words only."""

from typing import NamedTuple

from .placement_choices import HowItGoes, Moment, Side


class Three(NamedTuple):
    """How it goes, with the words of its choices; two questions that are answered in words."""

    how: str
    choices: tuple[str, str, str]
    good: str
    change: str


QUESTIONS: dict[tuple[str, str], Three] = {
    (Moment.FIRST_WEEK, Side.STUDENT): Three(
        "Have you met your supervisor, and do you know what to do next?",
        ("Yes", "Partly", "Not yet"),
        "What was good about the first week?",
        "What do you still need: an account, a desk, data, an answer?",
    ),
    (Moment.FIRST_WEEK, Side.HOST): Three(
        "Did they come, and do they have what they need?",
        ("Yes", "Partly", "Not yet"),
        "What was good about the first week?",
        "What is still missing, and who sees to it?",
    ),
    (Moment.MIDPOINT, Side.STUDENT): Three(
        "Are you learning what was agreed?",
        ("Yes", "Partly", "Not really"),
        "What have you learned so far?",
        "What should be different in the second half?",
    ),
    (Moment.MIDPOINT, Side.HOST): Three(
        "Is it going as agreed?",
        ("Yes", "Partly", "Not really"),
        "What have they done that helped you?",
        "What should be different in the second half?",
    ),
    (Moment.END, Side.STUDENT): Three(
        "Was it worth your time?",
        ("Yes", "Partly", "Not really"),
        "What can you do now that you could not do before?",
        "What would have made it better?",
    ),
    (Moment.END, Side.HOST): Three(
        "Would you take a student again?",
        ("Yes", "Perhaps", "Rather not"),
        "What came of it for your organisation?",
        "What would have made it better?",
    ),
}

WHO_READS = {
    Side.STUDENT: (
        "Your words are read by you alone, unless you tick below that your host may read them. "
        "Custodians see only your answer to the first question, without your name, so that they can "
        "ask whether help is needed. Nothing is published."
    ),
    Side.HOST: (
        "Your words are read by your own organisation’s leads, and by the student only if you tick below. "
        "Custodians see only your answer to the first question. Nothing is published."
    ),
}
OTHER_SIDE = {
    Side.STUDENT: "The host may read my words",
    Side.HOST: "The student may read my words",
}


def choices(three: Three) -> list[tuple[str, str]]:
    """The choices of the first question, in its own words."""
    return list(zip(HowItGoes.values, three.choices, strict=True))
