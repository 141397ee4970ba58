"""Handling data with care: a few questions about personal data and about people at risk.

After the Data Ethics Canvas of the Open Data Institute, in our own words. Pure: no queries.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .choices import LawfulBasis, Sensitivity


class Question(NamedTuple):
    """One short question. ``most`` is how long an answer may be."""

    key: str
    label: str
    hint: str = ""
    most: int = 600
    choices: tuple[tuple[str, str], ...] = ()


PERSONAL = (
    Question(
        "lawful_basis",
        "What allows you to use the data for this?",
        "The law on data protection knows these. If you are not sure, say so: a custodian helps.",
        choices=tuple(LawfulBasis.choices),
    ),
    Question(
        "agreed",
        "Who agreed to it?",
        "The role, not a name: such as our data protection lead, or the trustees in May.",
        160,
    ),
    Question(
        "seen_by",
        "Who would see the data?",
        "Such as: one analyst, in our office, on our computer. Names are taken out before.",
    ),
    Question(
        "harm",
        "Could anybody be harmed, or treated unfairly?",
        "By what is found, by a mistake, or by who is missing. What do you do about it?",
        1000,
    ),
    Question(
        "kept",
        "How is it kept safe, and when is it deleted?",
        "Such as: on our own drive, locked to two people, deleted a month after the end.",
    ),
)
AT_RISK = (
    Question(
        "meets",
        "Would whoever helps meet children or adults at risk?",
        choices=(
            ("no", "No, only data about them"),
            ("together", "Yes, with one of us always there"),
            ("alone", "Yes, sometimes alone"),
        ),
    ),
    Question(
        "checks",
        "Which checks are needed, and who sees to them?",
        "Such as: an enhanced DBS check, which we pay for. Or: none, because they meet nobody.",
    ),
    Question(
        "safeguarding",
        "Who is responsible for safeguarding?",
        "The role, not a name: such as our safeguarding lead.",
        160,
    ),
)


def questions_for(challenge: Any) -> tuple[Question, ...]:
    """Which questions this challenge is asked: none of open or shared data about nobody at risk."""
    asked: tuple[Question, ...] = ()
    if challenge.sensitivity == Sensitivity.PERSONAL:
        asked += PERSONAL
    if challenge.touches_vulnerable:
        asked += AT_RISK
    return asked


def said(challenge: Any) -> list[tuple[str, str]]:
    """(question, answer in words) of what it is asked, for the check page and the custodian."""
    found = []
    for question in questions_for(challenge):
        answer = challenge.ethics.get(question.key, "")
        found.append((question.label, str(dict(question.choices).get(answer, answer))))
    return found


def unanswered(challenge: Any) -> bool:
    """Whether one of its questions has no answer at all yet."""
    return any(not challenge.ethics.get(one.key, "").strip() for one in questions_for(challenge))


def lacks(challenge: Any) -> list[str]:
    """Why it may not be published yet, in sentences."""
    sentences = []
    answers = challenge.ethics
    if challenge.sensitivity == Sensitivity.PERSONAL:
        basis = answers.get("lawful_basis", "")
        if basis not in LawfulBasis.values or basis == LawfulBasis.UNKNOWN:
            sentences.append("It uses personal data, and nobody has said what allows that.")
        if any(not answers.get(one.key, "").strip() for one in PERSONAL[1:]):
            sentences.append(
                "It uses personal data: say who agreed, who sees it, what harm there could be, "
                "and how it is kept and deleted."
            )
    if challenge.touches_vulnerable and any(
        not answers.get(one.key, "").strip() for one in AT_RISK
    ):
        sentences.append(
            "It touches children or adults at risk: answer the safeguarding questions."
        )
    return sentences


def problems(answers: object) -> list[str]:
    """What is wrong with answers from any door: unknown keys, texts too long, no such choice."""
    known = {question.key: question for question in (*PERSONAL, *AT_RISK)}
    if not isinstance(answers, Mapping) or set(answers) - set(known):
        return ["Answer the questions that are asked."]
    found = []
    for key, answer in answers.items():
        question = known[key]
        if not isinstance(answer, str) or len(answer) > question.most:
            found.append(f"“{question.label}” takes {question.most} characters at most.")
        elif question.choices and answer and answer not in dict(question.choices):
            found.append(f"“{question.label}”: choose from the list.")
    return found
