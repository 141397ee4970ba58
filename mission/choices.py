"""Which columns the theory of change has."""

from django.db import models


class Column(models.TextChoices):
    """The four columns of the theory of change, in reading order."""

    CHALLENGE = "challenge", "Challenge"
    INPUT = "input", "Input"
    OUTPUT = "output", "Output"
    OUTCOME = "outcome", "Outcome"


COLUMN_ORDER = tuple(column.value for column in Column)
