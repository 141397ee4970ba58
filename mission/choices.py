"""Which columns the theory of change has, and in which words the public page heads them."""

from django.db import models


class Column(models.TextChoices):
    """The four columns of the theory of change, in reading order."""

    CHALLENGE = "challenge", "Challenge"
    INPUT = "input", "Input"
    OUTPUT = "output", "Output"
    OUTCOME = "outcome", "Outcome"


COLUMN_ORDER = tuple(column.value for column in Column)


def points_forward(source: str, target: str) -> bool:
    """Whether an arrow from one column to another reads from left to right, as every one must."""
    return COLUMN_ORDER.index(source) < COLUMN_ORDER.index(target)


COLUMN_HEADINGS = {
    Column.CHALLENGE.value: "The challenge",
    Column.INPUT.value: "What we put in",
    Column.OUTPUT.value: "What comes of it",
    Column.OUTCOME.value: "What changes",
}
